"""Drawn jobs over a drawn world: 8-20 lines, 2-4 musts, gates, as postings have them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np

from bench.geography import STATES
from bench.pools import AS_OF, DrawnWorld
from bench.vocabulary import ROLE_SHARES, ROLES, DrawnVocabulary
from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Availability,
    Credential,
    Domain,
    Education,
    Grade,
    Job,
    Licence,
    Line,
    Place,
    RightToWork,
    Schedule,
    Schooling,
    SchoolingAlternative,
    Years,
)
from preceptor.engine.match.job import Gate

LEAST_LINES, MOST_LINES = 8, 20
LEAST_MUSTS, MOST_MUSTS = 2, 4
MOST_WEIGHT = 10

# Musts are asked as often as people hold them; other lines less unevenly, by shares to this
# power. It makes about two pieces of evidence a person count for a job.
NICE_POWER = 0.35

# Of a hundred jobs.
REMOTE, ALSO_ON_SITE, NAMES_STATES = 40, 10, 25
NEEDS_CREDENTIAL, BY_LICENCE = 40, 50
WISHES_CREDENTIAL = 15
ASKS_YEARS, ASKS_SCHOOLING = 50, 40
ASKS_RIGHT, ASKS_TIME = 60, 30
# Of a hundred competency lines.
ANY_OF, ASKS_GRADE, NO_LEVEL = 15, 10, 20

RADII = (25, 50, 50, 50, 100)
MUST_LEVELS = (1, 2, 2, 2, 3, 3, 3, 4)
NICE_LEVELS = (1, 2, 2, 3, 3, 3, 4, 4, 5)
YEARS = (4, 8, 8, 12, 12, 20, 28)  # in quarters
PROOF_WEIGHTS = (100, 100, 100, 75, 50, 0)
RATES = (2_080, 2_080, 2_080, 160)
TIMES = (Schedule.FULL_TIME, Schedule.FULL_TIME, Schedule.FULL_TIME | Schedule.TRAVEL)


def drawn_jobs(world: DrawnWorld, count: int, seed: int = 7) -> list[Job]:
    """Return so many jobs, numbered from 1; the same for the same world, seed and count."""
    draw = Random(seed)  # noqa: S311 - a drawing that can be repeated
    asked = _Asked(world.vocabulary)
    return [_job(draw, world, asked, number) for number in range(1, count + 1)]


def lines_only(jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs as any search engine could be asked: no gates, no years, no education."""
    return [
        replace(
            job,
            gates=(),
            lines=tuple(line for line in job.lines if isinstance(line.asks, AnyOf | Credential)),
        )
        for job in jobs
    ]


def musts_only(jobs: Sequence[Job], musts: int = 15) -> list[Job]:
    """Return the jobs with so many of their lines as musts, for the widest masks."""
    return [
        replace(
            job,
            lines=tuple(
                replace(line, is_must=place < musts) for place, line in enumerate(job.lines)
            ),
        )
        for job in jobs
    ]


class _Asked:
    """What jobs of a role ask, as cumulative shares; credentials apart from the rest."""

    def __init__(self, vocabulary: DrawnVocabulary) -> None:
        self.is_credential = vocabulary.is_credential
        skills = np.where(self.is_credential, 0, vocabulary.shares)
        self.musts = [np.cumsum(row / row.sum()).tolist() for row in skills]
        self.nice = [np.cumsum(row / row.sum()).tolist() for row in skills**NICE_POWER]
        held = vocabulary.shares[:, vocabulary.credentials]
        self.credentials = vocabulary.credentials.tolist()
        self.credential_shares = [(row / row.sum()).tolist() for row in held]

    def some_skills(self, draw: Random, role: int, count: int, musts: int) -> list[int]:
        """Draw different skills, the first ``musts`` of them as musts are drawn."""
        found: dict[int, None] = {}
        while len(found) < count:
            row = (self.musts if len(found) < musts else self.nice)[role]
            found[min(bisect(row, draw.random()), len(row) - 1)] = None
        return list(found)

    def some_credentials(self, draw: Random, role: int) -> tuple[int, ...]:
        shares = self.credential_shares[role]
        drawn = draw.choices(self.credentials, shares, k=draw.randint(1, 3))
        return tuple(dict.fromkeys(drawn))


def _job(draw: Random, world: DrawnWorld, asked: _Asked, number: int) -> Job:
    role = draw.choices(range(ROLES), ROLE_SHARES)[0]
    gates: list[Gate] = [_place(draw, world)]
    special: list[Line] = []
    musts = draw.randint(LEAST_MUSTS, MOST_MUSTS)
    if _by_chance(draw, NEEDS_CREDENTIAL):
        wanted = asked.some_credentials(draw, role)
        if _by_chance(draw, BY_LICENCE):
            gates.append(Licence(wanted))
        else:
            special.append(_line(draw, Credential(wanted), is_must=True))
    elif _by_chance(draw, WISHES_CREDENTIAL):
        special.append(_line(draw, Credential(asked.some_credentials(draw, role)), is_must=False))
    if _by_chance(draw, ASKS_RIGHT):
        gates.append(RightToWork())
    if _by_chance(draw, ASKS_TIME):
        start_by = (
            AS_OF + timedelta(days=draw.choice((30, 60, 90))) if draw.random() < 0.5 else None
        )
        gates.append(Availability(draw.choice(TIMES), start_by))
    special += _experience(draw, role)
    count = draw.randint(LEAST_LINES, MOST_LINES) - len(special)
    left = max(1, musts - sum(line.is_must for line in special))
    skills = asked.some_skills(draw, role, count, left)
    lines = [
        _skill_line(draw, asked, role, skill, is_must=rank < left)
        for rank, skill in enumerate(skills)
    ]
    lines += special
    draw.shuffle(lines)
    return Job(
        number=number,
        lines=tuple(lines),
        gates=tuple(gates),
        proof_weight=draw.choice(PROOF_WEIGHTS),
        hours_per_year=draw.choice(RATES),
    )


def _by_chance(draw: Random, of_hundred: int) -> bool:
    return draw.randrange(100) < of_hundred


def _line(draw: Random, asks: AnyOf | Credential | Years | Schooling, *, is_must: bool) -> Line:
    return Line(asks, is_must=is_must, weight=draw.randint(1, MOST_WEIGHT))


def _skill_line(draw: Random, asked: _Asked, role: int, skill: int, *, is_must: bool) -> Line:
    skills = [skill]
    if _by_chance(draw, ANY_OF):
        skills += [
            other for other in asked.some_skills(draw, role, 2, 2 * is_must) if other != skill
        ]
    levels = MUST_LEVELS if is_must else NICE_LEVELS
    choices = tuple(
        Alternative(each, None if _by_chance(draw, NO_LEVEL) else draw.choice(levels))
        for each in skills
    )
    graded = _by_chance(draw, ASKS_GRADE)
    grade = draw.choice((Grade.DOCUMENTED, Grade.ATTESTED)) if graded else Grade.CLAIMED
    return _line(draw, AnyOf(choices, grade), is_must=is_must)


def _experience(draw: Random, role: int) -> list[Line]:
    lines = []
    domain = draw.choice((Domain(role % 3), Domain.ANY))
    if _by_chance(draw, ASKS_YEARS):
        must = _by_chance(draw, 40)
        lines.append(_line(draw, Years(domain, draw.choice(YEARS)), is_must=must))
    if _by_chance(draw, ASKS_SCHOOLING):
        level = draw.choice((Education.ASSOCIATE, Education.BACHELOR, Education.BACHELOR))
        choices = [SchoolingAlternative(level)]
        if _by_chance(draw, 50):
            less = Education(level - 1)
            choices.append(SchoolingAlternative(less, draw.choice((16, 32)), domain))
        lines.append(_line(draw, Schooling(tuple(choices)), is_must=_by_chance(draw, 40)))
    return lines


def _place(draw: Random, world: DrawnWorld) -> Place:
    geography = world.geography
    homes = [int(draw.choice(geography.slots)) for _ in range(2)]  # type: ignore[arg-type]
    if _by_chance(draw, REMOTE):
        states: tuple[str, ...] = ()
        if _by_chance(draw, NAMES_STATES):
            states = tuple(sorted(draw.sample(STATES, draw.randint(1, 5))))
        if not _by_chance(draw, ALSO_ON_SITE):
            return Place(is_remote=True, states=states)
        return Place(True, states, True, (geography.site(homes[0]),), draw.choice(RADII))
    sites = tuple(geography.site(home) for home in homes[: 1 + _by_chance(draw, 20)])
    return Place(is_on_site=True, sites=sites, radius_miles=draw.choice(RADII))


def entries_a_person(world: DrawnWorld, job: Job, pieces: float = 30.0) -> float:
    """Return how many pieces of evidence of a person count for a job, on average.

    A piece counts once for every line that reads it: the list entries that inverted lists visit.
    """
    shares = np.array(ROLE_SHARES) / sum(ROLE_SHARES) @ world.vocabulary.shares
    total = 0.0
    for line in job.lines:
        if isinstance(line.asks, AnyOf):
            asked = [choice.competency for choice in line.asks.alternatives]
        elif isinstance(line.asks, Credential):
            asked = list(line.asks.credentials)
        else:
            continue
        held = [world.vocabulary.codebook.similarity.held_for(each)[0] for each in asked]
        total += shares[np.unique(np.concatenate(held))].sum()
    return pieces * total
