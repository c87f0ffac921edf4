"""Clear people from tiles where they lie: what to write, and where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.scales import CODES_EACH, GRADES, LEVELS
from preceptor.engine.tiles.layout import NOBODY, TILE, TiledPool

STANDING = ("standing_complete", "standing_education", "standing_stated", "standing_scopes")


@dataclass(frozen=True, eq=False)
class Patch:
    """New values for an array: ``values`` belong at ``places`` of the flattened array."""

    places: NDArray[np.int64]
    values: NDArray[Any]


def with_nobody(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return a pool's arrays with one more standing, which no scope covers.

    Whoever is cleared gets it, and so stands in no pool. Undone by ``without_nobody``.
    """
    padded = {name: np.append(arrays[name], arrays[name].dtype.type(0)) for name in STANDING}
    standing_of = arrays["standing_of"]
    if len(padded[STANDING[0]]) - 1 > np.iinfo(standing_of.dtype).max:
        standing_of = standing_of.astype(np.uint32)
    return {**arrays, **padded, "standing_of": standing_of}


def without_nobody(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return a pool's arrays without the last standing, where nobody has been cleared."""
    nobody = len(arrays["standing_scopes"]) - 1
    is_nobody = nobody >= 0 and not any(arrays[name][nobody] for name in STANDING)
    if not is_nobody or (arrays["standing_of"] == nobody).any():
        return dict(arrays)
    return {**arrays, **{name: arrays[name][:-1] for name in STANDING}}


def cleared(pool: TiledPool, numbers: Iterable[int]) -> dict[str, Patch]:
    """Return what to write so that nothing of some people is left; {} where none is there.

    Their rows stay, in no scope, with the number of whoever comes before (0 for nobody), so
    that numbers still rise; pieces become zeros and, in the lists, nobody. Homes, terms and
    hours stay in their tables and belong to no one. The pool must come from ``with_nobody``.
    """
    order = sorted(set(numbers))
    places = [_place_of(pool, number) for number in order]
    found = [place for place in places if place is not None]
    if not found:
        return {}
    rows = pool.by_number[np.array(found)].astype(np.int64)
    pieces, listed = _pieces(pool, rows)
    nobody = len(pool.standings) - 1
    if pool.standing_scopes[nobody]:
        raise ValueError("The pool has no standing for nobody: it is not from with_nobody.")
    count = len(pool)
    domains = np.arange(4)[:, None]
    nothing = np.zeros(len(rows), dtype=np.uint8)
    return {
        "number": _renumbered(pool, found),
        "quarters": Patch((domains * count + rows).ravel(), np.zeros(4 * len(rows), np.uint8)),
        "hours_of": Patch(rows, nothing.astype(pool.hours_of.dtype)),
        "terms_of": Patch(rows, nothing.astype(pool.terms_of.dtype)),
        "standing_of": Patch(rows, np.full(len(rows), nobody, pool.standing_of.dtype)),
        "codes": Patch(pieces, np.zeros(len(pieces), pool.codes.dtype)),
        "list_ids": Patch(listed, np.full(len(listed), NOBODY, np.uint16)),
    }


def are_cleared(numbers: NDArray[np.int64], before: int) -> NDArray[np.bool_]:
    """Tell which of some rising numbers are those of cleared rows.

    A cleared row repeats the number before it; ``before`` is the one before the first, 0 for none.
    """
    repeats: NDArray[np.bool_] = np.diff(numbers, prepend=before) == 0
    return repeats


def _place_of(pool: TiledPool, number: int) -> int | None:
    """Return the place of a person in the order of numbers."""
    place = bisect_left(range(len(pool)), number, key=lambda at: _number_at(pool, at))
    return place if place < len(pool) and _number_at(pool, place) == number else None


def _number_at(pool: TiledPool, place: int) -> int:
    return int(pool.number[pool.by_number[place]])


def _renumbered(pool: TiledPool, places: list[int]) -> Patch:
    """Return the numbers of rows to clear, at rising places, and of rows cleared before.

    Those that were cleared before have the number of whoever came before them, who may be
    cleared now.
    """
    renumbered: dict[int, int] = {-1: 0}
    for place in places:
        own, earlier = _number_at(pool, place), place - 1
        number = renumbered[earlier] if earlier in renumbered else _number_at(pool, earlier)
        at = place
        while at < len(pool) and _number_at(pool, at) == own:
            renumbered[at] = number
            at += 1
    del renumbered[-1]
    rows = pool.by_number[np.array(list(renumbered))].astype(np.int64)
    return Patch(rows, np.array(list(renumbered.values()), dtype=pool.number.dtype))


def _pieces(
    pool: TiledPool, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the codes of some rows lie, and where the lists name these rows."""
    pieces: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    listed: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    firsts = pool.first_pieces(rows)
    for row, first in zip(rows.tolist(), firsts.tolist(), strict=True):
        own = np.arange(first, first + int(pool.piece_counts[row]))
        pieces.append(own)
        tile, local = divmod(row, TILE)
        for code in np.unique(pool.codes[own]).tolist():
            index = _index_code(code)
            start, end = pool.tile_bases[tile] + pool.list_starts[tile, index : index + 2].astype(
                np.int64
            )
            listed.append(start + np.flatnonzero(pool.list_ids[start:end] == local))
    return np.concatenate(pieces), np.concatenate(listed)


def _index_code(code: int) -> int:
    """Return the list of a code: level and grade change places."""
    competency, rest = divmod(code, CODES_EACH)
    level, grade = divmod(rest, GRADES)
    return competency * CODES_EACH + grade * LEVELS + level
