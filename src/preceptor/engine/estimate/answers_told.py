"""Whether counts of overlapping sets of people, all together, tell what one of them answered.

Rules for one table do not see what three reports tell together. A linear program does: it looks
for one way to spread the answers that agrees with every count and leaves nobody certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

# Nobody may be more certain than nine in ten in the most even way to spread the answers.
LEAST_DOUBT = 0.1
# A larger program would take minutes; whoever asks then shows less.
MOST_VARIABLES = 60_000


@dataclass(frozen=True, slots=True)
class Told:
    """A count that is known: so many of these people gave one of these answers."""

    people: frozenset[int]
    answers: frozenset[Hashable]
    count: int


def tells_an_answer(
    told: Sequence[Told],
    *,
    answers: Sequence[Hashable],
    secrets: Iterable[frozenset[Hashable]],
) -> bool:
    """Tell whether somebody's answer follows from what is told, who is in which set being known.

    ``answers`` are all that can be given, "not stated" among them; ``secrets`` the groups of
    answers that must not be certain of anybody. People whom every count holds alike are one class:
    of them only numbers can follow. The answer is exact for shares of people; a program that is
    too large tells, to be on the safe side.

    >>> everybody, all_but_one = frozenset(range(12)), frozenset(range(11))
    >>> counts = [Told(everybody, frozenset("f"), 7), Told(all_but_one, frozenset("f"), 6)]
    >>> tells_an_answer(counts, answers="fm", secrets=[frozenset("f"), frozenset("m")])
    True
    >>> tells_an_answer(counts[:1], answers="fm", secrets=[frozenset("f"), frozenset("m")])
    False
    """
    sizes = Counter(
        tuple(number in each.people for each in told)
        for number in frozenset().union(*(each.people for each in told))
    )
    classes = list(sizes)
    width = len(answers)
    if not classes:
        return False
    if len(classes) * width > MOST_VARIABLES:
        return True
    at = {answer: place for place, answer in enumerate(answers)}

    def row(numbers: Iterable[int], some: Iterable[Hashable]) -> list[int]:
        return [number * width + at[answer] for number in numbers for answer in some]

    equal = [(row([number], answers), sizes[key]) for number, key in enumerate(classes)]
    for place, each in enumerate(told):
        held = [number for number, key in enumerate(classes) if key[place]]
        equal.append((row(held, each.answers), each.count))
    below = [
        (row([number], secret), sizes[key])
        for secret in secrets
        for number, key in enumerate(classes)
    ]
    columns = len(classes) * width + 1
    # The last variable is the doubt that is left of everybody; it is made as large as can be.
    goal = np.zeros(columns)
    goal[-1] = -1
    found = linprog(
        goal,
        A_eq=_matrix(equal, columns),
        b_eq=[count for _, count in equal],
        A_ub=_matrix([([*places, columns - 1], size) for places, size in below], columns),
        b_ub=[size for _, size in below],
        bounds=[(0, None)] * (columns - 1) + [(0, 1)],
        method="highs",
    )
    return bool(found.status != 0 or -found.fun < LEAST_DOUBT)


def _matrix(rows: Sequence[tuple[Sequence[int], int]], columns: int) -> csr_matrix:
    places = [place for held, _ in rows for place in held]
    starts = np.cumsum([0, *(len(held) for held, _ in rows)])
    return csr_matrix((np.ones(len(places)), places, starts), shape=(len(rows), columns))
