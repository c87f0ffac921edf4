"""Where a ZIP code or "City, ST" lies, without a network."""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass

import zipcodes

from preceptor.common.kept_files import keep, read_kept

STATE_LIST = """
Alabama AL, Alaska AK, Arizona AZ, Arkansas AR, California CA, Colorado CO, Connecticut CT,
Delaware DE, District of Columbia DC, Florida FL, Georgia GA, Hawaii HI, Idaho ID, Illinois IL,
Indiana IN, Iowa IA, Kansas KS, Kentucky KY, Louisiana LA, Maine ME, Maryland MD, Massachusetts
MA, Michigan MI, Minnesota MN, Mississippi MS, Missouri MO, Montana MT, Nebraska NE, Nevada NV,
New Hampshire NH, New Jersey NJ, New Mexico NM, New York NY, North Carolina NC, North Dakota ND,
Ohio OH, Oklahoma OK, Oregon OR, Pennsylvania PA, Rhode Island RI, South Carolina SC, South
Dakota SD, Tennessee TN, Texas TX, Utah UT, Vermont VT, Virginia VA, Washington WA, West
Virginia WV, Wisconsin WI, Wyoming WY, Puerto Rico PR
"""
# By code, in the order of the names.
STATE_NAMES = {
    entry.strip()[-2:]: entry.strip()[:-3] for entry in " ".join(STATE_LIST.split()).split(",")
}
STATES = frozenset(STATE_NAMES)
# The mean radius of the earth (IUGG), 6,371.0088 km.
EARTH_MILES = 3958.7613
KEPT_NAME = "places-{version}.txt"
_COLUMNS = ("zip_code", "city", "state", "lat", "long")
# The version of our own lines, and what stands at the end of a file that is whole.
_TABLE_FORM = 1
_END = "\n|end\n"
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
    return _first(f"\n{code}|")


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
            found = _first(f"|{' '.join(words[first:]).title()}|{state}|")
            if found:
                return found
    return None


def miles_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the great-circle distance of two places in degrees (haversine), in miles.

    >>> round(miles_between((44.3106, -69.7795), (44.8012, -68.7778)), 1)
    59.8
    """
    north, east, north_2, east_2 = (math.radians(part) for part in (*here, *there))
    half = (
        math.sin((north_2 - north) / 2) ** 2
        + math.cos(north) * math.cos(north_2) * math.sin((east_2 - east) / 2) ** 2
    )
    return 2 * EARTH_MILES * math.asin(math.sqrt(min(1.0, half)))


def _first(part: str) -> PlaceFound | None:
    """Return the first place whose line holds a part, None if none does."""
    table = _table()
    at = table.find(part)
    if at < 0:
        return None
    start = table.rfind("\n", 0, at + 1) + 1
    zip_code, city, state, latitude, longitude = table[start : table.index("\n", start)].split("|")
    return PlaceFound(city, state, zip_code, float(latitude), float(longitude))


@functools.cache
def _table() -> str:
    """Return all places as one text of lines, which is searched faster than rows are made.

    Unpacking the package's forty thousand rows takes a fifth of a second, reading the kept text
    some thousandths.
    """
    name = KEPT_NAME.format(version=f"{zipcodes.__version__}-{_TABLE_FORM}")
    table = read_kept(name)
    if table is None or not table.endswith(_END):
        rows = ("|".join(row[key] for key in _COLUMNS) for row in zipcodes.list_all())
        table = "\n" + "\n".join(rows) + _END
        keep(name, table, replaces=KEPT_NAME.format(version="*"))
    return table
