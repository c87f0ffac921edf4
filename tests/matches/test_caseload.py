"""Counselors act for clients, and programs see outcomes, only while a person agrees."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import MONDAY, NURSE, make_vocabulary
from tests.factories.accounts import (
    administrator_of,
    make_member,
    make_organization,
    make_user,
    sign_in,
)
from tests.factories.jobs import make_opening

from preceptor.accounts.models import Case, Notice, Organization, Schooling
from preceptor.accounts.services.consent import give_consent, withdraw_consent
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.schooling import state_schooling
from preceptor.jobs.services import invites
from preceptor.matches.queries.caseload import cases_of, outcome_counts, schooled_at
from preceptor.matches.services import caseload as services
from preceptor.resumes.services import take_in_resume

pytestmark = pytest.mark.django_db


@pytest.fixture
def center():
    return make_organization(
        "center", name="Maine Extension Center", kind=Organization.Kind.EXTENSION_CENTER
    )


@pytest.fixture
def counselor(center):
    return make_member(center, user=make_user(name="Cora Lane"), counsels=True)


def make_client(center, *, name="June Doak", resume=False):
    user = make_user(name=name)
    person = person_for(user=user, now=MONDAY)
    if resume:
        take_in_resume(person=person, data=NURSE.encode(), filename="r.txt", now=MONDAY)
    return services.agree_to_counsel(organization=center, person=person, by=user, now=MONDAY)


def test_a_person_agrees_with_one_click_and_takes_it_back_with_another(client, center, counselor):
    user = make_user(name="June Doak")
    sign_in(client, user)
    address = reverse("matches:agree_to_counsel", args=[center.slug])

    asked = client.get(address).content.decode()
    client.post(address, {"answer": "yes"})
    client.post(address, {"answer": "yes"})
    listed = [case.person for case in cases_of(center)]
    client.post(address, {"answer": "no"})

    assert "May Maine Extension Center act for you?" in asked
    assert listed == [user.person]
    assert list(cases_of(center)) == []
    assert Case.objects.get().closed_at is not None


def test_withdrawn_consent_closes_the_client_to_counselors_at_once(client, center, counselor):
    case = make_client(center)
    sign_in(client, counselor)
    address = reverse("matches:client", args=[center.slug, case.public_id])
    seen = client.get(address).status_code

    withdraw_consent(person=case.person, purpose="counseled", organization=center, now=MONDAY)

    assert (seen, client.get(address).status_code) == (200, 404)
    assert [each.kind for each in case.person.looks.all()] == ["named"]


def test_an_invitation_waits_for_a_client_as_everything_else(client, center, counselor):
    make_vocabulary()
    case = make_client(center)
    for purpose in ("found", "contacted"):
        give_consent(person=case.person, purpose=purpose, now=MONDAY)
    job = make_opening()
    invites.invite(job=job, person=case.person, text="Come", by=None, now=MONDAY)
    sign_in(client, counselor)

    page = client.get(reverse("matches:client", args=[center.slug, case.public_id]))

    assert [each.client_waits for each in cases_of(center)] == [1]
    assert "They wait for the client’s own yes or no." in page.content.decode()
    assert f"{job.title}, {job.organization.name}" in page.content.decode()


def test_goal_step_and_counselor_are_kept(client, center, counselor):
    case = make_client(center)
    sign_in(client, counselor)
    address = reverse("matches:change_client", args=[center.slug, case.public_id])

    client.post(address, {"what": "goal", "goal": "Implementation support by March"})
    client.post(address, {"what": "take"})
    client.post(address, {"what": "step", "title": "Bring the 2019 certificate"})
    late = client.post(address, {"what": "step", "title": "Too late", "due_on": "2020-01-01"})

    case.refresh_from_db()
    assert (case.goal, case.counselor) == ("Implementation support by March", counselor)
    assert [each.title for each in case.person.todos.all()] == ["Bring the 2019 certificate"]
    assert late.status_code == 422
    assert "This day is over already." in late.content.decode()


def test_another_hat_or_house_sees_no_client(client, center, counselor):
    case = make_client(center)
    other = make_organization("other", name="Other House")
    other_counselor = make_member(other, counsels=True)
    sign_in(client, administrator_of(center))
    assert client.get(reverse("matches:clients", args=[center.slug])).status_code == 403
    sign_in(client, other_counselor)
    addresses = [
        reverse("matches:client", args=[center.slug, case.public_id]),
        reverse("matches:client", args=[other.slug, case.public_id]),
    ]
    assert [client.get(each).status_code for each in addresses] == [404, 404]


def test_the_caseload_asks_as_much_of_the_database_for_one_as_for_many(client, center, counselor):
    sign_in(client, counselor)
    address = reverse("matches:clients", args=[center.slug])
    make_client(center)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(5):
        make_client(center, name=f"Client {number}")
    with CaptureQueriesContext(connection) as six:
        page = client.get(address)

    assert len(six) == len(one)
    assert "6 clients let you act for them" in page.content.decode()


def test_a_program_confirms_graduates_and_sees_outcomes_only_with_consent(client):
    make_vocabulary()
    college = make_organization("college", name="River College", kind="college")
    teacher = make_member(college, teaches=True)
    open_one, closed_one = (
        person_for(user=make_user(name=name), now=MONDAY) for name in ("Open Oaks", "Shut Shaw")
    )
    for person in (open_one, closed_one):
        state_schooling(
            person=person, organization=college, cohort="Fall 2026", finished_on=None,
            by=person.user, now=MONDAY,
        )  # fmt: skip
    give_consent(person=open_one, purpose="outcome", organization=college, now=MONDAY)
    sign_in(client, teacher)
    address = reverse("matches:graduates", args=[college.slug])

    before = client.get(address).content.decode()
    refused = client.post(address, {"schooling": "nobody", "answer": "yes"})
    for each in Schooling.objects.order_by("pk"):
        client.post(address, {"schooling": each.public_id, "answer": "yes"})
    after = client.get(address).content.decode()

    assert "Say whether they learned here" in before
    assert refused.status_code == 404
    assert [(each.may_see, each.applied, each.hired) for each in schooled_at(college)] == [
        (True, 0, 0),
        (False, None, None),
    ]
    assert outcome_counts(college) == {
        "confirmed": 2,
        "seen": 1,
        "hired": 0,
        "not_hired": 1,
        "unknown": 1,
    }
    assert "0 of 1 graduates who let you see it were hired here" in after
    assert "keeps it to themselves" in after
    assert (
        Notice.objects.filter(text="River College confirmed that you learned there.").count() == 2
    )


def test_a_graduate_states_where_they_learned_and_is_told_when_it_is_not_so(client):
    college = make_organization("college", name="River College", kind="college")
    teacher = make_member(college, teaches=True)
    user = make_user(name="June Doak")
    sign_in(client, user)
    address = reverse("accounts:schooling")

    empty = client.post(address, {"cohort": "Fall 2026"})
    stated = client.post(address, {"organization": college.pk, "cohort": "Fall 2026"})
    schooling = Schooling.objects.get()
    sign_in(client, teacher)
    client.post(
        reverse("matches:graduates", args=[college.slug]),
        {"schooling": schooling.public_id, "answer": "no"},
    )

    assert empty.status_code == 422
    assert "Choose the program where you learned." in empty.content.decode()
    assert stated.status_code == 302
    assert Schooling.objects.count() == 0
    assert [each.text for each in user.notices.all()] == [
        "River College has no record that you learned there, so it is taken off yours."
    ]
