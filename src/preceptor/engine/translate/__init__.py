"""From what was read to what is matched: facts become evidence, postings become lines."""

from preceptor.engine.translate.evidence import (
    EDUCATION_RANK,
    EvidenceDraft,
    History,
    evidence_from,
    history_from,
    person_record,
)
from preceptor.engine.translate.jobs import job_from
from preceptor.engine.translate.lines import LineDraft, lines_from

__all__ = [
    "EDUCATION_RANK",
    "EvidenceDraft",
    "History",
    "LineDraft",
    "evidence_from",
    "history_from",
    "job_from",
    "lines_from",
    "person_record",
]
