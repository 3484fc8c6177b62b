"""Everything of the book that is for Sphinx alone: how figures are rendered, when pages are stale."""
