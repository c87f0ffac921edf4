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
from preceptor.engine.translate.occupations import KINDS_OF_WORK, Occupations
from preceptor.engine.translate.rules import LineRules
from preceptor.engine.translate.work import work_held

__all__ = [
    "EDUCATION_RANK",
    "KINDS_OF_WORK",
    "EvidenceDraft",
    "History",
    "LineDraft",
    "LineRules",
    "Occupations",
    "evidence_from",
    "history_from",
    "job_from",
    "lines_from",
    "person_record",
    "work_held",
]
