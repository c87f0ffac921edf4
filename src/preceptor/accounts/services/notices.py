"""Tell users what happened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Notice, User
from preceptor.common.addresses import site_address
from preceptor.common.services import send_mail


@transaction.atomic
def tell(
    *, user: User, kind: str, text: str, address: str, now: datetime, mail_subject: str = ""
) -> Notice:
    """Tell a user something on the site and, with a subject, by mail: the text and the link.

    ``text`` names nobody but the user and quotes nothing private. Part of the caller's event.
    """
    notice = Notice.objects.create(
        user=user, kind=kind, text=text[:300], address=address[:300], made_at=now
    )
    if mail_subject:
        send_mail(
            kind=kind,
            recipient=user.public_id,
            to=user.email,
            subject=mail_subject,
            text=f"{text}\n\n{site_address(address)}\n" if address else f"{text}\n",
            now=now,
        )
    return notice


@transaction.atomic
def tell_once(
    *, user: User, kind: str, text: str, address: str, now: datetime, mail_subject: str
) -> Notice | None:
    """Tell a user, by mail too, unless the same still waits to be read; None where it does.

    So that ten messages in a row are one mail.
    """
    same = Notice.objects.filter(user=user, kind=kind, address=address[:300], read_at__isnull=True)
    if same.exists():
        return None
    return tell(
        user=user, kind=kind, text=text, address=address, now=now, mail_subject=mail_subject
    )


@transaction.atomic
def read_notices(*, user: User, now: datetime, address: str | None = None) -> int:
    """Note that a user has read what they were told, all of it or what leads to an address."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if address is not None:
        unread = unread.filter(address=address)
    # Most pages have nothing to note, and then nothing is written.
    return unread.update(read_at=now) if unread.exists() else 0
