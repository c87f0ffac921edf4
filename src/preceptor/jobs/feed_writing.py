"""Jobs as feeds, written piece by piece: job-feed XML, Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from preceptor.jobs.jobposting import description_html, employment_types, job_address, last_moment
from preceptor.jobs.models import Job

# Characters that no XML 1.0 document may hold, however they are written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of itself; addresses are whole."""

    title: str
    address: str
    page: str
    publisher: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class FeedPages:
    """Where the other parts of a paged feed are; empty where there is none."""

    first: str = ""
    following: str = ""


def changed_of(job: Job) -> datetime:
    """Return when a job last changed or was opened."""
    return max(each for each in (job.changed_at, job.opened_at, job.created_at) if each)


def feed_address(job: Job) -> str:
    """Return the address of a job as feeds give it: an application then says that it came so."""
    return f"{job_address(job)}?from=feed"


def job_xml(head: FeedHead, jobs: Iterable[Job]) -> Iterator[bytes]:
    """Give the jobs as the XML that job sites take: ``source`` with a ``job`` each."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<source>',
        _element("publisher", head.publisher),
        _element("publisherurl", head.page),
        _element("lastBuildDate", format_datetime(head.changed_at.astimezone(UTC))),
    ]
    yield ("\n".join(parts) + "\n").encode()
    for job in jobs:
        yield _xml_job(job).encode()
    yield b"</source>\n"


def _xml_job(job: Job) -> str:
    until = last_moment(job)
    places = list(job.places.all())
    types = employment_types(job)
    fields = [
        ("title", job.title),
        ("date", format_datetime((job.opened_at or job.created_at).astimezone(UTC))),
        ("referencenumber", str(job.public_id)),
        ("requisitionid", str(job.public_id)),
        ("url", feed_address(job)),
        ("company", job.organization.name if job.organization else ""),
        ("sourcename", job.organization.name if job.organization else ""),
        ("city", places[0].city if places else job.city),
        ("state", places[0].state if places else job.state),
        ("country", "US"),
        ("postalcode", places[0].zip_code if places else ""),
        ("description", description_html(job.document.text)),
        ("salary", salary_text(job)),
        ("jobtype", ", ".join(name.lower().replace("_", "-") for name in types)),
        ("remotetype", _REMOTE.get(job.work_mode, "")),
        ("expirationdate", until.date().isoformat() if until else ""),
        ("lastactivitydate", format_datetime(changed_of(job).astimezone(UTC))),
    ]
    body = "\n".join(_element(name, value) for name, value in fields if value)
    return f"<job>\n{body}\n</job>\n"


_REMOTE: dict[str, str] = {
    Job.WorkMode.REMOTE: "Fully remote",
    Job.WorkMode.HYBRID: "Hybrid remote",
    Job.WorkMode.FLEXIBLE: "Hybrid remote",
}


def salary_text(job: Job) -> str:
    """Return the pay as people write it; empty where it is not stated.

    A range, a least or a most, with what it is for: "$62,000 - $71,500 per year".
    """
    amounts = [_dollars(cents) for cents in (job.pay_least, job.pay_most) if cents is not None]
    if not amounts:
        return ""
    if len(amounts) == 1:
        words = f"from {amounts[0]}" if job.pay_least is not None else f"up to {amounts[0]}"
    else:
        words = " - ".join(dict.fromkeys(amounts))
    return f"{words} per {job.pay_period}"


def _dollars(cents: int) -> str:
    return f"${cents // 100:,}" if cents % 100 == 0 else f"${cents / 100:,.2f}"


def atom_page(head: FeedHead, jobs: Iterable[Job], pages: FeedPages) -> Iterator[bytes]:
    """Give one page of the jobs as an Atom feed; ``pages`` lead to the others (RFC 5005)."""
    links = [f'<link rel="self" type="application/atom+xml" href={_quoted(head.address)}/>']
    links.append(f'<link rel="alternate" type="text/html" href={_quoted(head.page)}/>')
    for rel, address in (("first", pages.first), ("next", pages.following)):
        if address:
            links.append(f'<link rel="{rel}" type="application/atom+xml" href={_quoted(address)}/>')
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">',
        _element("id", pages.first or head.address),
        _element("title", head.title),
        _element("updated", _moment(head.changed_at)),
        f"<author>{_element('name', head.publisher)}</author>",
        *links,
    ]
    yield ("\n".join(parts) + "\n").encode()
    for job in jobs:
        yield _atom_entry(job).encode()
    yield b"</feed>\n"


def _atom_entry(job: Job) -> str:
    name = job.organization.name if job.organization else ""
    parts = [
        _element("id", f"urn:uuid:{job.public_id}"),
        _element("title", job.title),
        f'<link rel="alternate" type="text/html" href={_quoted(feed_address(job))}/>',
        _element("updated", _moment(changed_of(job))),
        _element("published", _moment(job.opened_at or job.created_at)),
        f"<author>{_element('name', name)}</author>",
        f"<category term={_quoted(job.role)}/>",
        f'<summary type="text">{_clean(summary_text(job))}</summary>',
        f'<content type="html">{_clean(description_html(job.document.text))}</content>',
    ]
    return "<entry>\n" + "\n".join(parts) + "\n</entry>\n"


def json_feed(head: FeedHead, jobs: Iterable[Job]) -> Iterator[bytes]:
    """Give the jobs as a JSON Feed; what is a job's own stands under ``_job``."""
    about = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": head.page,
        "feed_url": head.address,
        "language": "en-US",
        "authors": [{"name": head.publisher}],
    }
    yield (json.dumps(about, ensure_ascii=False)[:-1] + ', "items": [').encode()
    for number, job in enumerate(jobs):
        item = json.dumps(_json_item(job), ensure_ascii=False)
        yield (",\n" if number else "\n").encode() + item.encode()
    yield b"\n]}\n"


def _json_item(job: Job) -> dict[str, object]:
    until = last_moment(job)
    return {
        "id": str(job.public_id),
        "url": feed_address(job),
        "title": job.title,
        "summary": summary_text(job),
        "content_html": description_html(job.document.text),
        "date_published": _moment(job.opened_at or job.created_at),
        "date_modified": _moment(changed_of(job)),
        "authors": [{"name": job.organization.name if job.organization else ""}],
        "tags": [job.role],
        "_job": {
            "about": "https://schema.org/JobPosting",
            "kind": job.kind,
            "employment_types": employment_types(job),
            "work_mode": job.work_mode,
            "states": job.states,
            "places": [
                {"city": p.city, "state": p.state, "zip": p.zip_code, "percent": p.percent}
                for p in job.places.all()
            ],
            "pay_least": None if job.pay_least is None else job.pay_least / 100,
            "pay_most": None if job.pay_most is None else job.pay_most / 100,
            "pay_period": job.pay_period,
            "pay_currency": job.pay_currency,
            "hours_week": job.hours_week,
            "valid_through": _moment(until) if until else None,
        },
    }


def summary_text(job: Job) -> str:
    """Return a job in one line: who, where, and the pay where it is stated."""
    where = ", ".join(part for part in (job.city, job.state) if part)
    who = job.organization.name if job.organization else ""
    parts = (who, where, job.get_work_mode_display(), salary_text(job))
    return "; ".join(part for part in parts if part)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _clean(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("", text))


def _element(name: str, value: str) -> str:
    return f"<{name}>{_clean(value)}</{name}>"
