"""Place gates of many jobs, each once, laid out so that one home finds those it meets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import Place
from preceptor.engine.match.gates import EARTH_METERS, MILE_METERS, meters_from
from preceptor.engine.match.people import DEGREE, to_millionths
from preceptor.engine.match.scales import state_code

# The square of a chord of the unit globe is reckoned to about 1e-15; this much to either side,
# some meters, is left to the exact distance.
CHORD_SLACK = 1e-11
LATITUDE_SLACK = 1e-9  # radians

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Places:
    """p places with s sites.

    ``is_on_site`` bool (p): met by whoever is willing to move. ``states`` uint16 rising, and
    ``state_starts`` int64: the places met from a state, as spans of ``state_places``.
    Sites rise by latitude: ``site_place``, ``site_latitude`` and ``site_longitude`` in
    millionths, ``site_reach`` in meters; ``site_radians`` (s) their latitude, ``site_globe``
    (s, 3) where they lie on the unit globe, ``site_sure`` and ``site_maybe`` (s): the squares of
    chords up to which a home is certainly, and possibly, within reach. ``widest``: the largest
    reach in radians, with slack.
    """

    is_on_site: NDArray[np.bool_]
    states: NDArray[np.uint16]
    state_starts: Ints
    state_places: NDArray[np.int32]
    site_place: NDArray[np.int32]
    site_latitude: NDArray[np.int32]
    site_longitude: NDArray[np.int32]
    site_reach: Ints
    site_radians: Floats
    site_globe: Floats
    site_sure: Floats
    site_maybe: Floats
    widest: float

    def __len__(self) -> int:
        return len(self.is_on_site)


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """All that decides whether a place is met: remote from these states, or near these sites."""

    states: frozenset[int]
    is_on_site: bool
    sites: tuple[tuple[int, int], ...]
    reach: int


def place_key(place: Place) -> PlaceKey | None:
    """Return what decides a place, None for one that is met from anywhere."""
    if place.is_remote and not place.states:
        return None
    return PlaceKey(
        states=frozenset(state_code(state) for state in place.states)
        if place.is_remote
        else frozenset(),
        is_on_site=place.is_on_site,
        sites=tuple(to_millionths(*site) for site in place.sites) if place.is_on_site else (),
        reach=math.floor(place.radius_miles * MILE_METERS),
    )


def lay_out_places(keys: Sequence[PlaceKey]) -> Places:
    """Return some places as arrays; none give empty arrays."""
    named = sorted((state, i) for i, key in enumerate(keys) for state in key.states)
    states, starts = np.unique(np.array([state for state, _ in named], dtype=np.uint16), True)
    sites = sorted(
        (*site, key.reach, i) for i, key in enumerate(keys) for site in key.sites if key.reach >= 0
    )
    table = np.array(sites, dtype=np.int64).reshape(-1, 4)
    angles = (table[:, 2] + 1) / EARTH_METERS
    chords = np.where(angles < math.pi, 2 * np.sin(np.minimum(angles, math.pi) / 2), 2.0) ** 2
    within = 2 * np.sin(np.clip((table[:, 2] - 1) / EARTH_METERS, 0, math.pi) / 2)
    return Places(
        is_on_site=np.array([key.is_on_site for key in keys], dtype=np.bool_),
        states=states,
        state_starts=np.append(starts, len(named)).astype(np.int64),
        state_places=np.array([i for _, i in named], dtype=np.int32),
        site_place=table[:, 3].astype(np.int32),
        site_latitude=table[:, 0].astype(np.int32),
        site_longitude=table[:, 1].astype(np.int32),
        site_reach=table[:, 2].copy(),
        site_radians=np.deg2rad(table[:, 0] / DEGREE),
        site_globe=on_globe(table[:, 0], table[:, 1]),
        site_sure=within**2 - CHORD_SLACK,
        site_maybe=chords + CHORD_SLACK,
        widest=float(angles.max(initial=0)) + LATITUDE_SLACK,
    )


def on_globe(latitude: NDArray[np.integer], longitude: NDArray[np.integer]) -> Floats:
    """Return places given in millionths of a degree as points of the unit globe, (n, 3)."""
    lat, lon = np.deg2rad(latitude / DEGREE), np.deg2rad(longitude / DEGREE)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def are_near(
    places: Places,
    sites: NDArray[np.integer],
    latitude: NDArray[np.int32],
    longitude: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Return, pair by pair, whether a home lies within reach of a site, by the exact distance."""
    near = np.zeros(len(sites), dtype=np.bool_)
    for i, site in enumerate(sites):
        meters = meters_from(
            latitude[i : i + 1],
            longitude[i : i + 1],
            int(places.site_latitude[site]),
            int(places.site_longitude[site]),
        )
        near[i] = meters[0] <= places.site_reach[site]
    return near
