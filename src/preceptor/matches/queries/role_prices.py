"""What each line that a role asks costs in the pool of today."""

from __future__ import annotations

from dataclasses import dataclass

from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import Job, compile_job
from preceptor.engine.translate import LineDraft, job_from
from preceptor.engine.vocabulary import Competency, Role
from preceptor.matches.queries.counted import counted_prices
from preceptor.matches.queries.pool import CurrentPool

# A posting of this role asks about so many of its lines; beyond, they price one another out.
LINES = 12


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A line as a posting of the role would ask it, and who meets it.

    Counts are over everybody who can be asked and add up: met + not_met + not_stated = pool.
    ``lost_alone``: people shut out by this line and no other.
    """

    competency: Competency
    level: int
    weight: int
    met: int
    not_met: int
    not_stated: int
    lost_alone: int


@dataclass(frozen=True, slots=True)
class RolePrices:
    """A role's heaviest lines priced as musts; ``meet_all`` meet every one of them."""

    role: Role
    pool: int
    meet_all: int
    lines: tuple[RoleLine, ...]


def role_prices(role: Role, current: CurrentPool) -> RolePrices:
    """Return the prices of a role's heaviest lines, the heaviest first."""
    vocabulary = load_vocabulary()
    asks = sorted(role.asks, key=lambda ask: -ask.weight)[:LINES]
    drafts = [
        LineDraft(
            kind="competency",
            necessity="must",
            weight=ask.weight,
            label=vocabulary.by_id[ask.competency].name,
            spec={"any_of": [{"competency": ask.competency, "level": ask.level}]},
            rule="role",
        )
        for ask in asks
    ]
    built = job_from(drafts, vocabulary, number=0)
    counted = counted_prices(current, compile_job(built.job, codebook()), Job(number=0, lines=()))
    prices = counted.prices
    return RolePrices(
        role=role,
        pool=prices.pool_size,
        meet_all=prices.passing,
        lines=tuple(
            RoleLine(
                competency=vocabulary.by_id[asks[at].competency],
                level=asks[at].level,
                weight=asks[at].weight,
                met=count.met,
                not_met=count.partly + count.not_met,
                not_stated=count.not_stated,
                lost_alone=lost.lost_alone,
            )
            for at, count, lost in zip(built.lines, prices.lines, prices.requirements, strict=True)
        ),
    )
