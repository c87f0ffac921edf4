"""Preferences move the order by exact steps, hide nothing and leave the fit alone."""

from __future__ import annotations

import random

import pytest
from tests.factories import MONDAY, NURSE, make_person, make_resume, make_vocabulary
from tests.factories.accounts import make_user, sign_in
from tests.jobs.boards import NOW, draw_jobs

from preceptor.accounts.models import Organization, Preferences
from preceptor.accounts.services.preferences import set_preferences
from preceptor.common.models import LogEntry
from preceptor.common.places import miles_between
from preceptor.jobs.models import Job
from preceptor.jobs.queries.board import find_jobs
from preceptor.jobs.queries.board_page import board_page
from preceptor.jobs.queries.columns import board_columns
from preceptor.jobs.queries.facets import JobSearch
from preceptor.jobs.queries.fits import Fit
from preceptor.jobs.queries.preferred import WEIGHT, places_in_order, preferred
from preceptor.jobs.queries.travel import travel_percent

pytestmark = pytest.mark.django_db

PERIODS = {"hour": 2080, "year": 1}


def mark(fits):
    return 0 if fits is None else 1 if fits else -1


def plain_marks(job, person, wanted):
    """Hold one job against the preferences, read one by one; None is not stated."""
    marks = {}
    if wanted.pay_least is not None:
        pays = [pay for pay in (job.pay_least, job.pay_most) if pay is not None]
        least = wanted.pay_least * PERIODS[wanted.pay_period]
        marks["pay"] = mark(max(pays) * PERIODS[job.pay_period] >= least if pays else None)
    is_home = job.work_mode in ("remote", "flexible")
    places = list(job.places.all())
    if wanted.miles_most is not None and person.latitude is not None:
        home = (person.latitude, person.longitude)
        near = [
            miles_between(home, (place.latitude, place.longitude)) <= wanted.miles_most
            for place in places
        ]
        marks["place"] = mark(True if is_home else any(near) if near else None)
    if wanted.hours in ("full", "part"):
        is_full = None if job.hours_week is None else job.hours_week >= 35
        marks["hours"] = mark(None if is_full is None else is_full == (wanted.hours == "full"))
    if wanted.travel_percent_most is not None:
        travel = travel_percent(job.document.text)
        marks["travel"] = mark(None if travel is None else travel <= wanted.travel_percent_most)
    if wanted.remote in ("wanted", "unwanted"):
        is_clear = is_home or job.work_mode == "onsite"
        marks["remote"] = mark(is_home == (wanted.remote == "wanted") if is_clear else None)
    if wanted.settings:
        marks["setting"] = mark(job.organization.kind in wanted.settings)
    return marks


def draw_preferences(draw, person):
    return Preferences(
        person=person,
        pay_least=draw.choice([None, 60_000_00]),
        miles_most=draw.choice([None, 30, 100]),
        hours=draw.choice(Preferences.Hours.values),
        travel_percent_most=draw.choice([None, 0, 30]),
        remote=draw.choice(Preferences.Remote.values),
        settings=draw.choice([[], ["hospital"], ["vendor", "college"]]),
    )


@pytest.fixture
def jobs():
    return draw_jobs(60)


def test_marks_are_those_of_reading_each_job_by_itself(jobs):
    draw = random.Random(8)  # noqa: S311
    person = make_person()
    rows = list(
        Job.objects.filter(status="open")
        .select_related("organization", "document")
        .prefetch_related("places")
    )
    columns = board_columns()
    seen = set()
    for _ in range(30):
        wanted = draw_preferences(draw, person)
        found = preferred(columns, person, wanted)
        points = dict(zip(columns.numbers.tolist(), found.points().tolist(), strict=True))
        for job in rows:
            plain = plain_marks(job, person, wanted)
            assert {each.aspect: each.mark for each in found.marks_of(job.pk)} == plain
            assert points[job.pk] == WEIGHT * sum(plain.values())
            seen |= set(plain.items())
    assert len(seen) == 17  # an employer always has a kind; all else may fit, not fit, not say


def test_the_order_is_gates_then_fit_with_preferences_then_fit_then_number(jobs):
    draw = random.Random(9)  # noqa: S311
    person = make_person()
    columns = board_columns()
    numbers = columns.numbers.tolist()
    fits = {
        number: Fit(draw.choice([500, 530, 560, 590]), gates_met=draw.random() < 0.7)
        for number in numbers[:-2]
    }
    found = preferred(columns, person, draw_preferences(draw, person))
    points = dict(zip(numbers, found.points().tolist(), strict=True))

    places = places_in_order(columns, fits, found)

    known = numbers[:-2]
    before = sorted(known, key=lambda n: (not fits[n].gates_met, -fits[n].fit, n))
    after = sorted(
        known,
        key=lambda n: (not fits[n].gates_met, -fits[n].fit - points[n], -fits[n].fit, n),
    )
    assert sorted(known, key=lambda n: places[n].before) == before
    assert sorted(known, key=lambda n: places[n].after) == after
    assert before != after
    assert {places[number].after for number in numbers} == set(range(1, len(numbers) + 1))
    assert {places[number].after for number in numbers[-2:]} == {len(numbers) - 1, len(numbers)}


def test_without_preferences_the_order_stays(jobs):
    columns = board_columns()
    fits = {number: Fit(500, gates_met=True) for number in columns.numbers.tolist()}

    places = places_in_order(columns, fits, None)

    assert all(place.before == place.after for place in places.values())


def test_preferences_hide_nothing():
    make_vocabulary()
    draw_jobs(40)
    person = make_person()
    make_resume(person=person, text=NURSE)
    plain = find_jobs(JobSearch(), now=NOW)
    wanted = {"pay_least": 900_000_00, "miles_most": 1, "remote": "wanted", "hours": "part"}
    set_preferences(person=person, wanted=wanted, by=make_user(), now=NOW)

    board = board_page(JobSearch(sort="fit"), person=person, now=NOW)

    assert board.fits is not None
    assert sorted(board.found.numbers.tolist()) == sorted(plain.numbers.tolist())
    rows = board.rows(board.found.numbers[:5].tolist())
    order = [row.moved.after for row in rows]
    assert order == sorted(order)


def test_the_page_keeps_what_is_said_and_shows_how_it_moves(client):
    make_vocabulary()
    draw_jobs(40)
    person = make_person()
    person.user = make_user()
    person.save()
    make_resume(person=person, text=NURSE)
    sign_in(client, person.user)

    said = {"pay": "a lot", "pay_period": "year", "hours": "full", "settings": ["hospital"]}
    assert client.post("/me/preferences/", said).status_code == 422
    said["pay"] = "$26.50"
    said["pay_period"] = "hour"
    assert client.post("/me/preferences/", said).status_code == 302

    kept = Preferences.objects.get(person=person)
    assert (kept.pay_least, kept.pay_period) == (26_50, "hour")
    assert (kept.hours, kept.settings, kept.miles_most) == ("full", ["hospital"], None)
    entry = LogEntry.objects.get(kind="accounts.preferences_set")
    assert (entry.target, entry.details) == (person.public_id, {"stated": 3})
    page = client.get("/me/preferences/").content.decode()
    assert 'value="26.50"' in page
    assert "with your preferences" in page
    assert page.count('class="rank"') == 10


def test_someone_without_a_resume_is_told_what_is_missing(client):
    sign_in(client, make_user())

    page = client.get("/me/preferences/").content.decode()

    assert "There is no resume yet to put jobs in order" in page
    assert Organization.objects.count() == 0
    assert MONDAY < NOW


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Travel up to 50% within Maine.", 50),
        ("25-50 percent travel is expected", 50),
        ("Some travel (10 %) between clinics", 10),
        ("No travel.", 0),
        ("Travel is not required.", 0),
        ("Pays 100% of premiums. Travel by car.", None),
        ("95 % uptime", None),
        ("", None),
    ],
)
def test_travel_is_read_where_it_stands(text, percent):
    assert travel_percent(text) == percent
