"""Checks JobPosting data by the rules that job search engines publish, knowing nothing of ours.

Required: title, description (HTML, not the title again), datePosted, hiringOrganization with a
name, and a place: jobLocation with a country, or TELECOMMUTE with applicantLocationRequirements.
What is optional must have the form it is documented with. Properties must be schema.org's.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

# Properties of a JobPosting that are used in the field; anything else is a slip of the pen.
_JOB = """
@context @type @id title description datePosted validThrough hiringOrganization jobLocation
jobLocationType applicantLocationRequirements baseSalary employmentType identifier directApply
educationRequirements experienceRequirements experienceInPlaceOfEducation url jobStartDate
totalJobOpenings industry occupationalCategory skills responsibilities qualifications
workHours jobBenefits
"""
_ADDRESS = "@type streetAddress addressLocality addressRegion postalCode addressCountry"
_EMPLOYMENT = "FULL_TIME PART_TIME CONTRACTOR TEMPORARY INTERN VOLUNTEER PER_DIEM OTHER"
JOB_PROPERTIES = frozenset(_JOB.split())
ADDRESS_PROPERTIES = frozenset(_ADDRESS.split())
EMPLOYMENT = frozenset(_EMPLOYMENT.split())
UNITS = frozenset(("HOUR", "DAY", "WEEK", "MONTH", "YEAR"))
SCHOOLING = frozenset(
    (
        "high school",
        "associate degree",
        "bachelor degree",
        "professional certificate",
        "postgraduate degree",
    )
)
AREAS = frozenset(["AdministrativeArea", "City", "State", "Country"])
_TAGS = frozenset(["p", "br", "ul", "ol", "li", "b", "strong", "i", "em"])


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[str] = []
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and ("type", "application/ld+json") in attrs:
            self.is_open = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.blocks[-1] += data


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.tags.append(f"unmatched /{tag}")

    def handle_data(self, data: str) -> None:
        self.words += data


def data_of(page: str) -> list[dict[str, Any]]:
    """Return the data blocks of a page, parsed."""
    parser = _Blocks()
    parser.feed(page)
    parser.close()
    return [json.loads(block) for block in parser.blocks]


def faults_of(data: dict[str, Any]) -> list[str]:
    """Return everything that is wrong with a JobPosting, empty for nothing."""
    faults = []
    if data.get("@context") not in ("https://schema.org/", "https://schema.org"):
        faults.append("context")
    if data.get("@type") != "JobPosting":
        faults.append("type")
    faults += [f"unknown {name}" for name in data if name not in JOB_PROPERTIES]
    faults += [f"empty {name}" for name, value in data.items() if value in ("", None, [], {})]
    for name in ("title", "description", "datePosted", "hiringOrganization"):
        if name not in data:
            faults.append(f"{name} is required")
    faults += _description(data) + _dates(data) + _places(data) + _pay(data) + _asked(data)
    employer = data.get("hiringOrganization", {})
    if employer.get("@type") != "Organization" or not employer.get("name"):
        faults.append("hiringOrganization names no organization")
    types = data.get("employmentType", [])
    types = [types] if isinstance(types, str) else types
    faults += [f"employmentType {each}" for each in types if each not in EMPLOYMENT]
    if "directApply" in data and not isinstance(data["directApply"], bool):
        faults.append("directApply is no boolean")
    identifier = data.get("identifier")
    if identifier is not None and (
        identifier.get("@type") != "PropertyValue" or not identifier.get("value")
    ):
        faults.append("identifier")
    if "url" in data and not re.fullmatch(r"https?://\S+", data["url"]):
        faults.append("url")
    return faults


def _description(data: dict[str, Any]) -> list[str]:
    text = data.get("description", "")
    markup = _Markup()
    markup.feed(text)
    markup.close()
    faults = [f"description holds {tag}" for tag in markup.tags if tag not in _TAGS]
    if markup.open:
        faults.append(f"description leaves {markup.open} open")
    if not markup.tags:
        faults.append("description has no paragraphs")
    if markup.words.strip() == str(data.get("title", "")).strip():
        faults.append("description says only the title")
    return faults


def _dates(data: dict[str, Any]) -> list[str]:
    faults = []
    posted = None
    try:
        posted = date.fromisoformat(str(data.get("datePosted", ""))[:10])
    except ValueError:
        faults.append("datePosted is no date")
    if "validThrough" in data:
        try:
            until = datetime.fromisoformat(data["validThrough"])
        except ValueError:
            faults.append("validThrough is no moment")
        else:
            if posted is not None and until.date() < posted:
                faults.append("validThrough lies before datePosted")
    if "jobStartDate" in data:
        try:
            date.fromisoformat(data["jobStartDate"])
        except ValueError:
            faults.append("jobStartDate is no date")
    return faults


def _places(data: dict[str, Any]) -> list[str]:
    faults = []
    kind = data.get("jobLocationType")
    if kind not in (None, "TELECOMMUTE"):
        faults.append(f"jobLocationType {kind}")
    if kind == "TELECOMMUTE" and "applicantLocationRequirements" not in data:
        faults.append("applicantLocationRequirements is required")
    if kind is None and "jobLocation" not in data:
        faults.append("jobLocation is required")
    if kind is None and "applicantLocationRequirements" in data:
        faults.append("applicantLocationRequirements without TELECOMMUTE")
    for place in _listed(data.get("jobLocation")):
        address = place.get("address", {})
        if place.get("@type") != "Place" or address.get("@type") != "PostalAddress":
            faults.append("jobLocation is no place with an address")
        if not address.get("addressCountry"):
            faults.append("addressCountry is required")
        faults += [f"address {name}" for name in address if name not in ADDRESS_PROPERTIES]
        faults += [f"empty {name}" for name, value in address.items() if not value]
        if "postalCode" in address and not re.fullmatch(r"\d{5}", address["postalCode"]):
            faults.append("postalCode")
    for area in _listed(data.get("applicantLocationRequirements")):
        if area.get("@type") not in AREAS or not area.get("name"):
            faults.append("applicantLocationRequirements names no area")
    return faults


def _pay(data: dict[str, Any]) -> list[str]:
    salary = data.get("baseSalary")
    if salary is None:
        return []
    faults = []
    value = salary.get("value", {})
    if salary.get("@type") != "MonetaryAmount" or not re.fullmatch(
        "[A-Z]{3}", salary.get("currency", "")
    ):
        faults.append("baseSalary is no amount of a currency")
    if value.get("@type") != "QuantitativeValue" or value.get("unitText") not in UNITS:
        faults.append("baseSalary has no unit")
    numbers = [value[name] for name in ("value", "minValue", "maxValue") if name in value]
    if not numbers or not all(type(each) in (int, float) and each > 0 for each in numbers):
        faults.append("baseSalary has no number")
    if "minValue" in value and "maxValue" in value and value["minValue"] > value["maxValue"]:
        faults.append("baseSalary is no range")
    return faults


def _asked(data: dict[str, Any]) -> list[str]:
    faults = [
        "educationRequirements"
        for each in _listed(data.get("educationRequirements"))
        if each.get("@type") != "EducationalOccupationalCredential"
        or each.get("credentialCategory") not in SCHOOLING
    ]
    experience = data.get("experienceRequirements")
    if experience is not None:
        months = experience.get("monthsOfExperience")
        if experience.get("@type") != "OccupationalExperienceRequirements" or not (
            type(months) is int and months > 0
        ):
            faults.append("experienceRequirements")
    if "experienceInPlaceOfEducation" in data and not (
        data["experienceInPlaceOfEducation"] is True
        and experience is not None
        and "educationRequirements" in data
    ):
        faults.append("experienceInPlaceOfEducation")
    return faults


def _listed(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
