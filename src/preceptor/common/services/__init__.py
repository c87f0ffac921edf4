"""What every app's services stand on: the log, documents, mail, background work, request keys."""

from preceptor.common.services.documents import drop_document, keep_document
from preceptor.common.services.keys import KeyRefused, Turn, forget_keys, once
from preceptor.common.services.log import append_log, lock_log
from preceptor.common.services.mail import forget_mail, send_mail
from preceptor.common.services.work import enqueue_work

__all__ = [
    "KeyRefused",
    "Turn",
    "append_log",
    "drop_document",
    "enqueue_work",
    "forget_keys",
    "forget_mail",
    "keep_document",
    "lock_log",
    "once",
    "send_mail",
]
