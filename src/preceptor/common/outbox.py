"""Sends what waits in the outbox."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from preceptor.common.models import Mail
from preceptor.common.services.mail import claim_mail, note_mail_failed, note_mail_sent

logger = logging.getLogger(__name__)

# RFC 5321: what begins with 5 will be answered the same whenever it is tried.
PERMANENT = range(500, 600)


def send_next(*, clock: Callable[[], datetime]) -> bool:
    """Send the next mail that is due; tell whether there was one, sent or not."""
    mail = claim_mail(now=clock())
    if mail is None:
        return False
    try:
        message_of(mail).send()
    except (OSError, ValueError) as error:
        # smtplib's errors are OSErrors. Neither the log nor the row keeps the address.
        trouble, is_final = _trouble(error)
        logger.warning("Mail %s was not sent: %s", mail.public_id, trouble)
        note_mail_failed(mail=mail, trouble=trouble, now=clock(), is_final=is_final)
    else:
        note_mail_sent(mail=mail, now=clock())
    return True


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """Return the message of a row: the same row gives the same Message-ID.

    A calendar goes along twice, as mail programs ask for: as an alternative with its method, which
    they show as an invitation, and as a file to open.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={
            "Message-ID": f"<{mail.public_id}@{domain}>",
            # No vacation notes in return (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.calendar:
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}")
        message.attach("invite.ics", mail.calendar.encode(), "application/ics")
    return message


def _trouble(error: Exception) -> tuple[str, bool]:
    """Return what went wrong without the address, and whether trying again is useless."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        words = ", ".join(map(str, codes))
        return f"The address was refused ({words}).", all(code in PERMANENT for code in codes)
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server answered {error.smtp_code}.", False
    if isinstance(error, ValueError):
        return f"The mail cannot be written: {type(error).__name__}.", True
    return f"The mail server was not reached: {type(error).__name__}.", False
