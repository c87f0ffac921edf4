"""Which competency opens most doors: near a person, or around a place for a program."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.common.places import PlaceFound
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import (
    Job,
    JobFit,
    PersonRecord,
    Pool,
    build_pool,
)
from preceptor.engine.questions import door_openers, near_jobs, wide_doors
from preceptor.matches.answers import (
    DoorRow,
    Doors,
    StampView,
    WideDoorRow,
    WideDoors,
)
from preceptor.matches.queries.board import Posted
from preceptor.matches.queries.counted import counted_prices
from preceptor.matches.queries.pool import CurrentPool
from preceptor.matches.ways import past_competencies, piece_words

MILES = 50
DOORS_SHOWN = 8
TITLES_SHOWN = 3


def doors_near(
    alone: Pool, fits: Sequence[JobFit], board: Sequence[Posted], *, miles: int
) -> Doors:
    """Return what would open most of the jobs near a person.

    ``alone``: the person's record as a pool of its own; ``fits``: how they stand on every job
    of the board. Another working life is not offered: nobody can add one.
    """
    vocabulary = load_vocabulary()
    near = {job.number for job in near_jobs([each.compiled for each in board], alone, miles)}
    posted = {each.compiled.number: each for each in board}
    around = [fit for fit in fits if fit.job.number in near]
    found = door_openers(around, except_for=past_competencies(vocabulary))
    return Doors(
        miles=miles,
        jobs=len(around),
        job_count=len(board),
        passing=sum(fit.passes for fit in around),
        single=len({number for door in found for number in door.opens}),
        rows=tuple(
            DoorRow(
                competency=vocabulary.competencies[door.piece.competency].id,
                label=words[0],
                shown=words[1],
                opens=len(door.opens),
                nearer=len(door.nearer),
                titles=tuple(
                    (posted[number].title, posted[number].slug)
                    for number in door.opens[:TITLES_SHOWN]
                ),
            )
            for door in found[:DOORS_SHOWN]
            for words in [piece_words(door.piece, vocabulary)]
        ),
    )


def doors_around(
    place: PlaceFound,
    current: CurrentPool,
    board: Sequence[Posted],
    stamp: StampView,
    *,
    miles: int,
    limit: int = DOORS_SHOWN,
) -> WideDoors:
    """Return what would open most doors around a place if everybody who can be asked had it.

    One pass over the pool for every open job near the place, or none where it was counted a
    moment ago.
    """
    vocabulary = load_vocabulary()
    home = build_pool(
        [PersonRecord(0, state=place.state, home=(place.latitude, place.longitude))],
        as_of=current.live.as_of,
        codebook=codebook(),
    )
    jobs = near_jobs([each.compiled for each in board], home, miles)
    nothing = Job(number=0, lines=())
    priced = [counted_prices(current, job, nothing).prices for job in jobs]
    found = wide_doors(priced, except_for=past_competencies(vocabulary))
    return WideDoors(
        place=f"{place.city}, {place.state}",
        miles=miles,
        jobs=len(jobs),
        job_count=len(board),
        people=current.live.size,
        ways=sum(prices.passing for prices in priced),
        rows=tuple(
            WideDoorRow(
                competency=vocabulary.competencies[door.piece.competency].id,
                label=words[0],
                shown=words[1],
                ways=door.ways,
                jobs=len(door.jobs),
            )
            for door in found[:limit]
            for words in [piece_words(door.piece, vocabulary)]
        ),
        stamp=stamp,
    )
