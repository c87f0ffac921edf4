"""Whoever is erased leaves nothing: every table and every file is searched for them."""

import uuid
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from tests.factories import MONDAY, NURSE, make_person, make_vocabulary
from tests.factories.rows import make_row

from preceptor.accounts.models import (
    Invitation,
    Membership,
    Organization,
    User,
)
from preceptor.accounts.personal_data import holdings, public_ids_of
from preceptor.accounts.services.erasing import (
    erase_account,
)
from preceptor.accounts.services.talk import tell, write_message
from preceptor.common.mail_files import FileBackend
from preceptor.common.models import LogEntry, RequestKey
from preceptor.common.queries.log import verify_log
from preceptor.common.services import send_mail
from preceptor.common.services.keys import once
from preceptor.matches.queries.pool import current_pool
from preceptor.matches.services import build_snapshot, stamp_answer
from preceptor.resumes.services.export import ask_export, make_export

NAME, EMAIL, PHONE = "Ruth Quillfeather", "quillfeather@ruth.example", "207-555-0187"
FILENAME = "quillfeather-resume.txt"
CANARY = "zirconlantern"
WORDS = ("quillfeather", "207-555-0187", CANARY, "harborview")
RESUME = NURSE.replace("RUTH MOODY", NAME.upper()) + f"\n- Kept the {CANARY} lit\n"
LOG = "common_logentry"

# Columns whose rules the words alone do not keep.
FITTING = {
    "jobs.Application": {"state": "sent", "sent_at": MONDAY},
    "matches.Alert": {"score": 500},
}


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path / "mail"
    make_vocabulary()
    return Organization.objects.create(
        slug="saintbrendan", name="Saint Brendan Hospital", kind="hospital", is_demo=True
    )


@pytest.fixture
def ruth(world):
    person = make_person(name=NAME)
    person.user = User.objects.create_user(EMAIL, "a long enough password", name=NAME)
    person.phone, person.displaced_from = PHONE, CANARY
    person.save()
    make_resume_file(person)
    return person


@pytest.fixture
def iris(world):
    user = User.objects.create_user("iris@saintbrendan.example", name="Iris Chen")
    Membership.objects.create(organization=world, user=user, role="administrator", hires=True)
    return user


def make_resume_file(person):
    from preceptor.resumes.services import take_in_resume

    return take_in_resume(person=person, data=RESUME.encode(), filename=FILENAME, now=MONDAY)


def fill_every_table(person, world, iris):
    """Let every table that is declared hold at least one row about the person."""
    given = {
        "accounts.Person": person,
        "accounts.User": person.user,
        "accounts.Organization": world,
    }
    for holding in sorted(holdings(), key=lambda each: each.person.count("__")):
        if holding.rows_of(person).exists():
            continue
        make_row(
            holding.model, words=CANARY, **{**given, **FITTING.get(holding.model._meta.label, {})}
        )


def tables():
    with connection.cursor() as cursor:
        return sorted(set(connection.introspection.table_names(cursor)))


def rows_mentioning(canaries):
    """Every row of every table in which one of the canaries stands, whatever its columns are."""
    found = []
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                text = " ".join(map(as_text, row)).lower()
                hit = [canary for canary in canaries if canary in text]
                if hit:
                    found.append((table, dict(zip(names, map(as_text, row), strict=True)), hit))
    return found


def as_text(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return value if isinstance(value, str) else str(value)


def files_mentioning(canaries, settings):
    folders = (
        settings.MEDIA_ROOT,
        settings.SNAPSHOTS,
        settings.RUNS,
        settings.EXPORTS,
        settings.MAIL_FOLDER,
    )
    paths = [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]
    return [path for path in paths if any(c in content_of(path) for c in canaries)]


def content_of(path):
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return " ".join(
                archive.read(name).decode(errors="replace") for name in archive.namelist()
            ).lower()
    return path.read_bytes().decode("latin-1").lower()


def ids_as_stored(ids):
    return [form for each in ids for form in (each.hex, str(each))]


def test_whoever_is_erased_stands_in_no_table_and_no_file(ruth, world, iris, settings):
    client = Client()
    client.force_login(ruth.user)
    conversation = write_message(
        person=ruth,
        organization=world,
        side="person",
        author=ruth.user,
        subject=CANARY,
        text=f"I am {NAME}, {CANARY}",
        now=MONDAY,
    ).conversation
    tell(
        user=iris,
        kind="a",
        text=f"{NAME} wrote",
        address=f"/o/{world.slug}/messages/{conversation.public_id}/",
        now=MONDAY,
        mail_subject="Somebody wrote",
    )
    send_mail(kind="a", to=EMAIL, subject="s", text="for nobody in particular", now=MONDAY)
    FileBackend().send_messages(
        [EmailMessage("An interview", f"With {NAME}", to=["iris@saintbrendan.example"])]
    )
    with once(key=uuid.uuid4(), who=ruth.user.public_id, action="a", now=MONDAY) as turn:
        turn.answer = str(conversation.public_id)
    Invitation.objects.create(
        organization=world,
        email=EMAIL.upper(),
        role="member",
        token_digest="0" * 64,
        invited_by=iris,
        made_at=MONDAY,
        expires_at=MONDAY,
    )
    fill_every_table(ruth, world, iris)
    make_export(export=ask_export(person=ruth, now=MONDAY), now=MONDAY)
    build_snapshot(now=MONDAY)
    stamp_answer(current=current_pool(), now=MONDAY)
    ids = ids_as_stored(public_ids_of(ruth))
    number, sessions = ruth.pk, Session.objects.count()
    assert len({table for table, *_ in rows_mentioning(WORDS)}) > 20
    assert len(files_mentioning(WORDS, settings)) == 3
    assert sessions == 1

    erase_account(user=ruth.user, now=MONDAY + timedelta(days=1), reason="asked by the user")

    assert rows_mentioning(WORDS) == []
    assert files_mentioning([*WORDS, *ids], settings) == []
    left = rows_mentioning(ids)
    assert {table for table, *_ in left} == {LOG}
    assert Session.objects.count() == 0
    assert RequestKey.objects.count() == 0
    assert number not in current_pool().live.everyone().number
    assert verify_log().is_whole
    assert client.get("/me/privacy/").status_code == 302
    assert LogEntry.objects.filter(kind="accounts.person_erased", target=ruth.public_id).exists()


def test_every_declared_table_is_filled_before_it_is_searched(ruth, world, iris):
    fill_every_table(ruth, world, iris)

    empty = [each.model._meta.label for each in holdings() if not each.rows_of(ruth).exists()]
    assert empty == []
