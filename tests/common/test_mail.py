import email
import smtplib
import uuid
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path

import pytest
from django.core import mail as sent_mail
from django.db import transaction

from preceptor.common.mail_server import MailServer, mail_server_of
from preceptor.common.models import LogEntry, Mail
from preceptor.common.outbox import message_of, send_next
from preceptor.common.services import forget_mail, send_mail
from preceptor.common.services.mail import (
    LEASE,
    PAUSES,
    claim_mail,
    drop_mail,
    note_mail_sent,
    prune_mail,
    retry_mail,
)

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
RUTH = uuid.UUID("018f0000-0000-7000-8000-000000000001")
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Preceptor//EN\r\nMETHOD:REQUEST\r\n"
    "BEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTAMP:20261116T090000Z\r\n"
    "DTSTART:20261118T150000Z\r\nSUMMARY:Interview, Düne Clinic\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)

pytestmark = pytest.mark.django_db


def written(**more):
    given = {"kind": "talk.message", "to": "ruth@example.org", "subject": "A message waits"}
    return send_mail(
        **{**given, "text": "Read it: http://localhost/talk/1/", "recipient": RUTH, **more},
        now=MONDAY,
    )


def send_at(moment=MONDAY):
    return send_next(clock=lambda: moment)


class Refusing:
    """A mail server that answers with an error."""

    error: Exception = OSError()

    def __init__(self, *_args, **_more):
        pass

    def send_messages(self, _messages):
        raise type(self).error


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    return Refusing


def test_a_mail_goes_out_and_its_words_are_cleared():
    mail = written()

    assert send_at() is True
    mail.refresh_from_db()
    assert (mail.sent_at, mail.to, mail.subject, mail.text) == (MONDAY, "", "", "")
    assert [(each.to, each.subject) for each in sent_mail.outbox] == [
        (["ruth@example.org"], "A message waits")
    ]


def test_a_sent_mail_is_not_sent_again():
    written()

    assert [send_at(), send_at()] == [True, False]
    assert len(sent_mail.outbox) == 1


def test_a_mail_of_a_cause_that_was_rolled_back_never_was():
    with transaction.atomic():
        written()
        transaction.set_rollback(True)

    assert send_at() is False


def test_a_mail_says_that_a_program_sent_it_under_an_id_that_stays(settings):
    settings.DEFAULT_FROM_EMAIL = "Preceptor <jobs@example.org>"
    mail = written()

    message = message_of(mail).message()

    assert message["Message-ID"] == f"<{mail.public_id}@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_subject_is_one_line_whatever_was_typed():
    assert written(subject="Hello\r\nBcc: all@example.org").subject == "Hello Bcc: all@example.org"


def test_a_calendar_needs_its_method():
    with pytest.raises(ValueError, match="method"):
        written(calendar=CALENDAR)


def test_an_invitation_is_read_by_mail_programs():
    mail = written(calendar=CALENDAR, calendar_method="REQUEST")

    whole = email.message_from_bytes(message_of(mail).message().as_bytes(), policy=policy.default)

    parts = [part for part in whole.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == [
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    assert parts[1]["Content-Type"].params["method"] == "REQUEST"
    assert "Düne Clinic" in parts[1].get_content()
    assert parts[2].get_filename() == "invite.ics"
    assert parts[2].get_content() == CALENDAR.encode()


def test_a_mail_that_fails_is_tried_again_after_growing_pauses(refusing):
    mail = written()
    moment, seen = MONDAY, []

    for _ in PAUSES:
        assert send_at(moment) is True
        assert send_at(moment) is False
        mail.refresh_from_db()
        seen.append(mail.send_at - moment)
        moment = mail.send_at

    assert seen == list(PAUSES)
    assert mail.failed_at is None
    assert mail.trouble == "The mail server was not reached: OSError."


def test_in_the_end_it_is_given_up_and_the_log_knows(refusing):
    mail = written()
    moment = MONDAY
    while send_at(moment):
        mail.refresh_from_db()
        moment = mail.send_at

    assert mail.failed_at is not None
    assert mail.attempts == len(PAUSES) + 1
    entry = LogEntry.objects.get()
    assert (entry.kind, entry.target) == ("common.mail_given_up", mail.public_id)
    assert entry.details == {"kind": "talk.message", "attempts": 7}


def test_an_address_that_is_refused_for_good_is_given_up_at_once(refusing):
    refusing.error = smtplib.SMTPRecipientsRefused({"ruth@example.org": (550, b"no such user")})
    mail = written()

    send_at()

    mail.refresh_from_db()
    assert mail.failed_at == MONDAY
    assert mail.trouble == "The address was refused (550)."


def test_an_address_that_is_refused_for_now_waits(refusing):
    refusing.error = smtplib.SMTPRecipientsRefused({"ruth@example.org": (451, b"greylisted")})
    mail = written()

    send_at()

    mail.refresh_from_db()
    assert mail.failed_at is None


def test_neither_row_nor_log_keeps_the_address_of_a_refused_mail(refusing, caplog):
    refusing.error = smtplib.SMTPRecipientsRefused({"ruth@example.org": (550, b"ruth@")})
    mail = written()

    send_at()

    mail.refresh_from_db()
    assert "ruth" not in mail.trouble + caplog.text


def test_a_claimed_mail_is_not_claimed_by_another():
    written()

    assert claim_mail(now=MONDAY) is not None
    assert claim_mail(now=MONDAY + LEASE - timedelta(seconds=1)) is None


def test_a_mail_whose_worker_died_is_claimed_again_and_the_dead_one_cannot_mark_it():
    written()
    dead = claim_mail(now=MONDAY)

    alive = claim_mail(now=MONDAY + LEASE)

    assert alive == dead
    assert note_mail_sent(mail=dead, now=MONDAY + LEASE) is False
    assert note_mail_sent(mail=alive, now=MONDAY + LEASE) is True


def test_a_mail_that_kills_its_workers_is_given_up():
    mail = written()
    moment = MONDAY
    while claim_mail(now=moment):
        moment += LEASE

    mail.refresh_from_db()
    assert mail.failed_at == moment
    assert mail.trouble == "The worker ended each time while sending."


def given_up(refusing):
    refusing.error = smtplib.SMTPRecipientsRefused({"ruth@example.org": (550, b"")})
    mail = written()
    send_at()
    return mail


def test_a_steward_may_send_a_given_up_mail_again(refusing, settings):
    mail = given_up(refusing)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert retry_mail(mail=mail, by=RUTH, now=MONDAY) is True
    assert retry_mail(mail=mail, by=RUTH, now=MONDAY) is False
    send_at()

    assert len(sent_mail.outbox) == 1
    assert LogEntry.objects.latest("number").kind == "common.mail_retried"


def test_a_steward_may_drop_a_given_up_mail_only(refusing):
    mail = given_up(refusing)
    waiting = written()

    assert drop_mail(mail=waiting, by=RUTH, now=MONDAY) is False
    assert drop_mail(mail=mail, by=RUTH, now=MONDAY) is True
    assert list(Mail.objects.all()) == [waiting]


def test_rows_of_long_ago_are_pruned_and_an_erased_person_leaves_none():
    written()
    send_at()
    waiting = written()
    written(recipient=uuid.uuid4())

    assert prune_mail(now=MONDAY + timedelta(days=30)) == 0
    assert prune_mail(now=MONDAY + timedelta(days=31)) == 1
    told = LogEntry.objects.get(kind="common.mails_pruned")
    assert (told.target, told.details) == (None, {"count": 1})
    assert forget_mail(recipient=RUTH) == 1
    assert not Mail.objects.filter(pk=waiting.pk).exists()


def test_without_a_server_mails_become_files_that_only_the_owner_reads(settings, tmp_path):
    settings.EMAIL_BACKEND = "preceptor.common.mail_files.FileBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    mail = written()

    send_at()

    (path,) = Path(settings.MAIL_FOLDER).iterdir()
    assert path.name == f"{mail.public_id}-localhost.eml"
    assert path.stat().st_mode & 0o077 == 0
    assert "Read it: http://localhost/talk/1/" in path.read_text()


def test_a_server_is_named_by_one_address():
    assert mail_server_of("smtps://mail.example.org:2465") == MailServer(
        host="mail.example.org", port=2465, is_tls=True
    )
    assert mail_server_of("smtp+plain://localhost") == MailServer(host="localhost", port=25)


@pytest.mark.parametrize("wrong", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_an_address_that_names_no_server_is_refused(wrong):
    with pytest.raises(ValueError, match="write smtp://"):
        mail_server_of(wrong)
