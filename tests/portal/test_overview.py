"""A user's first page: what waits for them, and the pages of their hats."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories import MONDAY
from tests.factories.accounts import (
    make_member,
    make_organization,
    make_steward,
    make_user,
    sign_in,
)
from tests.factories.jobs import make_application, make_candidate, make_opening, recruiter_of

from preceptor.accounts.models import Organization
from preceptor.accounts.services.talk import write_message
from preceptor.accounts.services.todos import add_todo
from preceptor.jobs.services import invites
from preceptor.portal.queries import overview_of

pytestmark = pytest.mark.django_db


def texts(user):
    return [each.text for each in overview_of(user).due]


def hats(user):
    return [(hat.title, hat.note) for hat in overview_of(user).hats]


def test_nothing_waits_for_a_new_user(client):
    user = make_user(name="Ruth Moody")
    sign_in(client, user)

    page = client.get(reverse("portal:overview")).content.decode()

    assert texts(user) == []
    assert "Nothing waits for you" in page
    assert "Add your organization" in page
    assert hats(user) == [("Looking for work", "Your own record and search.")]


def test_what_waits_for_a_candidate_stands_by_its_day(client):
    job = make_opening()
    person = make_candidate()
    invites.invite(job=job, person=person, text="", by=recruiter_of(job), now=MONDAY)
    add_todo(
        person=person, kind="learn", title="HL7", due_on=(MONDAY + timedelta(days=2)).date(),
        now=MONDAY,
    )  # fmt: skip
    add_todo(person=person, kind="ask", title="Ask", now=MONDAY)

    found = overview_of(person.user).due

    assert [each.text for each in found] == [
        "2 next steps are on your list",
        "Kennebec River Medical Center invites you to EHR Implementation Specialist",
    ]
    assert found[0].day == (MONDAY + timedelta(days=2)).date()
    sign_in(client, person.user)
    page = client.get(reverse("portal:overview")).content.decode()
    assert "2 things wait for you" in page
    assert [client.get(each.address).status_code for each in found] == [200, 200]


def test_who_hires_sees_what_waits_for_the_house_and_others_do_not():
    application = make_application()
    job = application.job
    recruiter = recruiter_of(job)
    colleague = make_member(job.organization, counsels=True)

    (due,) = overview_of(recruiter).due

    assert (due.text, due.to) == (
        "1 application waits for your answer",
        "Kennebec River Medical Center",
    )
    assert due.day == application.reply_by.date()
    assert texts(colleague) == []
    assert hats(colleague) == [
        ("Kennebec River Medical Center", "Member; counsels"),
        ("Looking for work", "Your own record and search."),
    ]


def test_a_steward_is_led_to_organizations_that_wait():
    make_organization("unknown", is_verified=False)
    steward = make_steward()

    assert texts(steward) == ["1 organization waits to be verified"]
    assert ("This installation", "Steward") in hats(steward)


def test_every_page_of_every_hat_is_there(client):
    house = make_organization()
    user = make_member(
        house, role="administrator", hires=True, teaches=True, counsels=True, mentors=True
    )
    user.is_steward = True
    user.save()
    sign_in(client, user)

    ways = [way for hat in overview_of(user).hats for way in hat.ways]

    found = {way.label: client.get(way.address).status_code for way in ways}
    assert {label: status for label, status in found.items() if status != 200} == {}


@pytest.mark.parametrize("hats", [[], ["mentors"], ["teaches"], ["counsels"], ["hires"]])
def test_nobody_is_led_to_a_page_of_a_hat_they_do_not_wear(client, hats):
    house = make_organization()
    user = make_member(house, **dict.fromkeys(hats, True))
    person = make_candidate()
    write_message(
        person=person, organization=house, side="person", author=person.user,
        text="Do you train newcomers?", now=MONDAY,
    )  # fmt: skip
    sign_in(client, user)
    overview = overview_of(user)

    addresses = [way.address for hat in overview.hats for way in hat.ways]
    addresses += [due.address for due in overview.due]

    statuses = {address: client.get(address).status_code for address in addresses}
    assert {address: status for address, status in statuses.items() if status != 200} == {}
    assert bool(overview.due) is (hats not in ([], ["mentors"]))


def test_an_organization_of_the_demo_waits_for_no_look():
    house = make_organization("unknown", is_verified=False)
    Organization.objects.filter(pk=house.pk).update(is_demo=True)

    assert texts(make_steward()) == []


def test_the_page_is_for_who_is_signed_in(client):
    answer = client.get(reverse("portal:overview"))

    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/me/")
