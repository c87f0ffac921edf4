import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories import MONDAY, make_person
from tests.factories.accounts import make_user, sign_in

from preceptor.accounts.models import Consent, Notice, Person, ToDo
from preceptor.accounts.queries import changed_people, findable_people, last_change
from preceptor.accounts.queries.looking import (
    looking_of,
    looking_token,
    people_to_ask,
    person_asked,
)
from preceptor.accounts.services import give_consent, withdraw_consent
from preceptor.accounts.services.looking import (
    ask_and_rest,
    ask_person,
    confirm_looking,
    rest_person,
)
from preceptor.common.models import LogEntry, Mail

pytestmark = pytest.mark.django_db

QUARTER = MONDAY + timedelta(days=90)
SILENT = QUARTER + timedelta(days=14)


@pytest.fixture
def ruth():
    user = make_user("ruth@riverside.example.org", name="Ruth Moody")
    person = make_person()
    Person.objects.filter(pk=person.pk).update(user=user)
    Mail.objects.all().delete()
    return Person.objects.select_related("user").get(pk=person.pk)


def fresh(person):
    return Person.objects.select_related("user").get(pk=person.pk)


def test_after_ninety_days_a_person_is_asked_once(ruth):
    assert ask_and_rest(now=QUARTER - timedelta(seconds=1)) == (0, 0)
    assert ask_and_rest(now=QUARTER) == (1, 0)
    assert ask_and_rest(now=QUARTER) == (0, 0)

    (todo,) = ToDo.objects.all()
    assert (todo.kind, todo.due_on) == (ToDo.Kind.CONFIRM, SILENT.date())
    (mail,) = Mail.objects.all()
    assert mail.to == "ruth@riverside.example.org"
    assert "Ruth" not in mail.text
    (token,) = re.findall("/looking/(.+)/", mail.text)
    assert person_asked(token) == ruth
    assert LogEntry.objects.filter(kind="accounts.looking_asked").count() == 1


def test_nobody_is_asked_who_is_not_found_has_no_account_or_rests(ruth):
    make_person(name="Without account")
    hidden = make_person(name="Hidden", is_findable=False)
    Person.objects.filter(pk=hidden.pk).update(user=make_user())
    resting = make_person(name="Resting")
    Person.objects.filter(pk=resting.pk).update(user=make_user(), resting_since=MONDAY)

    assert list(people_to_ask(now=QUARTER)) == [ruth]


def test_who_agreed_to_be_found_lately_is_asked_ninety_days_after_that():
    late = make_person(is_findable=False)
    Person.objects.filter(pk=late.pk).update(user=make_user())
    give_consent(person=late, purpose=Consent.Purpose.FOUND, now=QUARTER)

    assert list(people_to_ask(now=QUARTER)) == []
    assert list(people_to_ask(now=QUARTER + timedelta(days=90))) == [late]


def test_silence_for_two_weeks_rests_the_profile_and_says_so(ruth):
    ask_and_rest(now=QUARTER)
    before = last_change()

    assert ask_and_rest(now=SILENT - timedelta(seconds=1)) == (0, 0)
    assert ask_and_rest(now=SILENT) == (0, 1)
    assert ask_and_rest(now=SILENT) == (0, 0)

    assert list(findable_people()) == []
    assert changed_people(after=before)[0] == [ruth.pk]
    assert looking_of(fresh(ruth)).resting_since == SILENT
    notice = Notice.objects.get(kind="accounts.profile_rested")
    assert notice.address == reverse("accounts:looking")
    assert ToDo.objects.get().dropped_at == SILENT
    assert Consent.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_a_yes_counts_for_another_ninety_days(ruth):
    ask_and_rest(now=QUARTER)

    confirm_looking(person=fresh(ruth), by=ruth.user, now=QUARTER + timedelta(days=3))

    assert ToDo.objects.get().done_at == QUARTER + timedelta(days=3)
    assert ask_and_rest(now=SILENT) == (0, 0)
    assert list(findable_people()) == [ruth]
    assert ask_and_rest(now=QUARTER + timedelta(days=93)) == (1, 0)


def test_whom_nobody_finds_any_more_is_neither_asked_nor_rested(ruth):
    ask_and_rest(now=QUARTER)

    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=QUARTER + timedelta(days=1))

    assert ToDo.objects.get().dropped_at == QUARTER + timedelta(days=1)
    assert ask_and_rest(now=SILENT) == (0, 0)
    assert fresh(ruth).resting_since is None
    assert not Notice.objects.filter(kind="accounts.profile_rested").exists()


def test_who_agrees_to_be_found_again_has_answered_and_is_awake(ruth):
    ask_and_rest(now=QUARTER)
    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=QUARTER)
    give_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=SILENT)

    assert ask_and_rest(now=SILENT + timedelta(days=1)) == (0, 0)
    assert list(findable_people()) == [ruth]

    rest_person(person=fresh(ruth), by=ruth.user, now=SILENT)
    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=SILENT)
    give_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=SILENT)

    assert list(findable_people()) == [ruth]


def test_waking_is_one_click(client, ruth):
    rest_person(person=ruth, by=None, now=MONDAY)
    sign_in(client, ruth.user)
    page = client.get(reverse("accounts:looking")).content.decode()

    client.post(reverse("accounts:looking"), {"do": "look"})

    assert "Your profile rests" in page
    assert list(findable_people()) == [ruth]
    again = client.get(reverse("accounts:looking")).content.decode()
    assert "Employers can find you" in again


def test_resting_by_ones_own_wish_tells_nobody(client, ruth):
    sign_in(client, ruth.user)

    client.post(reverse("accounts:looking"), {"do": "rest"})

    assert list(findable_people()) == []
    assert Notice.objects.count() == 0
    assert rest_person(person=fresh(ruth), by=ruth.user, now=MONDAY) is False


def test_the_link_of_the_mail_answers_without_signing_in_and_only_by_the_button(client, ruth):
    ask_person(person=ruth, now=MONDAY)
    address = reverse("accounts:looking_link", args=[looking_token(ruth, asked_at=MONDAY)])

    shown = client.get(address)
    assert "Do you still look for work?" in shown.content.decode()
    assert fresh(ruth).looking_confirmed_at is None
    assert "Moody" not in shown.content.decode()

    said = client.post(address, {"do": "look"})
    assert "Thank you" in said.content.decode()
    assert fresh(ruth).looking_asked_at is None
    assert fresh(ruth).looking_confirmed_at is not None


def test_a_link_serves_one_question_and_a_forged_one_none(client, ruth):
    ask_person(person=ruth, now=MONDAY)
    link = looking_token(ruth, asked_at=MONDAY)
    confirm_looking(person=fresh(ruth), by=None, now=MONDAY)
    used = client.post(reverse("accounts:looking_link", args=[link]), {"do": "rest"})
    forged = client.post(reverse("accounts:looking_link", args=[f"{link}x"]), {"do": "rest"})

    assert (used.status_code, forged.status_code) == (404, 404)
    assert "This link has served" in used.content.decode()
    assert fresh(ruth).resting_since is None


def test_an_answer_to_a_profile_nobody_may_find_says_so(client):
    user = make_user()
    sign_in(client, user)

    client.post(reverse("accounts:looking"), {"do": "look"})
    page = client.get(reverse("accounts:looking")).content.decode()

    assert "Employers do not find you" in page
