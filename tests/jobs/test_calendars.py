"""Calendar entries as another reader reads them: the same moments, across the change of clocks."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from tests.jobs.calendar_reader import read_calendar

from preceptor.jobs.queries.calendars import CANCEL, PUBLISH, REQUEST, Meeting, calendar_text

NOW = datetime(2026, 11, 16, 9, 0, 30, 5, tzinfo=UTC)
ID = uuid.UUID("01a1f000-0000-7000-8000-000000000001")


def meeting(starts_at, *, zone="America/New_York", **more):
    facts = {
        "calendar_id": ID,
        "sequence": 0,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=45),
        "zone": zone,
        "title": "Interview: Analyst; build, Kennebec",
        "where": "Room 4, second floor\nask for the front desk",
        "text": "Change it here:",
        "address": "https://jobs.example.org/me/applications/1/interview/",
        "organizer": 'Kennebec "River": Medical, Center',
        "attendee": "ruth@example.org",
    }
    return Meeting(**(facts | more))


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "America/Chicago",
        "America/Phoenix",
        "America/Los_Angeles",
        "Pacific/Honolulu",
        "America/Puerto_Rico",
        "Europe/London",
        "Australia/Lord_Howe",
    ],
)
def test_another_reader_finds_the_same_moments_all_year_round(zone):
    # Each week at three hours, over two years: both changes of clocks, in either half of the year.
    moments = [
        datetime(2026, 1, 1, hour, 30, tzinfo=UTC) + timedelta(weeks=week)
        for week in range(104)
        for hour in (4, 14, 21)
    ]

    for starts_at in moments[::7]:
        (event,) = read_calendar(
            calendar_text([meeting(starts_at, zone=zone)], method=REQUEST, now=NOW)
        )["events"]
        assert event["DTSTART"] == starts_at
        assert event["DTEND"] == starts_at + timedelta(minutes=45)
    feed = calendar_text([meeting(each, zone=zone) for each in moments], method=PUBLISH, now=NOW)
    assert [event["DTSTART"] for event in read_calendar(feed)["events"]] == moments


def test_an_hour_that_comes_twice_is_told_without_a_zone():
    # On 1 November 2026 it is 1:30 in New York at 5:30 and again at 6:30 of UTC.
    for hour in (5, 6):
        starts_at = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
        text = calendar_text([meeting(starts_at)], method=REQUEST, now=NOW)
        assert f"DTSTART:20261101T0{hour}3000Z" in text


def test_clocks_change_in_the_time_before_the_change():
    # RFC 5545, 3.6.5: the beginning of a rule is local by the offset that held until then.
    december = datetime(2026, 12, 4, 14, 0, tzinfo=UTC)
    april = datetime(2027, 4, 2, 14, 0, tzinfo=UTC)
    text = calendar_text([meeting(december), meeting(april)], method=PUBLISH, now=NOW)

    (rules,) = read_calendar(text)["zones"].values()
    assert [(rule["DTSTART"], rule["TZOFFSETFROM"], rule["TZOFFSETTO"]) for rule in rules] == [
        ("20261101T020000", "-0400", "-0500"),
        ("20270314T020000", "-0500", "-0400"),
    ]


def test_a_zone_is_told_for_the_days_of_the_meeting_only():
    text = calendar_text(
        [meeting(datetime(2026, 12, 4, 14, 0, tzinfo=UTC))], method=REQUEST, now=NOW
    )

    assert [len(rules) for rules in read_calendar(text)["zones"].values()] == [1]
    assert ":1970" not in text
    assert len(text) < 1_500


def test_an_invitation_says_who_invites_whom_and_how():
    starts_at = datetime(2026, 12, 4, 14, 0, tzinfo=UTC)
    read = read_calendar(calendar_text([meeting(starts_at)], method=REQUEST, now=NOW))

    assert read["method"] == "REQUEST"
    (event,) = read["events"]
    assert event["UID"] == f"{ID}@preceptor"
    assert event["DTSTAMP"] == "20261116T090030Z"
    assert event["STATUS"] == "CONFIRMED"
    assert event["ATTENDEE"] == "mailto:ruth@example.org"
    assert event["SUMMARY"] == "Interview: Analyst; build, Kennebec"
    assert event["LOCATION"] == "Room 4, second floor\nask for the front desk"


def test_a_cancelled_entry_has_the_same_name_and_a_higher_number():
    starts_at = datetime(2026, 12, 4, 14, 0, tzinfo=UTC)
    (event,) = read_calendar(
        calendar_text([meeting(starts_at, sequence=2)], method=CANCEL, now=NOW)
    )["events"]

    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        f"{ID}@preceptor",
        "2",
        "CANCELLED",
    )


def test_an_empty_feed_is_a_calendar_too():
    text = calendar_text([], method=PUBLISH, now=NOW, name="Interviews")

    assert read_calendar(text) == {"method": "PUBLISH", "zones": {}, "events": []}
    assert Calendar.from_ical(text)["X-WR-CALNAME"] == "Interviews"


def test_a_long_name_from_outside_cannot_add_a_line_of_its_own():
    starts_at = datetime(2026, 12, 4, 14, 0, tzinfo=UTC)
    evil = meeting(starts_at, where="Room\r\nATTENDEE:mailto:x@example.org", organizer="A\r\nB:C;D")
    text = calendar_text([evil], method=REQUEST, now=NOW)

    (event,) = read_calendar(text)["events"]
    assert event["ATTENDEE"] == "mailto:ruth@example.org"
    assert text.count("\r\nATTENDEE") == 1
