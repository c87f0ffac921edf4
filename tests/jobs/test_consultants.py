"""Consultants: found near, vouched for, shared by practices that cannot have one each."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import MONDAY
from tests.factories.accounts import administrator_of, make_organization, make_user, sign_in

from preceptor.accounts.models import Notice, Organization, Person
from preceptor.accounts.services.persons import person_for
from preceptor.common.models import LogEntry, Mail, Waiting
from preceptor.common.places import find_zip
from preceptor.jobs.models import ShareRequest
from preceptor.jobs.queries.consultants import find_consultants, free_percent
from preceptor.jobs.services import consultants as services
from preceptor.jobs.services import sharing
from preceptor.jobs.services.consultants import FreeWeeks
from preceptor.jobs.tasks.consultants import watch_shares

pytestmark = pytest.mark.django_db

JANUARY, MARCH = date(2027, 1, 4), date(2027, 3, 26)


def make_offer(email="ana@example.org", *, name="Ana Pelletier", zip_code="04330", is_open=True):
    user = make_user(email, name=name)
    person = person_for(user=user, now=MONDAY)
    place = find_zip(zip_code)
    person.city, person.state, person.zip_code = place.city, place.state, place.zip_code
    person.latitude, person.longitude = place.latitude, place.longitude
    person.save()
    offer = services.keep_offer(
        person=person,
        headline="Go-live support for small practices",
        summary="Twelve go-lives in Maine.",
        rate_least=8500,
        rate_most=9500,
        hours_week=20,
        radius_miles=60,
        is_remote=False,
        by=user,
        now=MONDAY,
    )
    if is_open:
        services.show_offer(offer=offer, is_open=True, by=user, now=MONDAY)
    return offer


def make_practice(slug="sandy-river", name="Sandy River Family Practice"):
    return make_organization(slug, name=name, kind=Organization.Kind.PRACTICE)


def ask(offer, practice, percent=40, **more):
    terms = {
        "site": None,
        "starts_on": JANUARY,
        "ends_on": MARCH,
        "is_open_to_others": True,
        "text": "",
        "by": administrator_of(practice),
        "now": MONDAY,
    }
    return sharing.ask_share(offer=offer, organization=practice, percent=percent, **(terms | more))


def found(**asked):
    return find_consultants(**({"starts_on": JANUARY, "ends_on": MARCH} | asked))


def test_an_offer_without_a_name_or_a_place_is_not_shown():
    user = make_user("nobody@example.org", name="")
    person = person_for(user=user, now=MONDAY)
    person.name = ""
    person.save()
    offer = services.keep_offer(
        person=person, headline="Builds", summary="", rate_least=None, rate_most=None,
        hours_week=8, radius_miles=20, is_remote=True, by=user, now=MONDAY,
    )  # fmt: skip

    with pytest.raises(services.OfferNotReady, match="Give your name first"):
        services.show_offer(offer=offer, is_open=True, by=user, now=MONDAY)
    person.name = "Ana Pelletier"
    with pytest.raises(services.OfferNotReady, match="ZIP code first"):
        services.show_offer(offer=offer, is_open=True, by=user, now=MONDAY)

    assert found() == []


def test_a_consultant_is_found_as_far_as_they_come():
    offer = make_offer()  # in Augusta, coming 60 miles
    bangor, presque_isle = find_zip("04401"), find_zip("04769")

    assert [(each.offer, each.miles) for each in found(place=bangor)] == [(offer, 59)]
    assert found(place=presque_isle) == []
    assert found(place=bangor, miles=25) == []


def test_who_works_remotely_is_near_everywhere():
    offer = make_offer()
    offer.is_remote = True
    offer.save()

    assert [each.offer for each in found(place=find_zip("04769"), miles=10)] == [offer]


def test_a_rate_that_is_not_stated_is_not_left_out():
    dear = make_offer()
    silent = make_offer("bo@example.org", name="Bo Hale")
    silent.rate_least = silent.rate_most = None
    silent.save()

    assert [each.offer for each in found(rate_most=6000)] == [silent]
    assert [each.offer for each in found(rate_most=8500)] == [dear, silent]


def test_the_nearest_come_first_then_the_verified_then_the_vouched_for():
    plain, vouched, verified, far = (
        make_offer("a@example.org"),
        make_offer("b@example.org"),
        make_offer("c@example.org"),
        make_offer("d@example.org", zip_code="04401"),
    )
    steward = make_user(is_steward=True)
    services.verify_offer(offer=verified, by=steward, now=MONDAY)
    reference = services.ask_reference(
        offer=vouched, organization_name="Sandy River", email="dr@example.org", work="Go-live",
        address="https://x.example/{token}/", by=vouched.person.user, now=MONDAY,
    )  # fmt: skip
    services.answer_reference(reference=reference, confirms=True, words="", now=MONDAY)

    order = [each.offer for each in found(place=find_zip("04330"))]

    assert order == [verified, vouched, plain, far]


def test_free_weeks_count_the_scarcest_day():
    offer = make_offer()
    services.set_free_weeks(
        offer=offer,
        weeks=[
            FreeWeeks(JANUARY, date(2027, 1, 31), 60),
            FreeWeeks(date(2027, 2, 1), MARCH, 40),
        ],
        by=offer.person.user,
        now=MONDAY,
    )
    practice = make_practice()
    request = ask(offer, practice, 20)
    sharing.answer_share(request=request, agrees=True, by=offer.person.user, now=MONDAY)
    free, agreed = list(offer.free.all()), [request]

    assert free_percent(free, agreed, JANUARY, date(2027, 1, 10)) == 40
    assert free_percent(free, agreed, JANUARY, MARCH) == 20
    assert free_percent(free, agreed, JANUARY, MARCH + timedelta(days=1)) == 0
    assert free_percent([], agreed, JANUARY, MARCH) is None
    assert [each.free for each in found(percent=20)] == [20]
    assert found(percent=21) == []


def test_the_last_day_of_all_calendars_breaks_no_list(client):
    offer, practice = make_offer(), make_practice()
    ever = FreeWeeks(JANUARY, date.max, 60)
    services.set_free_weeks(offer=offer, weeks=[ever], by=offer.person.user, now=MONDAY)
    sign_in(client, administrator_of(practice))
    address = reverse("jobs:consultant_list", args=[practice.slug])

    assert [each.free for each in found()] == [60]
    assert client.get(address, {"starts_on": "9999-12-31"}).status_code == 422


def test_two_practices_share_one_consultant_and_a_third_finds_nothing_left():
    offer = make_offer()
    first, second = make_practice(), make_practice("moosehead", "Moosehead Lake Clinic")
    third = make_practice("rangeley", "Rangeley Health Center")
    mine, theirs = ask(offer, first, 60), ask(offer, second, 40)
    for request in (mine, theirs):
        sharing.answer_share(request=request, agrees=True, by=offer.person.user, now=MONDAY)

    with pytest.raises(sharing.NothingLeft, match="The whole week is taken"):
        ask(offer, third, 20)
    other_weeks = ask(offer, third, 100, starts_on=date(2027, 4, 1), ends_on=date(2027, 4, 30))

    assert other_weeks.waits_for == Waiting.Side.PERSON
    assert sharing.taken_percent(offer, JANUARY, MARCH) == 100
    assert [each.shared_by for each in found()] == [2]


def test_agreeing_to_more_than_the_week_holds_is_refused():
    offer = make_offer()
    one, other = ask(offer, make_practice(), 70), ask(offer, make_practice("moosehead"), 40)
    sharing.answer_share(request=one, agrees=True, by=offer.person.user, now=MONDAY)

    with pytest.raises(sharing.NothingLeft, match="Only 30 % of the week is left"):
        sharing.answer_share(request=other, agrees=True, by=offer.person.user, now=MONDAY)

    other.refresh_from_db()
    assert other.state == ShareRequest.State.ASKED


def test_an_answer_is_told_to_who_asked_and_a_second_changes_nothing():
    offer, practice = make_offer(), make_practice()
    request = ask(offer, practice)
    sharing.answer_share(request=request, agrees=False, by=offer.person.user, now=MONDAY)
    sharing.answer_share(request=request, agrees=True, by=offer.person.user, now=MONDAY)

    request.refresh_from_db()
    told = Notice.objects.filter(user=administrator_of(practice))
    assert (request.state, request.waits_for, request.reply_by) == ("declined", "", None)
    assert [each.text for each in told] == ["The consultant cannot take it on."]
    kinds = list(LogEntry.objects.filter(target=request.public_id).values_list("kind", flat=True))
    assert kinds == ["jobs.share_asked", "jobs.share_declined"]


def test_whoever_ends_a_share_the_other_side_is_told(client):
    offer, practice = make_offer(), make_practice()
    consultant, asker = offer.person.user, administrator_of(practice)
    taken_back, ended, left = (ask(offer, practice, 20) for _ in range(3))
    for each in (ended, left):
        sharing.answer_share(request=each, agrees=True, by=consultant, now=MONDAY)
    Notice.objects.all().delete()

    for each in (taken_back, ended):
        sharing.end_share(request=each, by=asker, now=MONDAY)
    sign_in(client, consultant)
    answer = client.post(reverse("jobs:leave_share", args=[left.public_id]))
    again = client.post(reverse("jobs:leave_share", args=[left.public_id]))

    assert (answer.status_code, again.status_code) == (302, 404)
    left.refresh_from_db()
    assert left.state == ShareRequest.State.ENDED
    told = Notice.objects.filter(kind__in=("jobs.share_ended", "jobs.share_answered"))
    assert list(told.order_by("pk").values_list("user", "text")) == [
        (consultant.pk, "Sandy River Family Practice took its request back."),
        (consultant.pk, "Sandy River Family Practice ended its share of your week."),
        (asker.pk, "The consultant ended the share of the week you had."),
    ]


def test_who_rests_is_no_more_found_as_a_consultant_and_can_read_it(client):
    offer = make_offer()
    Person.objects.filter(pk=offer.person.pk).update(resting_since=MONDAY)
    sign_in(client, offer.person.user)

    page = client.get(reverse("jobs:consulting")).content.decode()

    assert found() == []
    assert "Nobody sees it while your profile rests" in page


def test_names_of_consultants_are_for_verified_organizations(client):
    offer, practice = make_offer(), make_practice()
    Organization.objects.filter(pk=practice.pk).update(verified_at=None, verified_by=None)
    sign_in(client, administrator_of(practice))

    addresses = [
        reverse("jobs:consultant_list", args=[practice.slug]),
        reverse("jobs:consultant", args=[practice.slug, offer.public_id]),
    ]

    assert [client.get(address).status_code for address in addresses] == [403, 403]


@pytest.mark.parametrize("named", ["", "nonsense", "6b7c1a52-4a52-4b6c-9a0e-0d3a4d6f9b10"])
def test_nobody_is_verified_by_a_name_that_means_nobody(client, settings, named):
    settings.COMPEL_SECOND_FACTOR = False
    make_offer()
    sign_in(client, make_user("steward@example.org", is_steward=True))

    assert client.post(reverse("jobs:verify_offers"), {"offer": named}).status_code == 404


def test_silence_is_reminded_once_and_then_closes_the_request():
    offer, practice = make_offer(), make_practice()
    request = ask(offer, practice)
    consultant, asker = offer.person.user, administrator_of(practice)

    for day in (4, 5, 6):
        watch_shares.func(now=MONDAY + timedelta(days=day))
    assert Notice.objects.filter(user=consultant, kind="jobs.share_reminded").count() == 1

    watch_shares.func(now=MONDAY + timedelta(days=7))
    watch_shares.func(now=MONDAY + timedelta(days=8))
    request.refresh_from_db()
    assert (request.state, request.waits_for) == (ShareRequest.State.LAPSED, "")
    assert [each.text for each in Notice.objects.filter(user=asker)] == [
        "The consultant did not answer in time, so we closed the request."
    ]


def test_a_reference_is_given_by_the_link_of_the_mail_without_an_account(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "elsewhere.example.net"]
    offer = make_offer()
    sign_in(client, offer.person.user)
    client.post(
        reverse("jobs:ask_reference"),
        {"organization_name": "Sandy River", "email": "dr@example.org", "work": "Go-live 2024"},
        headers={"Host": "elsewhere.example.net"},
    )
    client.logout()
    mail = Mail.objects.get(kind="jobs.reference_asked")
    # Of the site's own address, whatever host was asked.
    link = re.search(rf"{settings.SITE_ADDRESS}(/references/\S+)", mail.text)[1]

    page = client.get(link)
    answer = client.post(link, {"answer": "yes", "words": "She knew our phones by heart."})
    later = client.post(link, {"answer": "no"})

    assert "Did Ana Pelletier do this for Sandy River?" in page.content.decode()
    assert "Ana" not in mail.text + mail.subject
    assert (answer.status_code, later.status_code) == (302, 200)
    reference = offer.references.get()
    assert reference.confirmed_at is not None
    assert reference.words == "She knew our phones by heart."


def test_strangers_are_not_mailed_without_end(client):
    offer = make_offer()
    sign_in(client, offer.person.user)
    asked = {"organization_name": "Clinic", "email": "a@clinic.example", "work": "Go-live"}

    answers = []
    for _ in range(21):
        answers.append(client.post(reverse("jobs:ask_reference"), asked).status_code)
        offer.references.all().delete()

    assert answers == [302] * 20 + [429]
    assert Mail.objects.filter(to="a@clinic.example").count() == 20


def test_what_was_verified_counts_no_more_once_the_words_change():
    offer = make_offer()
    services.verify_offer(offer=offer, by=make_user(is_steward=True), now=MONDAY)
    same = {
        "rate_least": 9000, "rate_most": 9500, "hours_week": 30, "radius_miles": 60,
        "is_remote": True, "by": offer.person.user, "now": MONDAY, "person": offer.person,
    }  # fmt: skip
    kept = services.keep_offer(headline=offer.headline, summary=offer.summary, **same)
    assert kept.verified_at == MONDAY

    changed = services.keep_offer(headline="Chief architect", summary=offer.summary, **same)
    assert changed.verified_at is None


def test_a_practice_finds_asks_and_sees_who_shares(client):
    offer, practice = make_offer(), make_practice()
    other = make_practice("moosehead", "Moosehead Lake Clinic")
    shared = ask(offer, other, 30)
    sharing.answer_share(request=shared, agrees=True, by=offer.person.user, now=MONDAY)
    sign_in(client, administrator_of(practice))

    listed = client.get(reverse("jobs:consultant_list", args=[practice.slug]), {"near": "04401"})
    page = client.get(reverse("jobs:consultant", args=[practice.slug, offer.public_id]))
    asked = {
        "percent": "80",
        "starts_on": "2027-01-04",
        "ends_on": "2027-03-26",
        "once": "6b7c1a52-4a52-4b6c-9a0e-0d3a4d6f9b10",
    }
    too_much = client.post(page.request["PATH_INFO"], asked)
    done = [client.post(page.request["PATH_INFO"], asked | {"percent": "40"}) for _ in range(2)]

    assert "1 local consultant fits this" in listed.content.decode()
    assert "Moosehead Lake Clinic" in page.content.decode()
    assert too_much.status_code == 422
    assert "Only 70 % of the week is left" in too_much.content.decode()
    assert [each.status_code for each in done] == [302, 302]
    assert practice.share_requests.count() == 1
    assert [each.kind for each in offer.person.looks.all()] == ["named"]


def test_others_requests_and_offers_are_not_there(client):
    offer, practice = make_offer(), make_practice()
    request = ask(offer, practice)
    hidden = make_offer("x@example.org", is_open=False)
    sign_in(client, make_user("stranger@example.org"))

    addresses = [
        reverse("jobs:consultant_list", args=[practice.slug]),
        reverse("jobs:consultant", args=[practice.slug, offer.public_id]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    answer = client.post(reverse("jobs:answer_share", args=[request.public_id]), {"answer": "yes"})
    assert answer.status_code == 404
    sign_in(client, administrator_of(practice))
    address = reverse("jobs:consultant", args=[practice.slug, hidden.public_id])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("weeks", "problem"),
    [
        ("soon", "Line 1: write it as"),
        ("2027-01-04 to 2027-03-26, 60 %\n2027-02-30 to 2027-03-01, 5 %", "Line 2: one of these"),
        ("2027-03-26 to 2027-01-04, 60 %", "the last day is before the first"),
        ("2027-01-04 to 2027-03-26, 0 %", "a share from 1 to 100 %"),
        ("2027-01-04 to 9999-12-31, 60 %", "at most five years ahead"),
    ],
)
def test_weeks_that_cannot_be_read_are_sent_back_by_line(client, weeks, problem):
    offer = make_offer()
    sign_in(client, offer.person.user)

    answer = client.post(reverse("jobs:keep_weeks"), {"weeks": weeks})

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert offer.free.count() == 0


def test_the_list_asks_as_much_of_the_database_for_one_as_for_many(
    client, django_assert_num_queries
):
    practice = make_practice()
    sign_in(client, administrator_of(practice))
    address = reverse("jobs:consultant_list", args=[practice.slug])
    make_offer()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(5):
        make_offer(f"more{number}@example.org")
    with django_assert_num_queries(len(one)):
        client.get(address)
