"""People in the order of a need, with filters on top: the engine's own ranking, each with proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.core.paginator import Page, Paginator
from numpy.typing import NDArray

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import explain, score_pool
from preceptor.engine.match.scales import MOST_CREDIT
from preceptor.engine.tiles import Everyone, LivePool
from preceptor.jobs.models import Job
from preceptor.matches.answers import LineState, RoleNear
from preceptor.matches.line_states import line_states
from preceptor.matches.queries.counted import counted_everyone, counted_prices
from preceptor.matches.queries.people import Card, cards_of
from preceptor.matches.queries.pool import CurrentPool, ReadyJob, built_from, ready_job
from preceptor.matches.queries.pool_columns import PoolColumns, pool_columns
from preceptor.matches.queries.pool_filters import PeopleQuery
from preceptor.matches.queries.pool_search import Searched, search_pool
from preceptor.matches.queries.shown import roles_near, said_warnings, shown_people


@dataclass(frozen=True, slots=True)
class NeedPerson:
    """Somebody in the order of a need: the place among everybody, and every line."""

    card: Card
    rank: int
    score: int
    out_of: int
    passes: bool
    lines: tuple[LineState, ...]

    @property
    def key(self) -> str:
        """Return what tells people apart without a name."""
        return self.card.key

    @property
    def gates_unmet(self) -> tuple[str, ...]:
        """Return the gates that stand in the way."""
        return tuple(each.label for each in self.lines if each.is_gate and each.state != "met")


@dataclass(frozen=True, eq=False)
class NeedList:
    """A page of the people for a need; ``pool`` and ``meet_all`` count everybody."""

    found: Searched
    page: Page[int]
    people: tuple[NeedPerson, ...]
    pool: int
    meet_all: int
    roles: tuple[RoleNear, ...]
    warnings: tuple[str, ...]

    @property
    def numbers(self) -> list[int]:
        """Return the numbers of the people shown."""
        return [each.card.number for each in self.people]


def need_list(
    job: Job,
    current: CurrentPool,
    query: PeopleQuery,
    *,
    today: date,
    page: str | None = None,
    page_size: int,
) -> NeedList:
    """Return the people of a search in the order of a need; its lines must be loaded.

    One pass over the pool, or none where it was asked a moment ago; whoever is shown is scored
    and explained by the plain engine.
    """
    ready = ready_job(job)
    columns = pool_columns(current)
    everyone = counted_everyone(current, ready.compiled)
    standing = _standing(current.live, everyone, columns)
    order = np.lexsort((columns.number, -standing))
    found = search_pool(columns, query, today=today, order=order)
    paginator = Paginator(found.numbers(), page_size)
    shown = paginator.get_page(page)
    prices = counted_prices(current, ready.compiled, built_from(job, []).job).prices
    return NeedList(
        found=found,
        page=shown,
        people=tuple(_people(ready, current, list(shown), everyone, columns, standing)),
        pool=len(columns),
        meet_all=prices.passing,
        roles=roles_near(job.roles),
        warnings=said_warnings(job.warnings),
    )


def _standing(live: LivePool, everyone: Everyone, columns: PoolColumns) -> NDArray[np.int64]:
    """Return what orders the open list, for every row of the columns."""
    numbers = np.concatenate([np.asarray(part.pool.number) for part in live.parts])
    # Who changed stands twice: absent among the tiles, present on top of them.
    is_there = everyone.standing >= 0
    numbers, standing = numbers[is_there], everyone.standing[is_there]
    order = np.argsort(numbers)
    at = order[np.searchsorted(numbers[order], columns.number)]
    return standing[at].astype(np.int64)


def _people(
    ready: ReadyJob,
    current: CurrentPool,
    numbers: Sequence[int],
    everyone: Everyone,
    columns: PoolColumns,
    standing: NDArray[np.int64],
) -> list[NeedPerson]:
    organization = ready.job.organization
    assert organization is not None  # people are searched for an organization's own need  # noqa: S101
    cards = {card.number: card for card in cards_of(numbers, organization)}
    shown = shown_people(list(cards))
    ordered = sorted(cards)
    pool = columns.pool.select(np.searchsorted(columns.number, np.array(ordered, dtype=np.int64)))
    scored = score_pool(pool, ready.compiled)
    lines = list(ready.job.lines.all())
    found = []
    for number in numbers:
        if number not in cards:
            continue
        row = pool.row_of(number)
        at = int(np.searchsorted(columns.number, number))
        found.append(
            NeedPerson(
                card=cards[number],
                rank=int(everyone.ranks[standing[at]]),
                score=int(scored.scores[row]),
                out_of=MOST_CREDIT * sum(ready.compiled.weights),
                passes=int(scored.unmet[row]) == 0,
                lines=line_states(
                    lines,
                    ready.built,
                    ready.compiled,
                    explain(scored, row),
                    shown[number].pieces,
                    load_vocabulary(),
                ),
            )
        )
    return found
