from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import MONDAY, make_person

from preceptor.accounts.models import Notice, ToDo, User
from preceptor.accounts.queries.talk import unread_counts
from preceptor.accounts.services.talk import (
    add_todo,
    drop_todo,
    finish_todo,
    reopen_todo,
    tell,
)
from preceptor.common.models import LogEntry, Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    person = make_person()
    person.user = User.objects.create_user("ruth@example.org")
    person.save()
    return person


@pytest.fixture
def client(ruth):
    client = Client()
    client.force_login(ruth.user)
    return client


def test_a_step_goes_through_its_states_and_each_is_logged(ruth):
    todo = add_todo(person=ruth, kind="show", title="Show your certificate", now=MONDAY)
    later = MONDAY + timedelta(days=1)

    finish_todo(todo=todo, now=later, by=ruth.user)
    assert (todo.done_at, todo.dropped_at) == (later, None)
    drop_todo(todo=todo, now=later, by=ruth.user)
    assert (todo.done_at, todo.dropped_at) == (None, later)
    reopen_todo(todo=todo, now=later, by=ruth.user)
    reopen_todo(todo=todo, now=later, by=ruth.user)
    assert (todo.done_at, todo.dropped_at) == (None, None)

    kinds = LogEntry.objects.filter(target=todo.public_id).order_by("number")
    assert list(kinds.values_list("kind", flat=True)) == [
        "accounts.todo_added",
        "accounts.todo_done",
        "accounts.todo_dropped",
        "accounts.todo_reopened",
    ]


def test_the_same_open_step_is_there_once(ruth):
    words = {"person": ruth, "kind": "learn", "title": "Learn HL7", "now": MONDAY}
    todo = add_todo(**words)

    assert add_todo(**words) == todo
    finish_todo(todo=todo, now=MONDAY)
    assert add_todo(**words) != todo


def test_the_list_shows_open_done_and_set_aside(client, ruth):
    assert "No step waits for you" in client.get("/me/todos/").content.decode()
    todo = add_todo(person=ruth, kind="show", title="Show your certificate", now=MONDAY)

    def change(what):
        return client.post(f"/me/todos/{todo.public_id}/", {"change": what}).status_code

    def lists():
        return [
            show
            for show in ("open", "done", "dropped")
            if todo.title in client.get(f"/me/todos/?show={show}").content.decode()
        ]

    assert lists() == ["open"]
    assert change("finish") == 302
    assert lists() == ["done"]
    assert change("reopen") == 302
    assert change("drop") == 302
    assert lists() == ["dropped"]
    assert change("burn") == 404


def test_another_persons_step_is_not_there(client):
    todo = add_todo(person=make_person(name="Ada"), kind="ask", title="Ask", now=MONDAY)

    answer = client.post(f"/me/todos/{todo.public_id}/", {"change": "finish"})

    assert answer.status_code == 404
    assert ToDo.objects.get().done_at is None


def test_the_list_of_steps_asks_the_same_for_one_and_for_many(client, ruth):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get("/me/todos/")
        return len(asked)

    add_todo(person=ruth, kind="show", title="The first", now=MONDAY)
    client.get("/me/todos/")
    one = questions()
    for number in range(24):
        add_todo(person=ruth, kind="show", title=f"Step {number}", now=MONDAY)

    assert questions() == one


def test_telling_writes_a_notice_and_with_a_subject_a_mail(ruth):
    tell(user=ruth.user, kind="a", text="You were invited.", address="/me/invites/", now=MONDAY)
    assert Mail.objects.count() == 0

    tell(
        user=ruth.user,
        kind="a",
        text="You were invited.",
        address="/me/invites/",
        now=MONDAY,
        mail_subject="An invitation",
    )
    mail = Mail.objects.get()
    assert (mail.to, mail.recipient) == ("ruth@example.org", ruth.user.public_id)
    assert mail.text.startswith("You were invited.\n\nhttp")
    assert mail.text.endswith("/me/invites/\n")


def test_notices_are_new_until_they_are_marked_as_read(client, ruth):
    other = User.objects.create_user("ada@example.org")
    for number in range(3):
        tell(user=ruth.user, kind="a", text=f"Thing {number}", address="/", now=MONDAY)
    tell(user=other, kind="a", text="Not yours", address="/", now=MONDAY)

    page = client.get("/me/notices/").content.decode()
    assert "3 new notices" in page
    assert "Not yours" not in page
    assert client.post("/me/notices/read/").status_code == 302

    assert unread_counts(ruth.user).notices == 0
    assert Notice.objects.get(user=other).read_at is None
    assert "Nothing new" in client.get("/me/notices/").content.decode()


def test_the_list_of_notices_asks_the_same_for_one_and_for_many(client, ruth):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get("/me/notices/")
        return len(asked)

    tell(user=ruth.user, kind="a", text="One", address="/", now=MONDAY)
    client.get("/me/notices/")
    one = questions()
    for number in range(49):
        tell(user=ruth.user, kind="a", text=f"Thing {number}", address="/", now=MONDAY)

    assert questions() == one
