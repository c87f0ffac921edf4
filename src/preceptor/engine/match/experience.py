"""Years worked and education completed: lines that read columns, not pieces of evidence."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.job import Schooling
from preceptor.engine.match.people import Pool
from preceptor.engine.match.scales import QUARTERS_A_YEAR, SIGNED_DOMAINS, Domain, Education

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def quarters_held(pool: Pool, domain: Domain, hours_per_year: int) -> Ints:
    """Return everyone's quarters in a domain, with signed hours at the job's rate; int64 (n).

    Quarters of ANY are of all dated work, its hours those of all domains.
    """
    if domain is Domain.ANY:
        hours = pool.hours.sum(axis=1, dtype=np.int64)
    else:
        hours = pool.hours[:, SIGNED_DOMAINS.index(domain)].astype(np.int64)
    held: Ints = pool.quarters[:, domain] + QUARTERS_A_YEAR * hours // hours_per_year
    return held


def has_schooling(pool: Pool, asked: Schooling, hours_per_year: int) -> Bools:
    """Return who has the level and the experience of one of the alternatives."""
    met = np.zeros(len(pool), dtype=np.bool_)
    for choice in asked.alternatives:
        worked = quarters_held(pool, choice.domain, hours_per_year) >= choice.quarters
        met |= (pool.education >= choice.level) & worked
    return met


class Stated(Protocol):
    """What records state of education and experience, as columns of ``Pool``."""

    @property
    def education(self) -> NDArray[np.uint8]: ...
    @property
    def stated(self) -> NDArray[np.uint8]: ...


def states_schooling(pool: Stated, asked: Schooling) -> Bools:
    """Return who states something comparable: education or, where only work is asked, work.

    Work alone does not answer "a bachelor's or eight years": the degree may be unsaid.
    """
    if any(choice.level for choice in asked.alternatives):
        has_education: Bools = pool.education != Education.NOT_STATED
        return has_education
    stated = np.zeros(len(pool.stated), dtype=np.bool_)
    for choice in asked.alternatives:
        stated |= (pool.stated & np.uint8(1 << choice.domain)) > 0
    return stated
