"""Gates: licence, right to work, place and availability. Never scored, met or not."""

from __future__ import annotations

import math
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.job import Availability, Gate, Place, RightToWork
from preceptor.engine.match.people import (
    DEGREE,
    NO_PLACE,
    RIGHT_NO,
    RIGHT_YES,
    to_millionths,
)
from preceptor.engine.match.scales import State, state_code

EARTH_METERS = 6_371_009  # mean radius, International Union of Geodesy and Geophysics
MILE_METERS = 1609.344

States = NDArray[np.uint8]


class Homes(Protocol):
    """Where people live, as columns of ``Pool``."""

    @property
    def latitude(self) -> NDArray[np.int32]: ...
    @property
    def longitude(self) -> NDArray[np.int32]: ...
    @property
    def state(self) -> NDArray[np.uint16]: ...
    @property
    def willing_to_move(self) -> NDArray[np.bool_]: ...


class Terms(Protocol):
    """On what terms people work, as columns of ``Pool``."""

    @property
    def right_to_work(self) -> NDArray[np.uint8]: ...
    @property
    def can_work(self) -> NDArray[np.uint8]: ...
    @property
    def cannot_work(self) -> NDArray[np.uint8]: ...
    @property
    def available_from(self) -> NDArray[np.int32]: ...


class HomesAndTerms(Homes, Terms, Protocol):
    """All that gates without evidence read."""


def gate_states(pool: HomesAndTerms, gate: Gate) -> States:
    """Return the state of everyone on a gate that needs no evidence; uint8 (n)."""
    return place_states(pool, gate) if isinstance(gate, Place) else terms_states(pool, gate)


def terms_states(terms: Terms, gate: Gate) -> States:
    """Return the states on the right to work or availability; uint8 (n)."""
    if isinstance(gate, RightToWork):
        return states_of(terms.right_to_work == RIGHT_YES, terms.right_to_work == RIGHT_NO)
    if isinstance(gate, Availability):
        return _availability(terms, gate)
    raise TypeError(f"{type(gate).__name__} is not read from terms.")


def states_of(met: NDArray[np.bool_], stated: NDArray[np.bool_]) -> States:
    """Return met, else not met where something is stated, else not stated; uint8 (n)."""
    unmet = np.where(stated, np.uint8(State.NOT_MET), np.uint8(State.NOT_STATED))
    return np.where(met, np.uint8(State.MET), unmet)


def place_states(pool: Homes, place: Place) -> States:
    """Decide place as the model words it: unmet with home or state missing is not stated."""
    met = np.zeros(len(pool.state), dtype=np.bool_)
    if place.is_remote:
        named = np.array([state_code(state) for state in place.states], dtype=np.uint16)
        met |= np.isin(pool.state, named) if place.states else True
    if place.is_on_site:
        met |= pool.willing_to_move | _is_near(pool, place)
    return states_of(met, (pool.latitude != NO_PLACE) & (pool.state != 0))


def _is_near(pool: Homes, place: Place) -> NDArray[np.bool_]:
    reach = math.floor(place.radius_miles * MILE_METERS)
    near = np.zeros(len(pool.state), dtype=np.bool_)
    for site in place.sites:
        near |= meters_from(pool.latitude, pool.longitude, *to_millionths(*site)) <= reach
    near &= pool.latitude != NO_PLACE
    return near


def meters_from(
    latitude: NDArray[np.int32], longitude: NDArray[np.int32], site_lat: int, site_lon: int
) -> NDArray[np.int64]:
    """Return great-circle distances (haversine) in whole meters, so that they compare exactly.

    All places in millionths of a degree; unknown places give a meaningless number.
    """
    lat, lon, to_lat, to_lon = (
        np.deg2rad(np.asarray(value, dtype=np.float64) / DEGREE)
        for value in (latitude, longitude, site_lat, site_lon)
    )
    across = np.sin((to_lat - lat) / 2) ** 2
    along = np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    angle = 2 * np.arcsin(np.sqrt(np.clip(across + along, 0, 1)))
    meters: NDArray[Any] = np.rint(EARTH_METERS * angle).astype(np.int64)
    return meters


def _availability(pool: Terms, asked: Availability) -> States:
    """Decide availability: a clear no is not met; anything asked and unsaid is not stated."""
    ways = np.uint8(asked.asked)
    met = (pool.can_work & ~pool.cannot_work & ways) == ways
    refused = (pool.cannot_work & ways) > 0
    if asked.start_by is not None:
        day = asked.start_by.toordinal()
        met &= (pool.available_from > 0) & (pool.available_from <= day)
        refused |= pool.available_from > day
    return states_of(met, refused)
