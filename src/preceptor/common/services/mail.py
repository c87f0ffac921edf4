"""The outbox: a mail is written in the transaction of its cause; the worker sends it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from preceptor.common.models import Mail
from preceptor.common.services.log import append_log

# What an iCalendar object asks of who gets it (RFC 5546).
METHODS = ("REQUEST", "CANCEL", "REPLY", "PUBLISH")
# Who claimed a mail and said nothing for so long is dead: another may send it.
LEASE = timedelta(minutes=5)
# Pauses after an attempt that failed; after the last one the mail is given up, a day and a half in.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=25),
    timedelta(hours=2),
    timedelta(hours=10),
    timedelta(hours=24),
)
# What was sent is kept as a row without words for a month; so are mails that were given up.
KEPT_FOR = timedelta(days=30)


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
    calendar without one of METHODS.
    """
    if calendar and calendar_method not in METHODS:
        raise ValueError(f"A calendar goes out with its method: {', '.join(METHODS)}.")
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


def claim_mail(*, now: datetime) -> Mail | None:
    """Take the mail that is due for longest, for as long as LEASE; None where nothing is due.

    It is claimed before it is sent, so that of several workers one sends it. A worker that is
    killed between sending and noting so leaves it to be sent again when the lease runs out: the
    Message-ID is the same, and receivers drop what they have.
    """
    while True:
        due = _waiting().filter(send_at__lte=now)
        mail = due.order_by("send_at", "pk").first()
        if mail is None:
            return None
        if mail.attempts > len(PAUSES):
            # Whoever claimed it last never came back.
            give_up_mail(mail=mail, trouble="The worker ended each time while sending.", now=now)
            continue
        if due.filter(pk=mail.pk).update(send_at=now + LEASE, attempts=F("attempts") + 1):
            mail.refresh_from_db()
            return mail


def note_mail_sent(*, mail: Mail, now: datetime) -> bool:
    """Note that a claimed mail went out, and clear its words; False where it was taken over."""
    return bool(_claimed(mail).update(sent_at=now, trouble="", **_WORDLESS))


def note_mail_failed(*, mail: Mail, trouble: str, now: datetime, is_final: bool = False) -> None:
    """Note that a claimed mail did not go out: later again, in the end given up.

    ``trouble`` must not hold the address.
    """
    if is_final or mail.attempts > len(PAUSES):
        give_up_mail(mail=mail, trouble=trouble, now=now)
        return
    _claimed(mail).update(send_at=now + PAUSES[mail.attempts - 1], trouble=trouble[:300])


@transaction.atomic
def give_up_mail(*, mail: Mail, trouble: str, now: datetime) -> None:
    """Give a mail up; stewards see it, and may send it again. Nothing where it was taken over."""
    if _claimed(mail).update(failed_at=now, trouble=trouble[:300]):
        append_log(
            kind="common.mail_given_up",
            target=mail.public_id,
            now=now,
            details={"kind": mail.kind, "attempts": mail.attempts},
        )


@transaction.atomic
def retry_mail(*, mail: Mail, by: uuid.UUID | None, now: datetime) -> bool:
    """Let a mail that was given up wait again, with all its attempts; False where it is not."""
    again = Mail.objects.filter(pk=mail.pk, failed_at__isnull=False).update(
        failed_at=None, attempts=0, send_at=now
    )
    if again:
        append_log(kind="common.mail_retried", target=mail.public_id, by=by, now=now)
    return bool(again)


@transaction.atomic
def drop_mail(*, mail: Mail, by: uuid.UUID | None, now: datetime) -> bool:
    """Delete a mail that was given up; False where it waits or was sent."""
    dropped, _ = Mail.objects.filter(pk=mail.pk, failed_at__isnull=False).delete()
    if dropped:
        append_log(
            kind="common.mail_dropped",
            target=mail.public_id,
            by=by,
            now=now,
            details={"kind": mail.kind},
        )
    return bool(dropped)


@transaction.atomic
def prune_mail(*, now: datetime) -> int:
    """Delete the rows of mails sent or given up long ago; return how many there were."""
    old = now - KEPT_FOR
    count = (
        Mail.objects.filter(sent_at__lt=old).delete()[0]
        + Mail.objects.filter(failed_at__lt=old).delete()[0]
    )
    if count:
        append_log(kind="common.mails_pruned", now=now, details={"count": count})
    return count


def forget_mail(*, recipient: uuid.UUID) -> int:
    """Delete what was written to a person who is erased, sent or not; return how many."""
    return Mail.objects.filter(recipient=recipient).delete()[0]


_WORDLESS = {"to": "", "subject": "", "text": "", "calendar": ""}


def _waiting() -> QuerySet[Mail]:
    return Mail.objects.filter(sent_at=None, failed_at=None)


def _claimed(mail: Mail) -> QuerySet[Mail]:
    """The mail as this attempt holds it: a later claim has another number of attempts."""
    return _waiting().filter(pk=mail.pk, attempts=mail.attempts)
