"""The re-employment desk: a laid-off billing clerk finds other work, in the house or near it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from tests.factories import MONDAY, NURSE, make_job, make_vocabulary
from tests.factories.accounts import (
    administrator_of,
    make_member,
    make_organization,
    make_user,
    sign_in,
)

from preceptor.accounts.models import Case, Consent, Organization
from preceptor.accounts.queries.consent import has_consent
from preceptor.accounts.services.consent import withdraw_consent
from preceptor.accounts.services.persons import person_for
from preceptor.common.models import LogEntry
from preceptor.jobs.models import Job
from preceptor.matches.models import Affected
from preceptor.matches.queries import desk as queries
from preceptor.matches.services import desk as services
from preceptor.resumes.services import take_in_resume

pytestmark = pytest.mark.django_db


def announced(house, *, desk=None, **more):
    terms = {
        "kind": "new_system",
        "title": "Billing office",
        "site": None,
        "people_count": 12,
        "expected_on": date(2027, 1, 29),
        "words": "",
        "by": administrator_of(house),
        "now": MONDAY,
    }
    return services.announce(organization=house, desk=desk, **(terms | more))


def come(reduction, *, name="June Doak", **more):
    user = make_user(name=name)
    terms = {
        "work": "Claims, 9 years",
        "wants_redeployment": False,
        "wants_counselor": False,
        "purposes": [],
    }
    person = person_for(user=user, now=MONDAY)
    return services.join(reduction=reduction, person=person, by=user, now=MONDAY, **(terms | more))


def make_center():
    center = make_organization(
        "center", name="Maine Extension Center", kind=Organization.Kind.EXTENSION_CENTER
    )
    counselor = make_member(center, user=make_user(name="Cora Lane"), counsels=True)
    return center, counselor


def test_a_code_is_read_however_it_was_typed_and_works_until_it_is_renewed_or_closed():
    house = make_organization()
    reduction, code = announced(house)

    assert re.fullmatch(r"[A-Z2-9]{5}-[A-Z2-9]{5}", code)
    assert services.reduction_by_code(code) == reduction
    assert services.reduction_by_code(f" {code.lower().replace('-', ' ')} ") == reduction

    newer = services.renew_code(reduction=reduction, by=administrator_of(house), now=MONDAY)
    with pytest.raises(services.CodeUnknown):
        services.reduction_by_code(code)
    assert services.reduction_by_code(newer) == reduction

    services.close_reduction(reduction=reduction, by=administrator_of(house), now=MONDAY)
    with pytest.raises(services.CodeUnknown):
        services.reduction_by_code(newer)


def test_a_desk_without_counselors_is_refused():
    house, other = make_organization(), make_organization("other", name="Other House")

    with pytest.raises(services.DeskNotFit, match="Other House has no counselor yet"):
        announced(house, desk=other)

    assert list(LogEntry.objects.filter(kind="matches.reduction_announced")) == []


def test_coming_agrees_to_nothing_but_what_was_ticked():
    center, _ = make_center()
    reduction, _ = announced(make_organization(), desk=center)
    plain = come(reduction)
    full = come(
        reduction,
        wants_redeployment=True,
        wants_counselor=True,
        purposes=["found", "contacted", "named"],
    )

    assert list(plain.person.consents.all()) == []
    assert sorted(full.person.consents.values_list("purpose", flat=True)) == [
        "contacted",
        "counseled",
        "found",
    ]
    assert has_consent(full.person, Consent.Purpose.COUNSELED, center)
    assert list(Case.objects.values_list("person", flat=True)) == [full.person_id]
    assert plain.person.displaced_from == "Kennebec River Medical Center"
    assert plain.person.displaced_on == date(2027, 1, 29)


def test_coming_twice_changes_what_was_said_and_leaving_takes_it_back():
    reduction, _ = announced(make_organization())
    first = come(reduction)
    user = first.person.user
    again = services.join(
        reduction=reduction, person=first.person, work="Denials", wants_redeployment=True,
        wants_counselor=True, purposes=[], by=user, now=MONDAY,
    )  # fmt: skip

    assert (again.pk, again.work, again.wants_redeployment) == (first.pk, "Denials", True)
    services.leave(affected=again, by=user, now=MONDAY)
    first.person.refresh_from_db()
    assert (first.person.displaced_from, first.person.displaced_on) == ("", None)
    assert Affected.objects.count() == 0


def test_a_client_who_withdraws_consent_is_in_no_count_of_the_desk():
    center, _ = make_center()
    reduction, _ = announced(make_organization(), desk=center)
    clerk = come(reduction, wants_counselor=True)
    assert [each.came for each in queries.desks_of(center)] == [1]

    withdraw_consent(
        person=clerk.person, purpose="counseled", organization=center, by=None, now=MONDAY
    )

    assert [each.came for each in queries.desks_of(center)] == [0]


def test_who_has_work_again_is_neither_counted_nor_listed_for_the_house():
    house = make_organization()
    reduction, _ = announced(house)
    clerk = come(reduction, wants_redeployment=True)
    services.settle(affected=clerk, is_settled=True, by=clerk.person.user, now=MONDAY)

    assert [each.to_redeploy for each in queries.reductions_of(house)] == [0]
    assert list(queries.may_redeploy(reduction)) == []


def test_small_counts_are_not_counted_out(client):
    house = make_organization()
    reduction, _ = announced(house)
    sign_in(client, administrator_of(house))
    address = reverse("matches:reductions", args=[house.slug])

    shown = []
    for _ in range(6):
        page = client.get(address).content.decode()
        shown.append(re.search(r"Came to the desk: <b>(.*?)</b>", page)[1])
        come(reduction)

    assert shown == ["nobody yet", *["fewer than 5"] * 4, "5"]


def test_the_house_sees_by_name_only_who_agreed_each_beside_its_openings(client):
    make_vocabulary()
    job = make_job()
    house = job.organization
    Organization.objects.filter(pk=house.pk).update(
        verified_at=MONDAY, verified_by=make_user(is_steward=True).public_id
    )
    administrator = make_member(house, role="administrator", hires=True)
    reduction, _ = announced(house, by=administrator)
    willing = come(reduction, name="June Doak", wants_redeployment=True)
    hidden = come(reduction, name="Hidden Holt")
    take_in_resume(person=willing.person, data=NURSE.encode(), filename="r.txt", now=MONDAY)
    sign_in(client, administrator)

    page = client.get(reverse("matches:redeployment", args=[house.slug, reduction.public_id]))

    text = page.content.decode()
    assert "June Doak" in text
    assert "Hidden Holt" not in text
    assert job.title in text
    assert [each.kind for each in willing.person.looks.all()] == ["named"]
    assert list(hidden.person.looks.all()) == []
    services.settle(affected=willing, is_settled=True, by=willing.person.user, now=MONDAY)
    assert queries.redeployable(reduction, as_of=MONDAY.date()) == []


def test_openings_for_one_person_are_the_engines_own_order_with_what_is_missing():
    make_vocabulary()
    make_job()
    far = make_job(slug="another")
    Job.objects.filter(pk=far.pk).update(status=Job.Status.CLOSED)
    house = far.organization
    person = person_for(user=make_user(), now=MONDAY)
    take_in_resume(person=person, data=NURSE.encode(), filename="r.txt", now=MONDAY)

    jobs = queries.own_openings(house)
    alone = queries.records_pool([person], as_of=MONDAY.date())
    (opening,) = queries.openings_for(alone, jobs)

    assert [job.slug for job in jobs] == ["ehr-specialist"]
    assert opening.passes is (opening.missing == ())
    assert "Troubleshooting" in opening.missing
    assert 0 < opening.fit < 1000


def test_a_clerk_comes_with_the_code_and_sees_credit_openings_and_a_counselor(client):
    make_vocabulary()
    make_job()
    center, counselor = make_center()
    house = Organization.objects.get(slug="kennebec")
    administrator = make_member(house, role="administrator", hires=True)
    _, code = announced(house, desk=center, by=administrator)
    clerk = make_user(name="June Doak")
    sign_in(client, clerk)

    wrong = client.get(reverse("matches:desk_join"), {"code": "AAAAA-AAAAA"})
    asked = client.get(reverse("matches:desk_join"), {"code": code})
    joined = client.post(
        reverse("matches:desk_join"), {"code": code, "join": "yes", "wants_counselor": "on"}
    )
    before = client.get(reverse("matches:my_desk")).content.decode()
    take_in_resume(person=clerk.person, data=NURSE.encode(), filename="r.txt", now=MONDAY)
    after = client.get(reverse("matches:my_desk")).content.decode()

    assert wrong.status_code == 422
    assert "No desk has this code" in wrong.content.decode()
    assert "Billing office, Kennebec River Medical Center" in asked.content.decode()
    assert (joined.status_code, joined.url) == (302, reverse("matches:my_desk"))
    assert "First, what you know" in before
    assert "Work in your own house" not in before
    assert "Credit for what you know" in after
    own_house = after[after.index("Work in your own house") : after.index("Openings near you")]
    assert "/jobs/ehr-specialist/?from=desk" in own_house
    assert "Troubleshooting" in own_house
    assert "competencies are in the record already" in after
    assert "Maine Extension Center" in after
    sign_in(client, counselor)
    assert (
        "June Doak" in client.get(reverse("matches:clients", args=[center.slug])).content.decode()
    )


def test_codes_cannot_be_guessed_by_trying(client):
    sign_in(client, make_user())
    address = reverse("matches:desk_join")

    answers = [client.get(address, {"code": f"AAAAA-{n:05}"}).status_code for n in range(21)]

    assert answers == [*[422] * 20, 429]


def test_only_administrators_announce_and_only_their_own(client):
    house = make_organization()
    reduction, _ = announced(house)
    other = make_organization("other", name="Other House")
    sign_in(client, make_member(house, hires=True))
    assert client.get(reverse("matches:announce", args=[house.slug])).status_code == 403
    sign_in(client, administrator_of(other))
    address = reverse("matches:redeployment", args=[house.slug, reduction.public_id])
    foreign = reverse("matches:redeployment", args=[other.slug, reduction.public_id])
    assert [client.get(each).status_code for each in (address, foreign)] == [404, 404]


def test_announcing_shows_the_code_once(client):
    house = make_organization()
    sign_in(client, administrator_of(house))
    said = {
        "kind": "layoff",
        "title": "Records room",
        "people_count": "7",
        "expected_on": "2027-02-26",
    }

    refused = client.post(reverse("matches:announce", args=[house.slug]), said | {"kind": ""})
    shown = client.post(reverse("matches:announce", args=[house.slug]), said)

    assert refused.status_code == 422
    code = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", shown.content.decode())[0]
    assert services.reduction_by_code(code).title == "Records room"
    listed = client.get(reverse("matches:reductions", args=[house.slug])).content.decode()
    assert code not in listed
