"""Whoever is erased leaves nothing: every table and every file is searched for them."""

import uuid
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from tests.factories import MONDAY, NURSE, make_job, make_person, make_vocabulary
from tests.factories.rows import fill_every_table

from preceptor.accounts.models import Invitation, Membership, Organization, Person, User
from preceptor.accounts.personal_data import holdings, public_ids_of
from preceptor.accounts.services.erasing import (
    HandOverFirst,
    clear_journal,
    erase_account,
    erase_expired_visitors,
)
from preceptor.accounts.services.talk import tell, write_message
from preceptor.common.mail_files import FileBackend
from preceptor.common.models import LogEntry, Mail, RequestKey
from preceptor.common.queries.log import verify_log
from preceptor.common.services import send_mail
from preceptor.common.services.keys import once
from preceptor.matches.queries.pool import current_pool
from preceptor.matches.services import build_snapshot, stamp_answer
from preceptor.resumes.services import take_in_resume
from preceptor.resumes.services.export import ask_export, make_export

NAME, EMAIL, PHONE = "Ruth Quillfeather", "quillfeather@ruth.example", "207-555-0187"
FILENAME = "quillfeather-resume.txt"
CANARY = "zirconlantern"
# Parts of them: an index keeps words without the beginning they share with the word before.
WORDS = ("illfeath", "207-555-0187", "conlanter", "rborvie")
RESUME = NURSE.replace("RUTH MOODY", NAME.upper()) + f"\n- Kept the {CANARY} lit\n"
LOG = "common_logentry"


@pytest.fixture
def world(transactional_db):
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
    return take_in_resume(person=person, data=RESUME.encode(), filename=FILENAME, now=MONDAY)


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
    fill_every_table(ruth, world, words=CANARY)
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
    # An invitation she sent stays, the invited one's own.
    left = {table for table, *_ in rows_mentioning(ids)}
    assert left == {LOG, "accounts_invitation"}
    assert Session.objects.count() == 0
    assert RequestKey.objects.count() == 0
    assert number not in current_pool().live.everyone().number
    assert verify_log().is_whole
    assert client.get("/me/privacy/").status_code == 302
    assert LogEntry.objects.filter(kind="accounts.person_erased", target=ruth.public_id).exists()


def test_every_declared_table_is_filled_before_it_is_searched(ruth, world, iris):
    fill_every_table(ruth, world, words=CANARY)

    empty = [each.model._meta.label for each in holdings() if not each.rows_of(ruth).exists()]
    assert empty == []


def test_a_user_without_a_person_is_erased_too(world, iris):
    Membership.objects.create(
        organization=world,
        user=User.objects.create_user("ada@saintbrendan.example"),
        role="administrator",
    )

    erase_account(user=iris, now=MONDAY, reason="asked by the user")

    assert rows_mentioning(["iris@saintbrendan.example", "iris chen"]) == []
    assert LogEntry.objects.filter(kind="accounts.account_erased", target=iris.public_id).exists()


def test_what_a_member_wrote_stays_with_the_candidate_without_their_name(ruth, world, iris):
    conversation = write_message(
        person=ruth,
        organization=world,
        side="person",
        author=ruth.user,
        subject="A question",
        text="Is it open?",
        now=MONDAY,
    ).conversation
    write_message(
        person=ruth,
        organization=world,
        conversation=conversation,
        side="organization",
        author=iris,
        text="It is open.",
        now=MONDAY,
    )

    erase_account(user=iris, now=MONDAY, reason="asked by the user")

    assert [(m.author, m.text) for m in conversation.messages.order_by("pk")] == [
        (ruth.user, "Is it open?"),
        (None, "It is open."),
    ]


def test_who_alone_administers_others_hands_over_first(world, iris):
    Membership.objects.create(
        organization=world, user=User.objects.create_user("ada@saintbrendan.example"), role="member"
    )

    with pytest.raises(HandOverFirst, match="Saint Brendan Hospital"):
        erase_account(user=iris, now=MONDAY, reason="asked by the user")
    assert User.objects.filter(pk=iris.pk).exists()


def test_expired_visitors_leave_no_session_and_no_id(transactional_db, client):
    make_vocabulary()
    make_job()
    client.post("/advice/", {"text": NURSE})
    visitor = Person.objects.get()
    other = Client()
    other.post("/advice/", {"text": NURSE})
    Person.objects.filter(pk=visitor.pk).update(expires_at=MONDAY)
    assert Session.objects.count() == 2

    assert erase_expired_visitors(now=MONDAY) == 1

    assert Session.objects.count() == 1
    ids = ids_as_stored([visitor.public_id])
    assert {table for table, *_ in rows_mentioning(ids)} == {LOG}


@pytest.fixture
def signed_in(ruth):
    """Ruth, who has just given her password again."""
    client = Client()
    client.force_login(ruth.user)
    again = client.get("/me/erase/").headers["Location"]
    client.post(again, {"password": "a long enough password"})
    return client


def test_the_page_asks_for_the_password_again(ruth):
    client = Client()
    client.force_login(ruth.user)

    answer = client.get("/me/erase/")

    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]


def test_the_page_erases_at_the_word_and_ends_every_session(ruth, signed_in):
    elsewhere = Client()
    elsewhere.force_login(ruth.user)
    page = signed_in.get("/me/erase/").content.decode()
    assert "Resumes" in page

    assert signed_in.post("/me/erase/", {"word": "yes"}).status_code == 422
    assert Person.objects.filter(pk=ruth.pk).exists()
    answer = signed_in.post("/me/erase/", {"word": "erase"}, follow=True)

    assert "Your account and everything about you is deleted." in answer.content.decode()
    assert not Person.objects.filter(pk=ruth.pk).exists()
    assert elsewhere.get("/me/privacy/").status_code == 302


def test_the_page_says_to_hand_over_first(ruth, world, signed_in):
    Membership.objects.create(organization=world, user=ruth.user, role="administrator")
    Membership.objects.create(
        organization=world, user=User.objects.create_user("ada@saintbrendan.example"), role="member"
    )

    page = signed_in.get("/me/erase/").content.decode()

    assert "Hand over first." in page
    assert "Delete everything now" not in page
    assert signed_in.post("/me/erase/", {"word": "erase"}).status_code == 422
    assert Person.objects.filter(pk=ruth.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps house by itself")
def test_what_is_deleted_is_overwritten_in_the_file(world):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
    clear_journal()


def test_half_a_sign_in_of_another_browser_goes_too(ruth):
    EmailAddress.objects.create(user=ruth.user, email=EMAIL, verified=True, primary=True)
    begun, other = Client(), Client()
    begun.post("/account/login/code/", {"email": EMAIL})
    other.post("/account/login/code/", {"email": "somebody@else.example"})
    assert Session.objects.count() == 2

    erase_account(user=ruth.user, now=MONDAY, reason="asked")

    (left,) = Session.objects.all()
    assert left.session_key == other.session.session_key


def test_the_code_for_a_new_address_goes_with_the_account(ruth):
    EmailAddress.objects.create(user=ruth.user, email=EMAIL, verified=True, primary=True)
    client = Client()
    client.force_login(ruth.user)
    client.post("/account/reauthenticate/", {"password": "a long enough password"})
    client.post("/account/email/", {"email": "new@ruth.example", "action_add": ""})
    assert Mail.objects.filter(to="new@ruth.example").exists()

    erase_account(user=ruth.user, now=MONDAY, reason="asked")

    assert not Mail.objects.exists()


def test_an_address_that_was_only_claimed_takes_no_mail_of_its_owner_along(ruth):
    EmailAddress.objects.create(user=ruth.user, email="iris@else.example", verified=False)
    send_mail(kind="x", to="iris@else.example", subject="s", text="t", now=MONDAY)

    erase_account(user=ruth.user, now=MONDAY, reason="asked")

    assert Mail.objects.get().to == "iris@else.example"
