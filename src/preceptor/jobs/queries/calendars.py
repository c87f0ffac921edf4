"""Interviews as iCalendar (RFC 5545, RFC 5546): what goes along with a mail, files and feeds."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress

PRODUCT = "-//Preceptor//Interviews//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
# Calendars read a feed again about so often.
READ_AGAIN = timedelta(hours=1)


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
    """Return the rules of a zone for the days of its meetings, not for half a century."""
    days = [meeting.starts_at.astimezone(ZoneInfo(name)).date() for meeting in meetings]
    # Two days more on either side: so the rule that holds has begun, wherever the reader is.
    return Timezone.from_tzid(
        name, first_date=min(days) - timedelta(days=2), last_date=max(days) + timedelta(days=2)
    )


def _event(meeting: Meeting, method: str, now: datetime) -> Event:
    zone = ZoneInfo(meeting.zone)
    event = Event()
    event.add("uid", f"{meeting.calendar_id}@preceptor")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
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
