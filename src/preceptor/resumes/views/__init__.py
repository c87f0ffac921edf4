"""Pages of a person's record."""
