"""What every app stands on: the log, documents, waiting; nothing here knows a noun of the field."""

from preceptor.common.models.clock import Waiting
from preceptor.common.models.documents import Document
from preceptor.common.models.ids import new_public_id
from preceptor.common.models.log import LogEntry, LogHead
from preceptor.common.models.scoped import Scoped, ScopedQuerySet
from preceptor.common.models.search import IndexEntry, IndexHead
from preceptor.common.models.work import BackgroundJob, Mail, RequestKey, Schedule, Tries

__all__ = [
    "BackgroundJob",
    "Document",
    "IndexEntry",
    "IndexHead",
    "LogEntry",
    "LogHead",
    "Mail",
    "RequestKey",
    "Schedule",
    "Scoped",
    "ScopedQuerySet",
    "Tries",
    "Waiting",
    "new_public_id",
]
