"""Text to facts: what postings and resumes state, each with its words and rule."""

from preceptor.engine.extract.posting import read_posting

__all__ = ["read_posting"]
