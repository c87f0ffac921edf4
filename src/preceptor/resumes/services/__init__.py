"""Take in resumes, correct them, keep evidence in step."""

from preceptor.resumes.services.records import (
    FACTS_AT_MOST,
    competency_numbers,
    correct,
    drop_documents,
    fact_rows,
    move_resumes,
    rebuild_evidence,
    resume_row,
    store_resume,
    store_resumes,
    take_in_resume,
    undo_correction,
)

__all__ = [
    "FACTS_AT_MOST",
    "competency_numbers",
    "correct",
    "drop_documents",
    "fact_rows",
    "move_resumes",
    "rebuild_evidence",
    "resume_row",
    "store_resume",
    "store_resumes",
    "take_in_resume",
    "undo_correction",
]
