"""What keeps the book alive: links that still answer, releases that agree with themselves."""
