"""The role guide and the vocabulary, as pages."""
