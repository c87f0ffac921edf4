"""Small random worlds for Hypothesis, and short ways to write vocabularies and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from tests.engine.match.oracle import Oracle, Words

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Availability,
    Codebook,
    CompiledJob,
    Credential,
    Domain,
    Education,
    Evidence,
    Grade,
    Job,
    Licence,
    Line,
    PersonRecord,
    Place,
    Pool,
    Relation,
    RightToWork,
    Schedule,
    Schooling,
    SchoolingAlternative,
    Standing,
    Tie,
    Years,
    build_pool,
    compile_job,
    similarity_table,
)
from preceptor.engine.vocabulary import Kind

TODAY = date(2025, 6, 15)
KINDS = tuple(Kind)

# How many worlds a property is tried on; a loaded machine may take its time over one.
SOME = settings(max_examples=30, deadline=None)
MANY = settings(max_examples=100, deadline=None)

# Pittsburgh, seven miles off, seventy miles off, San Diego.
PLACES = ((40.44, -79.99), (40.34, -79.99), (41.45, -79.99), (32.72, -117.16))
STATES = ("PA", "OH", "CA")


def codebook_of(words: Words, version: str = "test") -> Codebook:
    return Codebook(
        version=version,
        kinds=np.array([KINDS.index(kind) for kind in words.kinds], dtype=np.uint8),
        credential_levels=np.array(words.credential_levels, dtype=np.uint8),
        similarity=similarity_table(
            len(words.kinds), [Relation(*relation) for relation in words.relations]
        ),
    )


def skills(count: int, *relations: tuple[int, int, Tie, int], credentials=()) -> Words:
    """A vocabulary of skills, some of them credentials in force at level 5."""
    kinds = tuple(Kind.CREDENTIAL if n in credentials else Kind.SKILL for n in range(count))
    return Words(kinds, (5,) * count, relations)


@dataclass(frozen=True)
class World:
    words: Words
    people: tuple[PersonRecord, ...]
    job: Job

    @property
    def oracle(self) -> Oracle:
        return Oracle(self.words, TODAY)

    @property
    def codebook(self) -> Codebook:
        return codebook_of(self.words)

    def pool(self, people: tuple[PersonRecord, ...] | None = None) -> Pool:
        chosen = self.people if people is None else people
        return build_pool(chosen, as_of=TODAY, codebook=self.codebook)

    def compiled(self, job: Job | None = None) -> CompiledJob:
        return compile_job(job or self.job, self.codebook)


def grades() -> st.SearchStrategy[Grade]:
    return st.sampled_from(Grade)


@st.composite
def vocabularies(draw: st.DrawFn) -> Words:
    count = draw(st.integers(3, 8))
    numbers = st.integers(0, count - 1)
    weights = st.integers(25, 99)
    relations = draw(
        st.lists(st.tuples(numbers, numbers, st.sampled_from(Tie), weights), max_size=10)
    )
    kind = st.sampled_from([Kind.SKILL, Kind.SYSTEM, Kind.CREDENTIAL])
    return Words(
        kinds=tuple(draw(st.lists(kind, min_size=count, max_size=count))),
        credential_levels=tuple(draw(st.lists(st.integers(2, 5), min_size=count, max_size=count))),
        relations=tuple(relations),
    )


def near_today() -> st.SearchStrategy[date]:
    edges = [date(2020, 6, 14), date(2020, 6, 15), date(2020, 6, 16), TODAY]
    return st.sampled_from([*edges, date(2025, 6, 14), date(2025, 6, 16), date(2012, 2, 29)])


def pieces(count: int) -> st.SearchStrategy[Evidence]:
    return st.builds(
        Evidence,
        competency=st.integers(0, count - 1),
        level=st.none() | st.integers(1, 5),
        grade=grades(),
        last_used=st.none() | near_today(),
        standing=st.sampled_from(Standing),
        issued_on=st.none() | near_today(),
        expires_on=st.none() | near_today(),
    )


def hours() -> st.SearchStrategy[int]:
    return st.sampled_from([0, 39, 40, 80, 160, 2080, 70_000])


def records(count: int, number: int) -> st.SearchStrategy[PersonRecord]:
    signed = st.sampled_from([Domain.CLINICAL, Domain.IT, Domain.RECORDS])
    return st.builds(
        PersonRecord,
        number=st.just(number),
        evidence=st.lists(pieces(count), max_size=4).map(tuple),
        quarters=st.dictionaries(st.sampled_from(Domain), st.sampled_from([0, 1, 4, 11, 12, 300])),
        signed_hours=st.dictionaries(signed, hours(), max_size=2),
        complete_kinds=st.frozensets(st.sampled_from([Kind.SKILL, Kind.SYSTEM, Kind.CREDENTIAL])),
        education=st.sampled_from(Education),
        right_to_work=st.sampled_from([None, True, False]),
        state=st.sampled_from(["", *STATES]),
        home=st.none() | st.sampled_from(PLACES),
        willing_to_move=st.booleans(),
        can_work=st.sampled_from([Schedule(0), Schedule.NIGHTS, Schedule.NIGHTS | Schedule.TRAVEL]),
        cannot_work=st.sampled_from([Schedule(0), Schedule.TRAVEL]),
        available_from=st.none() | near_today(),
    )


def lines(count: int) -> st.SearchStrategy[Line]:
    numbers = st.integers(0, count - 1)
    any_of = st.builds(
        AnyOf,
        st.lists(
            st.builds(Alternative, numbers, st.none() | st.integers(1, 5)), min_size=1, max_size=3
        ).map(tuple),
        grades() | st.just(Grade.CLAIMED),
    )
    credential = st.builds(Credential, st.lists(numbers, min_size=1, max_size=2).map(tuple))
    years = st.builds(Years, st.sampled_from(Domain), st.sampled_from([1, 4, 6, 12, 40, 64]))
    choice = st.builds(
        SchoolingAlternative,
        st.sampled_from(Education),
        st.sampled_from([0, 4, 12]),
        st.sampled_from(Domain),
    )
    schooling = st.builds(Schooling, st.lists(choice, min_size=1, max_size=2).map(tuple))
    asks = any_of | any_of | credential | years | schooling
    return st.builds(Line, asks, st.booleans() | st.just(True), st.none() | st.integers(1, 100))


def gates(count: int) -> st.SearchStrategy[tuple]:
    numbers = st.integers(0, count - 1)
    kind = st.sampled_from([(True, False), (False, True), (True, True)])
    place = st.builds(
        lambda modes, states, sites, radius: Place(modes[0], states, modes[1], sites, radius),
        kind,
        st.lists(st.sampled_from(STATES), max_size=2).map(tuple),
        st.lists(st.sampled_from(PLACES), max_size=2).map(tuple),
        st.sampled_from([5, 50, 100]),
    )
    availability = st.builds(
        Availability,
        st.sampled_from([Schedule(0), Schedule.NIGHTS, Schedule.NIGHTS | Schedule.TRAVEL]),
        st.none() | near_today(),
    )
    licence = st.builds(Licence, st.lists(numbers, min_size=1, max_size=2).map(tuple))
    some = st.just(RightToWork()) | place | availability | licence
    return st.lists(some, max_size=2).map(tuple)


@st.composite
def worlds(draw: st.DrawFn, people: int = 8, most_lines: int = 5) -> World:
    words = draw(vocabularies())
    count = len(words.kinds)
    chosen = draw(st.integers(0, people))
    job = Job(
        number=1,
        lines=tuple(draw(st.lists(lines(count), max_size=most_lines))),
        gates=draw(gates(count)),
        proof_weight=draw(st.sampled_from([0, 25, 50, 75, 100])),
        hours_per_year=draw(st.sampled_from([1, 160, 2080])),
    )
    everyone = tuple(draw(records(count, 10 + 3 * n)) for n in range(chosen))
    return World(words, everyone, job)


def bits(mask: int) -> frozenset[int]:
    """The positions of the bits set in a mask."""
    return frozenset(bit for bit in range(int(mask).bit_length()) if int(mask) >> bit & 1)
