"""Read a JSON Resume (schema 1.x): write it out as text, then read that text.

One way of reading for every form keeps the facts comparable, and every span stands in a
text that a person can be shown.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator, Mapping
from typing import Any

_SECTIONS = (
    "basics",
    "work",
    "volunteer",
    "education",
    "awards",
    "certificates",
    "publications",
    "skills",
    "languages",
    "interests",
    "references",
    "projects",
)
_ISO_DATE = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-\d{2})?$")


def is_json_resume(data: object) -> bool:
    """Whether this parsed JSON has the shape of a JSON Resume: a known part, rightly built."""
    if not isinstance(data, dict):
        return False
    if not any(name in data for name in _SECTIONS):
        return False
    return all(
        isinstance(data[name], dict if name == "basics" else list)
        for name in _SECTIONS
        if data.get(name) is not None
    )


def render_json_resume(data: Mapping[str, Any]) -> str:
    """Write a JSON Resume out as a resume in plain text, the same for the same data.

    Parts of a wrong type are left out; unknown parts are not written.
    """
    blocks: list[list[str]] = [list(_basics(_record(data.get("basics"))))]
    blocks.append(_section("EXPERIENCE", _records(data, "work"), _job))
    blocks.append(_section("VOLUNTEER EXPERIENCE", _records(data, "volunteer"), _job))
    blocks.append(_section("PROJECTS", _records(data, "projects"), _project))
    blocks.append(_section("EDUCATION", _records(data, "education"), _education))
    blocks.append(_section("CERTIFICATIONS", _records(data, "certificates"), _certificate))
    blocks.append(_section("SKILLS", _records(data, "skills"), _skill))
    blocks.append(_section("LANGUAGES", _records(data, "languages"), _language))
    blocks.append(_section("AWARDS", _records(data, "awards"), _titled))
    blocks.append(_section("PUBLICATIONS", _records(data, "publications"), _titled))
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _record(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _records(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = data.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _section(title: str, entries: list[dict[str, Any]], write: Any) -> list[str]:
    lines = [line for entry in entries for line in write(entry) if line.strip()]
    return [title, *lines] if lines else []


def _text(entry: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds words, on one line."""
    for name in names:
        value = entry.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            joined = " ".join(str(value).split())
            if joined:
                return joined
    return ""


def _words(entry: Mapping[str, Any], name: str) -> list[str]:
    value = entry.get(name)
    if not isinstance(value, list):
        return []
    return [" ".join(item.split()) for item in value if isinstance(item, str) and item.strip()]


def _date(value: str) -> str:
    found = _ISO_DATE.match(value)
    if found is None:
        return value
    if found[2] is None or not 1 <= int(found[2]) <= 12:
        return found[1]
    return f"{month_name[int(found[2])]} {found[1]}"


def _dates(entry: Mapping[str, Any]) -> str:
    start, end = _date(_text(entry, "startDate")), _date(_text(entry, "endDate"))
    if start:
        return f"{start} - {end or 'Present'}"
    return end


def _basics(basics: Mapping[str, Any]) -> Iterator[str]:
    location = _record(basics.get("location"))
    place = ", ".join(filter(None, (_text(location, "city"), _text(location, "region"))))
    postal = _text(location, "postalCode")
    for line in (
        _text(basics, "name"),
        _text(basics, "label"),
        f"{place} {postal}".strip(),
        " | ".join(filter(None, (_text(basics, "email"), _text(basics, "phone")))),
    ):
        if line:
            yield line
    summary = _text(basics, "summary")
    if summary:
        yield from ("", "SUMMARY", summary)


def _job(job: Mapping[str, Any]) -> Iterator[str]:
    yield _text(job, "position")
    place = ", ".join(
        filter(None, (_text(job, "name", "organization", "company"), _text(job, "location")))
    )
    yield " | ".join(filter(None, (place, _dates(job))))
    yield _text(job, "summary")
    yield from (f"- {item}" for item in _words(job, "highlights"))


def _project(project: Mapping[str, Any]) -> Iterator[str]:
    yield " | ".join(filter(None, (_text(project, "name"), _dates(project))))
    yield _text(project, "description", "summary")
    yield from (f"- {item}" for item in _words(project, "highlights"))
    keywords = ", ".join(_words(project, "keywords"))
    yield f"- Technologies: {keywords}" if keywords else ""


def _education(entry: Mapping[str, Any]) -> Iterator[str]:
    kind, area = _text(entry, "studyType"), _text(entry, "area")
    yield " in ".join(filter(None, (kind, area)))
    end = _text(entry, "endDate")
    dates = _dates(entry) if end or not _text(entry, "startDate") else f"{_dates(entry)}"
    yield " | ".join(filter(None, (_text(entry, "institution"), dates)))
    courses = ", ".join(_words(entry, "courses"))
    yield f"Courses: {courses}" if courses else ""


def _certificate(entry: Mapping[str, Any]) -> Iterator[str]:
    issued = _date(_text(entry, "date"))
    yield ", ".join(filter(None, (_text(entry, "name"), _text(entry, "issuer"), issued)))


def _skill(entry: Mapping[str, Any]) -> Iterator[str]:
    name, level = _text(entry, "name"), _text(entry, "level")
    titled = f"{name} ({level})" if level and name else name or level
    yield ": ".join(filter(None, (titled, ", ".join(_words(entry, "keywords")))))


def _language(entry: Mapping[str, Any]) -> Iterator[str]:
    yield " - ".join(filter(None, (_text(entry, "language"), _text(entry, "fluency"))))


def _titled(entry: Mapping[str, Any]) -> Iterator[str]:
    named = _text(entry, "title", "name")
    by = _text(entry, "awarder", "publisher")
    on = _date(_text(entry, "date", "releaseDate"))
    yield ", ".join(filter(None, (named, by, on)))
    yield _text(entry, "summary")
