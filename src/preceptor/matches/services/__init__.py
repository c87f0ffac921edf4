"""Build snapshots, answer with a stamp, keep searches and shortlists."""

from preceptor.matches.services.answers import (
    answer_price,
    build_snapshot,
    merge_snapshot,
    ready_pool,
    stamp_answer,
    stamp_view,
)

__all__ = [
    "answer_price",
    "build_snapshot",
    "merge_snapshot",
    "ready_pool",
    "stamp_answer",
    "stamp_view",
]
