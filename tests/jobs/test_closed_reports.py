"""Whoever holds every report, and knows who applied and how far each came, learns no answer.

Tried with a linear program over all that the reports say, for worlds drawn at random.
"""

import random
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from preceptor.jobs.queries.closed_reports import CHOICES, Earlier, closed_content
from preceptor.jobs.queries.fairness import SIMPLE, Considered, Field

GROUPS = {"sex": ["female", "male"], "race": ["white", "black", "asian", "hispanic"]}


def drawn(seed):
    """Two jobs whose people overlap, and both together, as three fields in the order of reports."""
    chance = random.Random(seed)  # noqa: S311 - no secret is drawn
    skewed = chance.choice([0.5, 0.6, 0.8])
    said = {
        number: {
            "sex": chance.choices(["female", "male", ""], [skewed, 1 - skewed, 0.1])[0],
            "race": chance.choices([*GROUPS["race"], ""], [5, 3, 1, 1, 1])[0],
            "age": "",
        }
        for number in range(90)
    }
    first = chance.sample(range(90), chance.choice([12, 30, 45]))
    shared = chance.sample(first, chance.choice([0, 1, 4, len(first)]))
    new = [number for number in range(90) if number not in first]
    second = [*shared, *chance.sample(new, chance.choice([1, 3, 15, 40]))]
    hires = chance.choice([0.1, 0.3, 0.5])
    steps = [
        {n: 4 if chance.random() < hires else chance.choice([0, 1, 1, 2]) for n in people}
        for people in (first, second)
    ]
    both = {n: max(step.get(n, 0) for step in steps) for n in {*first, *second}}
    above = {n: chance.random() < 0.5 for n in range(90)}
    return [
        Field(
            tuple(Considered(n, step, said[n], above[n]) for n, step in sorted(people.items())), 0
        )
        for people in (*steps, both)
    ]


def told(name, fields, contents):
    """What the reports say: (people, groups, how many of the people are of the groups)."""
    for field, content in zip(fields, contents, strict=True):
        shown = content["dimensions"].get(name)
        if shown is None:
            continue
        sets = [[e.number for e in field.people if e.step >= step] for step in shown["columns"]]
        tables = [(shown, sets)]
        if name in content["scores"]:
            scored = [e.number for e in field.people]
            above = [e.number for e in field.people if e.is_above]
            tables.append((content["scores"][name], [scored, above]))
        for table, people in tables:
            for column, members in enumerate(people):
                for row in table["rows"]:
                    yield members, row["groups"], row["counts"][column]
                yield members, [""], table["unknown"][column]


@pytest.mark.parametrize("seed", range(60))
def test_nobodys_answer_follows_from_all_reports_together(seed):
    fields = drawn(seed)
    contents: list = []
    for field in fields:
        before = [Earlier(c, f) for c, f in zip(contents, fields, strict=False)]
        contents.append(closed_content(field, before))

    for name in GROUPS:
        groups = [*(group for group in CHOICES[name].values if group), ""]
        facts = list(told(name, fields, contents))
        # People whom every fact counts alike are one class: only its numbers can be known.
        classes: dict[tuple, int] = {}
        for number in {e.number for field in fields for e in field.people}:
            key = tuple(number in set(members) for members, _, _ in facts)
            classes[key] = classes.get(key, 0) + 1
        keys = [key for key in classes if any(key)]
        place = {each: at for at, each in enumerate(product(keys, groups))}
        if not place:
            continue
        rows, right = [], []
        for key in keys:
            rows.append(_row(place, [(key, group) for group in groups]))
            right.append(classes[key])
        for at, (_, some, count) in enumerate(facts):
            rows.append(_row(place, [(k, g) for k in keys if k[at] for g in some]))
            right.append(count)
        for (key, group), at in place.items():
            if not group:
                continue
            goal = np.zeros(len(place))
            goal[at] = 1
            found = linprog(goal, A_eq=np.array(rows), b_eq=right, method="highs")
            assert found.status == 0
            # Were all of a class certainly of one group, each of them would be known.
            assert found.fun < classes[key] - 1e-6, (seed, name, group, classes[key])


def _row(place, variables):
    row = np.zeros(len(place))
    for each in variables:
        row[place[each]] = 1
    return row


def test_the_drawn_worlds_show_something_and_close_something():
    shown = closed = 0
    for seed in range(60):
        fields = drawn(seed)
        first = closed_content(fields[0], [])
        later = closed_content(fields[2], [Earlier(first, fields[0])])
        shown += len(first["dimensions"]) + len(later["dimensions"])
        closed += 2 * len(SIMPLE[:2]) - len({*later["dimensions"]} & {"sex", "race"})

    assert shown > 40
    assert closed > 20
