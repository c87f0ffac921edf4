"""What an adverse-impact report may show: only counts, and none that tells an answer.

No count of a group from 1 to 4 stands in a report or follows from it: not within a table, not from
the totals, which the employer knows, and not by taking one report from another
(``engine.estimate.closed_cells``). What passes is tried once more against everything told so far
(``engine.estimate.answers_told``). A report is made once and never counted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices

from preceptor.accounts.models import Organization
from preceptor.engine.estimate import (
    ShownTable,
    Told,
    is_safe_rest,
    may_part,
    shown_table,
    tells_an_answer,
)
from preceptor.jobs.models import ImpactReport, Job, VoluntaryAnswers
from preceptor.jobs.queries.fairness import SIMPLE, STEPS, Considered, Field, field_of

TOGETHER = "sex_and_race"
DIMENSIONS = (*SIMPLE, TOGETHER)
# Between the parts of a group that is two at once; a part that was not said is empty.
AND = "&"
NOTHING = shown_table({}, ())
# What one may say, by the name of the question.
CHOICES: Mapping[str, type[TextChoices]] = {
    "sex": VoluntaryAnswers.Sex,
    "race": VoluntaryAnswers.Race,
    "age": VoluntaryAnswers.Age,
}

Grouping = Callable[[Considered], str]
Numbers = frozenset[int]


@dataclass(frozen=True, slots=True)
class Asked:
    """One way of grouping people; people of the group "" did not say."""

    name: str
    grouping: Grouping
    groups: tuple[str, ...]

    def count(self, people: Sequence[Considered]) -> Counter[str]:
        """Return how many of some people each group holds."""
        return Counter(self.grouping(each) for each in people)

    def table(
        self, columns: Sequence[Sequence[Considered]]
    ) -> tuple[dict[str, tuple[int, ...]], tuple[int, ...]]:
        """Return group -> its people in each column, and those who did not say."""
        counted = [self.count(column) for column in columns]
        return (
            {group: tuple(count[group] for count in counted) for group in self.groups},
            tuple(count[""] for count in counted),
        )


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report made before, with the people it was about."""

    content: Mapping[str, Any]
    field: Field

    def sets(self, name: str) -> list[Numbers]:
        """Return the sets of people whose counts it shows for a way of grouping."""
        dimension = self.content["dimensions"].get(name)
        if dimension is None:
            return []
        found = [_numbers(column) for column in _steps(self.field, dimension["columns"])]
        if name in self.content["scores"]:
            found += [_numbers(column) for column in _scores(self.field)]
        return found

    def told(self, name: str) -> list[Told]:
        """Return every count that it tells of a way of grouping."""
        tables = []
        if (steps := self.content["dimensions"].get(name)) is not None:
            tables.append((steps, _steps(self.field, steps["columns"])))
        if (scores := self.content["scores"].get(name)) is not None:
            tables.append((scores, _scores(self.field)))
        return [
            Told(_numbers(people), _answers(name, groups), count)
            for table, columns in tables
            for column, people in enumerate(columns)
            for groups, count in [
                *((row["groups"], row["counts"][column]) for row in table["rows"]),
                ([""], table["unknown"][column]),
            ]
        ]


def impact_content(
    organization: Organization, jobs: Sequence[Job], *, now: datetime
) -> dict[str, Any]:
    """Return what a report about these jobs may show, beside the reports made before it."""
    field = field_of(jobs, now=now)
    reports = ImpactReport.objects.filter(organization=organization).order_by("pk")
    before = [
        Earlier(report.content, field_of(list(report.covers.order_by("pk")), now=now))
        for report in reports.prefetch_related("covers")
    ]
    return closed_content(field, before)


def closed_content(field: Field, before: Sequence[Earlier]) -> dict[str, Any]:
    """Return the counts of a report that may stand beside those made before it."""
    dimensions: dict[str, Any] = {}
    scores: dict[str, Any] = {}
    for name in DIMENSIONS:
        asked = _asked(name, dimensions)
        if asked is None:
            continue
        shown = _shown_steps(asked, field, before)
        if not shown.columns:
            continue
        for width in (len(shown.columns), 1):
            dimensions[name] = _first(shown, width)
            if not _tells(name, [*before, Earlier(_content(dimensions, scores), field)]):
                break
            del dimensions[name]
        if name not in dimensions or len(dimensions[name]["columns"]) < len(shown.columns):
            continue
        scored = _shown_scores(asked, field, shown, before)
        if scored.columns:
            scores[name] = _plain(scored)
            if _tells(name, [*before, Earlier(_content(dimensions, scores), field)]):
                del scores[name]
    return {
        "people": len(field.people),
        "withdrawn": field.withdrawn,
        "steps": [len(column) for column in _steps(field, range(len(STEPS)))],
        "unknown": {name: sum(not each.said[name] for each in field.people) for name in SIMPLE},
        **_content(dimensions, scores),
    }


def _content(dimensions: dict[str, Any], scores: dict[str, Any]) -> dict[str, Any]:
    return {"dimensions": dimensions, "scores": scores}


def _asked(name: str, shown: Mapping[str, Any]) -> Asked | None:
    """Return a way of grouping; None for two answers together where one of them is closed.

    Together, the rows that are shown of the two are crossed: what stands in one row stays there.
    """
    if name != TOGETHER:
        groups = tuple(value for value in CHOICES[name].values if value)
        return Asked(name, lambda each: each.said[name], groups)
    if "sex" not in shown or "race" not in shown:
        return None
    sexes, races = (
        {group: "+".join(row["groups"]) for row in shown[part]["rows"] for group in row["groups"]}
        for part in ("sex", "race")
    )

    def both(each: Considered) -> str:
        parts = (sexes.get(each.said["sex"], ""), races.get(each.said["race"], ""))
        return AND.join(parts) if any(parts) else ""

    crossed = (
        f"{sex}{AND}{race}"
        for sex in dict.fromkeys([*sexes.values(), ""])
        for race in dict.fromkeys([*races.values(), ""])
        if sex or race
    )
    return Asked(name, both, tuple(crossed))


def _shown_steps(asked: Asked, field: Field, before: Sequence[Earlier]) -> ShownTable:
    """Return the steps that may be shown: all that are open, else only who applied, else none."""
    columns = _steps(field, range(len(STEPS)))
    for width in (len(STEPS), 1):
        shown = shown_table(*asked.table(columns[:width]))
        if asked.name == TOGETHER and any(len(row.groups) > 1 for row in shown.rows):
            # Its margins stand in the other two tables: a part of them would tell the rest.
            continue
        sets = [columns[step] for step in shown.columns]
        if shown.columns and _is_new_closed(asked, field, shown, before, sets):
            return shown
    return NOTHING


def _shown_scores(
    asked: Asked, field: Field, shown: ShownTable, before: Sequence[Earlier]
) -> ShownTable:
    """Return who was scored and who stands above the median, in the rows that are shown."""
    columns = _scores(field)
    found = shown_table(*asked.table(columns))
    if found.columns != (0, 1) or [r.groups for r in found.rows] != [r.groups for r in shown.rows]:
        return NOTHING
    beside = _steps(field, shown.columns)
    if not all(_may_stand(asked, field.people, a, b) for a in columns for b in beside):
        return NOTHING
    return found if _is_new_closed(asked, field, found, before, columns) else NOTHING


def _is_new_closed(
    asked: Asked,
    field: Field,
    shown: ShownTable,
    before: Sequence[Earlier],
    sets: Sequence[Sequence[Considered]],
) -> bool:
    """Tell whether a table stays closed for who holds the earlier reports against it."""
    known: set[int] = set()
    for report in before:
        earlier = report.sets(asked.name)
        people = {each.number: each for each in (*report.field.people, *field.people)}
        for numbers in earlier:
            known |= numbers
            other = [people[number] for number in sorted(numbers)]
            if not all(_may_stand(asked, list(people.values()), one, other) for one in sets):
                return False
    parts = [[each for each in column if each.number in known] for column in sets]
    if not any(parts):
        return True
    table, unknown = asked.table(parts)
    # The parts' columns are those that are shown, in their order.
    whole = ShownTable(tuple(range(len(shown.columns))), shown.rows, shown.unknown)
    return is_safe_rest(whole, [(table, unknown)])


def _may_stand(
    asked: Asked,
    people: Sequence[Considered],
    one: Sequence[Considered],
    other: Sequence[Considered],
) -> bool:
    """Tell whether two sets of people may be counted beside each other."""
    first, second = _numbers(one), _numbers(other)
    return may_part(
        asked.count([each for each in people if each.number in first - second]),
        asked.count([each for each in people if each.number in second - first]),
    )


def _steps(field: Field, steps: Sequence[int]) -> list[list[Considered]]:
    return [[each for each in field.people if each.step >= step] for step in steps]


def _scores(field: Field) -> list[list[Considered]]:
    """Return who was scored, and who of them stands above the median."""
    scored = [each for each in field.people if each.is_above is not None]
    return [scored, [each for each in scored if each.is_above]]


def _numbers(people: Sequence[Considered]) -> Numbers:
    return frozenset(each.number for each in people)


def _tells(name: str, reports: Sequence[Earlier]) -> bool:
    """Tell whether an answer follows from all reports together, whoever applied being known."""
    names = ("age",) if name == "age" else ("sex", "race", TOGETHER)
    told = [fact for report in reports for each in names for fact in report.told(each)]
    if name == "age":
        ages = [*_values("age"), ""]
        secrets = [frozenset([age]) for age in ages if age]
        return tells_an_answer(told, answers=ages, secrets=secrets)
    pairs = [(sex, race) for sex in (*_values("sex"), "") for race in (*_values("race"), "")]
    of_sex = [frozenset(p for p in pairs if p[0] == sex) for sex in _values("sex")]
    of_race = [frozenset(p for p in pairs if p[1] == race) for race in _values("race")]
    return tells_an_answer(told, answers=pairs, secrets=[*of_sex, *of_race])


def _values(name: str) -> tuple[str, ...]:
    return tuple(value for value in CHOICES[name].values if value)


def _answers(name: str, groups: Sequence[str]) -> frozenset[Hashable]:
    """Return the answers that a row holds: ages, or pairs of a sex and a race."""
    if name == "age":
        return frozenset(groups)
    sexes, races = (*_values("sex"), ""), (*_values("race"), "")
    if name == "sex":
        return frozenset((sex, race) for sex in groups for race in races)
    if name == "race":
        return frozenset((sex, race) for sex in sexes for race in groups)
    # A row of two answers together holds every pair of its parts.
    return frozenset(
        (sex, race)
        for group in groups
        for parts in [group.split(AND) if group else ["", ""]]
        for sex in parts[0].split("+")
        for race in parts[1].split("+")
    )


def _first(shown: ShownTable, width: int) -> dict[str, Any]:
    """Return the first columns of a table, as a report keeps them."""
    plain = _plain(shown)
    return {
        "columns": plain["columns"][:width],
        "rows": [{**row, "counts": row["counts"][:width]} for row in plain["rows"]],
        "unknown": plain["unknown"][:width],
    }


def _plain(shown: ShownTable) -> dict[str, Any]:
    return {
        "columns": list(shown.columns),
        "rows": [{"groups": list(row.groups), "counts": list(row.counts)} for row in shown.rows],
        "unknown": list(shown.unknown),
    }
