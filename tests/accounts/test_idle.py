"""Pages that show other people's data are shut to a browser that was left open."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.accounts import (
    administrator_of,
    make_organization,
    make_steward,
    make_user,
    with_second_factor,
)

from preceptor.accounts.policies.idle import SEEN, SIGNED_IN
from preceptor.common.models import LogEntry

pytestmark = pytest.mark.django_db

MEMBERS = "/o/kennebec/members/"
OWN = "/me/privacy/"


@pytest.fixture
def member(client):
    user = with_second_factor(administrator_of(make_organization()))
    client.force_login(user)
    return user


def let_pass(client, key=SEEN, **time):
    """Move a moment that a session keeps into the past."""
    session = client.session
    session[key] = int((timezone.now() - timedelta(**time)).timestamp())
    session.save()


def test_after_an_hour_a_page_of_a_hat_asks_to_sign_in_again_and_leads_back(client, member):
    assert client.get(MEMBERS).status_code == 200
    let_pass(client, minutes=61)

    answer = client.get(MEMBERS)

    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={MEMBERS}")
    assert "_auth_user_id" not in client.session
    assert "You were away for a while." in client.get(answer.url).content.decode()
    assert LogEntry.objects.order_by("-number")[0].kind == "accounts.signed_out"


def test_within_the_hour_it_stays_open(client, member):
    client.get(MEMBERS)
    let_pass(client, minutes=54)

    assert client.get(MEMBERS).status_code == 200


def test_any_page_keeps_a_hat_awake_but_none_wakes_one_that_was_left(client, member):
    client.get(MEMBERS)
    let_pass(client, minutes=50)
    client.get(OWN)
    kept_awake = client.session[SEEN]
    let_pass(client, minutes=61)

    own = client.get(OWN).status_code

    assert timezone.now().timestamp() - kept_awake < 60
    assert own == 200
    assert client.get(MEMBERS).status_code == 302


def test_a_day_after_signing_in_the_session_ends_however_busy_it_was(client, member):
    let_pass(client, SIGNED_IN, hours=23)
    let_pass(client, minutes=6)

    client.get(MEMBERS)
    left = client.session.get_expiry_date() - timezone.now()
    let_pass(client, SIGNED_IN, hours=25)
    let_pass(client, minutes=6)
    client.get(MEMBERS)

    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    assert client.get(MEMBERS).url == f"/account/login/?next={MEMBERS}"


def test_a_session_that_does_not_say_when_it_was_used_counts_as_left(client, member):
    session = client.session
    del session[SEEN]
    session.save()

    assert client.get(MEMBERS).status_code == 302


def test_a_form_that_is_sent_too_late_changes_nothing(client, member):
    client.get(MEMBERS)
    let_pass(client, minutes=61)

    answer = client.post("/o/kennebec/members/invite/", {"email": "new@example.org"})

    assert answer.url == "/account/login/?next=/me/"


def test_stewards_are_asked_too_and_people_on_their_own_pages_never(client):
    client.force_login(with_second_factor(make_steward()))
    client.get("/steward/organizations/")
    let_pass(client, minutes=61)
    steward = client.get("/steward/organizations/")
    client.force_login(make_user(name="June Doak"))
    let_pass(client, minutes=61)

    assert steward.url == "/account/login/?next=/steward/organizations/"
    assert client.get(OWN).status_code == 200


def test_the_moment_is_written_every_few_minutes_and_asks_nothing_more(client, member):
    client.get(MEMBERS)
    client.get(MEMBERS)
    with CaptureQueriesContext(connection) as soon:
        client.get(MEMBERS)
    let_pass(client, minutes=6)
    client.get(MEMBERS)

    assert [each["sql"] for each in soon if each["sql"].startswith(("UPDATE", "INSERT"))] == []
    assert timezone.now().timestamp() - client.session[SEEN] < 60


def test_zero_minutes_ask_nobody_again(client, member, settings):
    settings.HAT_IDLE_MINUTES = 0
    client.get(MEMBERS)
    let_pass(client, minutes=600)

    assert client.get(MEMBERS).status_code == 200
