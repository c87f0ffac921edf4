"""Drawn places: metropolitan areas with their smaller places, and who lives where."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.people import NO_PLACE
from preceptor.engine.match.scales import state_code
from preceptor.engine.tiles.stage import Homes

METROS = 300
LEAST_PLACES, MOST_PLACES = 20, 40
# Metropolitan populations fall off like 1 / (rank + 8); places of one are even.
POPULATION_OFFSET = 8
# About the contiguous United States, cut into five rows of ten states, in degrees.
SOUTH, NORTH, WEST, EAST = 26.0, 48.5, -123.0, -70.0
STATE_ROWS, STATE_COLUMNS = 5, 10
# A metropolitan area reaches this far from its center, in degrees of latitude.
SPREAD = 0.45

STATE_NAMES = (
    "WA MT ND MN WI MI NY VT NH ME OR ID SD IA IL IN OH PA NJ MA CA NV WY NE MO KY WV VA MD CT"
    " AZ UT CO KS AR TN NC SC DE RI HI NM OK TX LA MS AL GA FL AK"
)
STATES = tuple(STATE_NAMES.split())

MILLION = 1_000_000
SLOTS = 65_536


@dataclass(frozen=True, eq=False)
class Geography:
    """Places, and the dictionary of homes.

    ``latitude``, ``longitude`` int32 in millionths of a degree, ``state`` index into STATES,
    ``metro`` rank of the metropolitan area: one entry per place. ``slots`` uint32 (65,536):
    places as often as people live there. ``homes``: entry 2p is place p, entry 2p + 1 the same
    for who is willing to move; after the places one without anything known, and every state
    without a place, likewise in pairs.
    """

    latitude: NDArray[np.int32]
    longitude: NDArray[np.int32]
    state: NDArray[np.int64]
    metro: NDArray[np.int64]
    slots: NDArray[np.uint32]
    homes: Homes

    def __len__(self) -> int:
        return len(self.metro)

    def site(self, place: int) -> tuple[float, float]:
        """Return a place as latitude and longitude in degrees."""
        return self.latitude[place] / MILLION, self.longitude[place] / MILLION


def drawn_geography(seed: int = 3) -> Geography:
    """Return the places; the same for the same seed."""
    draw = Random(seed)  # noqa: S311 - a drawing that can be repeated
    latitude, longitude, state, metro = [], [], [], []
    for rank in range(METROS):
        center = draw.uniform(SOUTH, NORTH), draw.uniform(WEST, EAST)
        for _ in range(draw.randint(LEAST_PLACES, MOST_PLACES)):
            here = tuple(round(MILLION * (at + draw.uniform(-SPREAD, SPREAD))) for at in center)
            latitude.append(here[0])
            longitude.append(here[1])
            state.append(_state_at(*center))
            metro.append(rank)
    places = np.array([latitude, longitude], dtype=np.int32)
    metros, states = np.array(metro), np.array(state)
    return Geography(
        latitude=places[0],
        longitude=places[1],
        state=states,
        metro=metros,
        slots=_slots(metros),
        homes=_homes(places[0], places[1], states),
    )


def _state_at(latitude: float, longitude: float) -> int:
    row = int((NORTH - latitude) / (NORTH - SOUTH) * STATE_ROWS)
    column = int((longitude - WEST) / (EAST - WEST) * STATE_COLUMNS)
    return min(row, STATE_ROWS - 1) * STATE_COLUMNS + min(column, STATE_COLUMNS - 1)


def _slots(metro: NDArray[np.int64]) -> NDArray[np.uint32]:
    weight = 1 / ((metro + POPULATION_OFFSET) * np.bincount(metro)[metro])
    edges = np.round(np.append(0, np.cumsum(weight)) / weight.sum() * SLOTS).astype(np.int64)
    return np.repeat(np.arange(len(metro)), np.diff(edges)).astype(np.uint32)


def _homes(
    latitude: NDArray[np.int32], longitude: NDArray[np.int32], state: NDArray[np.int64]
) -> Homes:
    codes = np.array([state_code(each) for each in STATES], dtype=np.uint16)
    nowhere = np.full(len(STATES) + 1, NO_PLACE, dtype=np.int32)
    columns = (
        np.append(latitude, nowhere),
        np.append(longitude, nowhere),
        np.concatenate([codes[state], np.zeros(1, np.uint16), codes]),
    )
    return Homes(
        *(np.repeat(column, 2) for column in columns),
        willing_to_move=np.arange(2 * len(columns[0])) % 2 == 1,
    )
