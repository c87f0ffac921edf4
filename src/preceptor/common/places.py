"""Where a ZIP code or "City, ST" lies, without a network."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import zipcodes

STATE_CODES = """
AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH
NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR
"""
STATES = frozenset(STATE_CODES.split())
CITY_STATE = re.compile(r"\b([A-Z][A-Za-z.'\- ]{1,40}?),\s*([A-Z]{2})\b(?:\s+(\d{5}))?")


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A town: coordinates in degrees."""

    city: str
    state: str
    zip_code: str
    latitude: float
    longitude: float


@functools.lru_cache(maxsize=4096)
def find_zip(code: str) -> PlaceFound | None:
    """Return the place of a five-digit ZIP code, None if there is none."""
    if not re.fullmatch(r"\d{5}", code):
        return None
    found = zipcodes.matching(code)
    return _place(found[0]) if found else None


@functools.lru_cache(maxsize=4096)
def find_place(text: str) -> PlaceFound | None:
    """Return the first "City, ST" (or its ZIP) in a text that exists, None if none does."""
    for city, state, code in CITY_STATE.findall(text):
        if code and (found := find_zip(code)):
            return found
        if state not in STATES:
            continue
        # The words before a town may belong to the sentence: "Clinic in Portland, OR".
        words = city.split()
        for first in range(len(words)):
            rows = zipcodes.filter_by(city=" ".join(words[first:]).title(), state=state)
            if rows:
                return _place(rows[0])
    return None


def _place(row: dict[str, str]) -> PlaceFound:
    return PlaceFound(
        city=row["city"],
        state=row["state"],
        zip_code=row["zip_code"],
        latitude=float(row["lat"]),
        longitude=float(row["long"]),
    )
