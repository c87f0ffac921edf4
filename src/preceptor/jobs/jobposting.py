"""A job as schema.org's JobPosting, and as the fields that job feeds share."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any

from preceptor.accounts.models import Organization
from preceptor.common.addresses import address_of, site_address
from preceptor.common.marked_text import mark_text
from preceptor.common.places import STATE_NAMES
from preceptor.jobs.models import Job, JobPlace, Line

COUNTRY = "US"
FULL_TIME_HOURS = 35
_UNITS = {Job.Pay.HOUR: "HOUR", Job.Pay.YEAR: "YEAR"}
_ENDED = (Job.Status.FILLED, Job.Status.CLOSED, Job.Status.EXPIRED)
# As search engines name them, by the levels 1 to 6 of a line; what has no name is left out.
_SCHOOLING = {
    1: "high school",
    2: "professional certificate",
    3: "associate degree",
    4: "bachelor degree",
    5: "postgraduate degree",
    6: "postgraduate degree",
}


def job_address(job: Job) -> str:
    """Return the whole address of a job's public page."""
    return site_address(address_of("job", job.slug))


def description_html(text: str) -> str:
    """Return a posting's text as paragraphs and lists, everything else escaped."""
    parts: list[str] = []
    in_list = False
    for paragraph in mark_text(text, []):
        words = html.escape("".join(piece.text for piece in paragraph.pieces).strip())
        if not words:
            continue
        if paragraph.is_item and not in_list:
            parts.append("<ul>")
        elif in_list and not paragraph.is_item:
            parts.append("</ul>")
        in_list = paragraph.is_item
        parts.append(f"<li>{words}</li>" if paragraph.is_item else f"<p>{words}</p>")
    return "".join(parts) + ("</ul>" if in_list else "")


def last_moment(job: Job) -> datetime | None:
    """Return until when one may apply: the last day's end, or when it was ended before."""
    if job.status in _ENDED and job.closed_at is not None:
        return job.closed_at
    if job.expires_on is None:
        return None
    return datetime.combine(job.expires_on, time(23, 59, 59), tzinfo=UTC)


def employment_types(job: Job) -> list[str]:
    """Return schema.org's words for how somebody is engaged; empty where it is not stated."""
    if job.kind == Job.Kind.INTERNSHIP:
        return ["INTERN"]
    types = ["CONTRACTOR"] if job.kind == Job.Kind.ENGAGEMENT else []
    shared = sum(place.percent or 0 for place in job.places.all())
    if job.hours_week is not None:
        types.append("FULL_TIME" if job.hours_week >= FULL_TIME_HOURS else "PART_TIME")
    elif 0 < shared < 100:
        types.append("PART_TIME")
    return types


def posting_data(job: Job) -> dict[str, Any]:
    """Return a job as a JobPosting; organization, document, lines and places must be loaded.

    What is not stated is left out. A job that can be done from home only names no place of work.
    """
    opened = job.opened_at or job.created_at
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": job.title,
        "description": description_html(job.document.text),
        "identifier": {
            "@type": "PropertyValue",
            "name": job.organization.name if job.organization else "",
            "value": str(job.public_id),
        },
        "url": job_address(job),
        "datePosted": opened.astimezone(UTC).date().isoformat(),
        "hiringOrganization": _hiring(job.organization),
        "directApply": True,
    }
    until = last_moment(job)
    if until is not None:
        data["validThrough"] = until.astimezone(UTC).isoformat(timespec="seconds")
    if types := employment_types(job):
        data["employmentType"] = types[0] if len(types) == 1 else types
    if job.starts_on is not None:
        data["jobStartDate"] = job.starts_on.isoformat()
    if job.openings > 1:
        data["totalJobOpenings"] = job.openings
    return data | _where(job) | _pay(job) | _asked(job)


def _hiring(organization: Organization | None) -> dict[str, str]:
    hiring = {"@type": "Organization", "name": organization.name if organization else ""}
    if organization is not None and organization.website:
        hiring["sameAs"] = organization.website
    return hiring


def _where(job: Job) -> dict[str, Any]:
    places = [] if job.work_mode == Job.WorkMode.REMOTE else [_place(p) for p in job.places.all()]
    where: dict[str, Any] = {}
    if job.work_mode in (Job.WorkMode.REMOTE, Job.WorkMode.FLEXIBLE):
        where["jobLocationType"] = "TELECOMMUTE"
        allowed = [
            {"@type": "State", "name": f"{STATE_NAMES[state]}, USA"} for state in job.states
        ] or [{"@type": "Country", "name": "USA"}]
        where["applicantLocationRequirements"] = allowed[0] if len(allowed) == 1 else allowed
    elif not places:
        places = [
            {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": COUNTRY}}
        ]
    if places:
        where["jobLocation"] = places[0] if len(places) == 1 else places
    return where


def _place(place: JobPlace) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "addressLocality": place.city,
        "addressRegion": place.state,
        "addressCountry": COUNTRY,
    }
    if place.zip_code:
        address["postalCode"] = place.zip_code
    return {"@type": "Place", "address": address}


def _pay(job: Job) -> dict[str, Any]:
    least, most = job.pay_least, job.pay_most
    if least is None and most is None:
        return {}
    value: dict[str, Any] = {
        "@type": "QuantitativeValue",
        "unitText": _UNITS[Job.Pay(job.pay_period)],
    }
    if least == most and least is not None:
        value["value"] = _amount(least)
    else:
        if least is not None:
            value["minValue"] = _amount(least)
        if most is not None:
            value["maxValue"] = _amount(most)
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": job.pay_currency, "value": value}}


def _amount(cents: int) -> int | float:
    return cents // 100 if cents % 100 == 0 else cents / 100


def _asked(job: Job) -> dict[str, Any]:
    """Return the required years and education: what search engines ask people about."""
    asked: dict[str, Any] = {}
    musts = [line for line in job.lines.all() if line.necessity == Line.Necessity.MUST]
    months = [3 * line.spec["quarters"] for line in musts if line.kind == Line.Kind.YEARS]
    if months:
        asked["experienceRequirements"] = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": max(months),
        }
    levels = [
        way["level"]
        for line in musts
        if line.kind == Line.Kind.EDUCATION
        for way in line.spec["any_of"]
    ]
    if known := _credentials(levels):
        asked["educationRequirements"] = known[0] if len(known) == 1 else known
        if 0 in levels and months:
            asked["experienceInPlaceOfEducation"] = True
    return asked


def _credentials(levels: Iterable[int]) -> list[Mapping[str, str]]:
    names = dict.fromkeys(_SCHOOLING[level] for level in sorted(levels) if level in _SCHOOLING)
    return [
        {"@type": "EducationalOccupationalCredential", "credentialCategory": name} for name in names
    ]
