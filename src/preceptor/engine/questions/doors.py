"""Which competency opens most doors: for one person, or for everybody around some jobs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from preceptor.engine.match import (
    Asked,
    CompiledJob,
    JobFit,
    Piece,
    Place,
    Pool,
    Prices,
    piece_for,
)
from preceptor.engine.match.gates import MILE_METERS, meters_from
from preceptor.engine.match.people import NO_PLACE, to_millionths
from preceptor.engine.match.scales import FULL, state_code

NOTHING: frozenset[int] = frozenset()
EVERYTHING = -1  # the mask of every requirement, however many


@dataclass(frozen=True, slots=True)
class Door:
    """One piece of evidence, and what it would change for one person.

    ``opens``: numbers of the jobs whose every must and gate the person would then meet, and
    does not now. ``nearer``: numbers of the jobs of which they would meet something required
    that they miss now; those opened are among them. Both rise.
    """

    piece: Piece
    opens: tuple[int, ...]
    nearer: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WideDoor:
    """One piece of evidence, and what it would change if everybody had it.

    ``ways``: pairs of a person and a job of which the person would then miss nothing, and
    misses something now. ``jobs``: numbers of the jobs with such a pair, rising.
    """

    piece: Piece
    ways: int
    jobs: tuple[int, ...]


def near_jobs(jobs: Iterable[CompiledJob], home: Pool, miles: float) -> tuple[CompiledJob, ...]:
    """Return the jobs that can be done from a home, in their order.

    ``home``: a pool of one person (or of one place). On site: a site within ``miles`` of it.
    Remote: no states are named, or the home's is among them. A job without a place gate does
    not say where it is, and stays; so does every job where no home is known.
    """
    return tuple(job for job in jobs if _is_near(job, home, miles))


def _is_near(job: CompiledJob, home: Pool, miles: float) -> bool:
    places = [gate for gate in job.job.gates if isinstance(gate, Place)]
    if not places or home.latitude[0] == NO_PLACE:
        return True
    states = {int(home.state[0])}
    return all(
        (place.is_remote and (not place.states or states & set(map(state_code, place.states))))
        or any(_miles_to(home, site) <= miles for site in place.sites if place.is_on_site)
        for place in places
    )


def _miles_to(home: Pool, site: tuple[float, float]) -> float:
    meters = meters_from(home.latitude[:1], home.longitude[:1], *to_millionths(*site))
    return int(meters[0]) / MILE_METERS


def door_openers(
    fits: Iterable[JobFit], *, except_for: Collection[int] = NOTHING
) -> tuple[Door, ...]:
    """Return the pieces of evidence that would open or bring nearer any of a person's jobs.

    ``fits``: how the person stands on each job. Offered is every competency that a must or
    licence they miss names, at the level and grade it asks; ``except_for`` are competencies not
    to offer. A piece that answers for several lines counts for all of them.
    Per competency the one piece that opens most, then brings most nearer, then asks the lowest
    level and grade. Most opened first, then most brought nearer, then competency number.

    It equals scoring every job again with the piece in the record. Empty where nothing is
    missed, or only what no competency meets.
    """
    missing = [fit for fit in fits if fit.unmet]
    pieces = {piece for fit in missing for piece in _offered(fit.job, fit.unmet)}
    pieces = {piece for piece in pieces if piece.competency not in except_for}
    reach = _Reach(pieces)
    opens: dict[Piece, list[int]] = defaultdict(list)
    nearer: dict[Piece, list[int]] = defaultdict(list)
    for fit in missing:
        for piece, met in reach.met_by(fit.job, fit.unmet).items():
            nearer[piece].append(fit.job.number)
            if met == fit.unmet:
                opens[piece].append(fit.job.number)
    doors = [
        Door(piece, tuple(sorted(opens[piece])), tuple(sorted(jobs)))
        for piece, jobs in nearer.items()
    ]
    doors.sort(key=lambda door: (-len(door.opens), -len(door.nearer), _order(door.piece)))
    return _first_of_each(doors)


def wide_doors(
    priced: Iterable[Prices], *, except_for: Collection[int] = NOTHING
) -> tuple[WideDoor, ...]:
    """Return the pieces of evidence that would bring people into jobs if everybody had them.

    ``priced``: the prices of the jobs, of the same people. Offered is every competency that a
    must or licence of them names, as asked. Per competency the one piece with most ways, then
    the lowest level and grade. Most ways first, then most jobs, then competency number; pieces
    that bring nobody are left out.
    """
    ways: dict[Piece, dict[int, int]] = defaultdict(dict)
    every = list(priced)
    pieces = {piece for prices in every for piece in _offered(prices.job, EVERYTHING)}
    reach = _Reach({piece for piece in pieces if piece.competency not in except_for})
    for prices in every:
        counted: dict[int, int] = {}
        for piece, met in reach.met_by(prices.job, EVERYTHING).items():
            if met not in counted:
                counted[met] = prices.histogram.passing(dropped=met) - prices.passing
            if counted[met]:
                ways[piece][prices.job.number] = counted[met]
    doors = [
        WideDoor(piece, sum(jobs.values()), tuple(sorted(jobs))) for piece, jobs in ways.items()
    ]
    doors.sort(key=lambda door: (-door.ways, -len(door.jobs), _order(door.piece)))
    return _first_of_each(doors)


AnyDoor = TypeVar("AnyDoor", Door, WideDoor)


def _order(piece: Piece) -> tuple[int, int, int]:
    return (piece.competency, piece.level, int(piece.grade))


def _first_of_each(doors: list[AnyDoor]) -> tuple[AnyDoor, ...]:
    first: dict[int, AnyDoor] = {}
    for door in doors:
        first.setdefault(door.piece.competency, door)
    return tuple(first.values())


def _offered(job: CompiledJob, unmet: int) -> Iterator[Piece]:
    """Yield the pieces that would meet something of a mask, one per alternative."""
    for bit, alternatives in enumerate(_alternatives(job)):
        if unmet >> bit & 1:
            yield from (piece_for(job, choice) for choice in alternatives)


def _alternatives(job: CompiledJob) -> list[tuple[Asked, ...]]:
    """Return what each requirement of a job reads from the evidence; empty for all else."""
    return [
        job.asked[each.line] if each.line is not None else job.gate_asked[each.gate or 0]
        for each in job.requirements
    ]


class _Reach:
    """Which requirements each of some pieces of evidence meets by itself."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces: dict[int, list[Piece]] = defaultdict(list)
        for piece in pieces:
            self._pieces[piece.competency].append(piece)
        self._answering: dict[int, list[Piece]] = {}

    def met_by(self, job: CompiledJob, unmet: int) -> dict[Piece, int]:
        """Return piece -> mask of what it meets of a mask; pieces that meet nothing are absent."""
        met: dict[Piece, int] = defaultdict(int)
        for bit, alternatives in enumerate(_alternatives(job)):
            if not unmet >> bit & 1:
                continue
            for choice in alternatives:
                for piece in self._answers(job, choice.competency):
                    if piece.level >= choice.level and piece.grade >= choice.grade:
                        met[piece] |= 1 << bit
        return met

    def _answers(self, job: CompiledJob, asked: int) -> list[Piece]:
        """Return the pieces whose competency answers in full for one that is asked."""
        if asked not in self._answering:
            held, percent = job.codebook.similarity.held_for(asked)
            self._answering[asked] = [
                piece
                for competency in held[percent == FULL].tolist()
                for piece in self._pieces.get(competency, ())
            ]
        return self._answering[asked]
