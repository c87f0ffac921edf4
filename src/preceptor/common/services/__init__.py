"""Append to the log, keep and drop documents."""

from preceptor.common.services.documents import drop_document, keep_document
from preceptor.common.services.log import append_log, lock_log

__all__ = ["append_log", "drop_document", "keep_document", "lock_log"]
