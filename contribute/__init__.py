"""What a contributor starts from: the template of a chapter, and the command that makes one of it."""
