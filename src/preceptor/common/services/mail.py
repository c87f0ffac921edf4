"""The outbox: a mail is written in the transaction of its cause; the worker sends it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from preceptor.common.models import Mail


@transaction.atomic
def send_mail(
    *,
    kind: str,
    to: str,
    subject: str,
    text: str,
    now: datetime,
    recipient: uuid.UUID | None = None,
    calendar: str = "",
    calendar_method: str = "",
) -> Mail:
    """Write a mail to the outbox; it goes out when, and only if, the transaction commits.

    ``recipient`` is the public id of the user or person it goes to. ``calendar`` is an iCalendar
    object with its method. A subject is one line, whatever was given. Raises ValueError for a
    calendar without a method.
    """
    if calendar and not calendar_method:
        raise ValueError("A calendar goes out with its method: REQUEST, CANCEL, REPLY.")
    return Mail.objects.create(
        kind=kind,
        recipient=recipient,
        to=to,
        subject=" ".join(subject.split())[:200],
        text=text,
        calendar=calendar,
        calendar_method=calendar_method,
        made_at=now,
        send_at=now,
    )


def forget_mail(*, recipient: uuid.UUID) -> int:
    """Delete what was written to a person who is erased, sent or not; return how many."""
    return Mail.objects.filter(recipient=recipient).delete()[0]
