"""Text to facts: what postings and resumes state, each with its words and rule."""

from preceptor.engine.extract.posting import read_posting
from preceptor.engine.extract.resume import read_json_resume, read_resume

__all__ = ["read_json_resume", "read_posting", "read_resume"]
