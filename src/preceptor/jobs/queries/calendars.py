"""Interviews as iCalendar (RFC 5545, RFC 5546): what goes along with a mail, files and feeds."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
)

PRODUCT = "-//Preceptor//Interviews//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
# Calendars read a feed again about so often.
READ_AGAIN = timedelta(hours=1)
# Every zone that changes its clocks has done so within a year.
A_YEAR = timedelta(days=370)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """An interview as one reader's calendar holds it; it names nobody but that reader."""

    calendar_id: uuid.UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    where: str
    text: str
    address: str
    organizer: str
    # The reader's mail address; empty in a feed, where nobody is invited.
    attendee: str = ""


def calendar_text(
    meetings: Iterable[Meeting], *, method: str, now: datetime, name: str = ""
) -> str:
    """Return the meetings as one iCalendar object, with the zones they need for their own days.

    ``method`` is REQUEST or CANCEL for a mail, PUBLISH for a file or a feed.
    """
    kept = list(meetings)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for zone in sorted({meeting.zone for meeting in kept}):
        calendar.add_component(_zone(zone, [each for each in kept if each.zone == zone]))
    for meeting in kept:
        calendar.add_component(_event(meeting, method, now))
    return str(calendar.to_ical().decode())


def _zone(name: str, meetings: list[Meeting]) -> Timezone:
    """Return the rules of a zone for the days of its meetings, not for half a century.

    Each change of clocks is a rule of its own that begins in the time before it, as the standard
    asks: readers differ in how they take repeating rules, and in which time a change begins.
    """
    zone = ZoneInfo(name)
    first = min(meeting.starts_at for meeting in meetings)
    last = max(meeting.ends_at for meeting in meetings)
    changes = _changes(zone, first - A_YEAR, last)
    # The rule that holds on the first day, and those that follow.
    begun = [change for change in changes if change <= first][-1:]
    found = Timezone()
    found.add("tzid", name)
    if not begun:
        found.add_component(_rule(zone, first - A_YEAR, is_change=False))
    for change in [*begun, *(change for change in changes if change > first)]:
        found.add_component(_rule(zone, change, is_change=True))
    return found


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[datetime]:
    """Return the moments at which the clocks of a zone change, to the minute, in order."""
    found = []
    day = first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < last:
        until = day + timedelta(days=1)
        if _offset(zone, day) != _offset(zone, until):
            before, after = day, until
            while after - before > timedelta(minutes=1):
                middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
                if _offset(zone, middle) == _offset(zone, day):
                    before = middle
                else:
                    after = middle
            found.append(after)
        day = until
    return found


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment in a zone; one whose hour comes twice in UTC, so that no reader guesses."""
    local = moment.astimezone(zone)
    other = local.replace(fold=1 - local.fold)
    return local if local.utcoffset() == other.utcoffset() else moment.astimezone(UTC)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _rule(
    zone: ZoneInfo, moment: datetime, *, is_change: bool
) -> TimezoneStandard | TimezoneDaylight:
    """Return the rule that begins at a moment."""
    after = _offset(zone, moment)
    before = _offset(zone, moment - timedelta(minutes=1)) if is_change else after
    local = moment.astimezone(zone)
    rule = TimezoneDaylight() if local.dst() else TimezoneStandard()
    rule.add("dtstart", (moment.astimezone(UTC) + before).replace(tzinfo=None, microsecond=0))
    rule.add("tzname", local.tzname())
    rule.add("tzoffsetfrom", before)
    rule.add("tzoffsetto", after)
    return rule


def _event(meeting: Meeting, method: str, now: datetime) -> Event:
    zone = ZoneInfo(meeting.zone)
    event = Event()
    event.add("uid", f"{meeting.calendar_id}@preceptor")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", _local(meeting.starts_at, zone))
    event.add("dtend", _local(meeting.ends_at, zone))
    event.add("summary", meeting.title)
    event.add("location", meeting.where)
    event.add("description", f"{meeting.text}\n{meeting.address}")
    event.add("url", meeting.address)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if method != PUBLISH:
        event.add("organizer", _sender(meeting.organizer), encode=False)
        attendee = vCalAddress(f"mailto:{meeting.attendee}")
        attendee.params["PARTSTAT"] = "ACCEPTED"
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        event.add("attendee", attendee, encode=False)
    return event


def _sender(organizer: str) -> vCalAddress:
    """Return who invites: the organization, at the address that mails come from."""
    sender = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    sender.params["CN"] = " ".join(organizer.split())
    return sender
