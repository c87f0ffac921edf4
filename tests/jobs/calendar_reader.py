"""A second reader of iCalendar, which shares nothing with the writer: RFC 5545 by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta


def read_calendar(text: str) -> dict:
    """Return the method, the events and the zones of a calendar; times as moments in UTC."""
    lines = unfold(text)
    stack, events, zones = [], [], {}
    top: dict[str, str] = {}
    for name, parameters, value in map(split, lines):
        if name == "BEGIN":
            stack.append((value, []))
        elif name == "END":
            kind, held = stack.pop()
            assert kind == value
            if kind == "VEVENT":
                events.append(held)
            elif kind in ("STANDARD", "DAYLIGHT"):
                stack[-1][1].append((kind, {}, held))
            elif kind == "VTIMEZONE":
                zones[next(v for n, _, v in held if n == "TZID")] = [
                    {n: v for n, _, v in rule}
                    for kind, _, rule in held
                    if kind in ("STANDARD", "DAYLIGHT")
                ]
        elif len(stack) == 1:
            top[name] = value
        else:
            stack[-1][1].append((name, parameters, value))
    assert not stack
    return {
        "method": top.get("METHOD", ""),
        "zones": zones,
        "events": [read_event(event, zones) for event in events],
    }


def unfold(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def split(line: str) -> tuple[str, dict[str, str], str]:
    """Split a line at the first colon that stands outside quotes."""
    quoted = False
    for at, letter in enumerate(line):
        quoted ^= letter == '"'
        if letter == ":" and not quoted:
            name, *parameters = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', line[:at])
            return name.upper(), dict(p.split("=", 1) for p in parameters), line[at + 1 :]
    raise AssertionError(line)


def read_event(event: list, zones: dict) -> dict:
    found = {}
    for name, parameters, value in event:
        if name in ("DTSTART", "DTEND"):
            found[name] = moment(value, parameters, zones)
        else:
            found[name] = value.replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n")
    return found


def moment(value: str, parameters: dict[str, str], zones: dict) -> datetime:
    """Return a local time as a moment by the zone's own rules: the last that has begun holds."""
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    local = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local until its zone is known
    begun = [
        (started, rule)
        for rule in zones[parameters["TZID"]]
        for started in starts(rule)
        if started <= local
    ]
    assert begun, "No rule of the zone has begun."
    offset = max(begun, key=lambda each: each[0])[1]["TZOFFSETTO"]
    return (local - read_offset(offset)).replace(tzinfo=UTC)


def starts(rule: dict[str, str]) -> list[datetime]:
    assert "RRULE" not in rule, "This reader knows no repeating rules."
    texts = [rule["DTSTART"], *filter(None, rule.get("RDATE", "").split(","))]
    return [datetime.strptime(text, "%Y%m%dT%H%M%S") for text in texts]  # noqa: DTZ007


def read_offset(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
