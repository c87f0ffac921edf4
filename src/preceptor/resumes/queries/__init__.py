"""People as the matching engine takes them."""

from preceptor.resumes.queries.people import CHUNK, current_resume, evidence_of, person_records

__all__ = ["CHUNK", "current_resume", "evidence_of", "person_records"]
