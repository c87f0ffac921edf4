"""An adverse-impact report in words: rates, ratios and what the two rules say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from preceptor.engine.estimate import (
    Group,
    Impact,
    Interval,
    ScoringRate,
    Verdict,
    impacts,
    scoring_rates,
    wilson,
)
from preceptor.jobs.models import ImpactReport
from preceptor.jobs.queries.closed_reports import AND, CHOICES, DIMENSIONS, TOGETHER
from preceptor.jobs.queries.fairness import STEPS

TITLES = {"sex": "Sex", "race": "Race", "age": "Age", TOGETHER: "Sex and race together"}
STEP_WORDS = {
    "applied": "Applied",
    "talk": "Talk",
    "interview": "Interview",
    "offer": "Offer",
    "hired": "Hired",
}
SAID = {
    Verdict.HIGHEST: "The highest rate: the others are compared with it.",
    Verdict.BOTH: "Both rules point to it: below four fifths, and hardly chance.",
    Verdict.RATIO_ONLY: "Below four fifths, but chance alone could bring it.",
    Verdict.TEST_ONLY: "Not below four fifths, yet hardly chance.",
    Verdict.NEITHER: "Not below four fifths, and chance alone could bring the difference.",
    Verdict.TOO_FEW: "Too few to judge: one person more or fewer turns the order around.",
    Verdict.NOBODY: "Nobody came so far: there is nothing to compare.",
}
FLAGGED = frozenset({Verdict.BOTH, Verdict.RATIO_ONLY, Verdict.TEST_ONLY})


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One group at one step, with both rules."""

    label: str
    impact: Impact
    interval: Interval

    @property
    def said(self) -> str:
        """What the two rules say."""
        return SAID[self.impact.verdict]

    @property
    def is_flagged(self) -> bool:
        """Whether at least one of the rules points to it."""
        return self.impact.verdict in FLAGGED


@dataclass(frozen=True, slots=True)
class StepCompared:
    """Every group at one step."""

    word: str
    rows: tuple[ImpactRow, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One group's scoring rate."""

    label: str
    rate: ScoringRate


@dataclass(frozen=True, slots=True)
class DimensionShown:
    """One way of grouping, as the page shows it; ``rows`` is empty where it is closed."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    unknown: tuple[int, ...]
    steps: tuple[StepCompared, ...]
    scores: tuple[ScoreRow, ...]
    scored_unknown: int

    @property
    def last(self) -> StepCompared | None:
        """The furthest step that is shown."""
        return self.steps[-1] if self.steps else None

    @property
    def earlier(self) -> tuple[StepCompared, ...]:
        """The steps before the furthest, the furthest first."""
        return self.steps[-2::-1]


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report as the page shows it."""

    report: ImpactReport
    people: int
    withdrawn: int
    steps: tuple[tuple[str, int], ...]
    unknown: tuple[tuple[str, int], ...]
    dimensions: tuple[DimensionShown, ...]

    @property
    def flagged_by(self) -> str:
        """By which ways of grouping a rule points to a group at the furthest step, in words."""
        names = [
            each.title.lower()
            for each in self.dimensions
            if each.last is not None and any(row.is_flagged for row in each.last.rows)
        ]
        return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)

    @property
    def is_closed(self) -> bool:
        """Whether too few people said something to show anything."""
        return not any(each.rows for each in self.dimensions)


def shown_report(report: ImpactReport) -> ReportShown:
    """Return a report in words."""
    content = report.content
    return ReportShown(
        report=report,
        people=content["people"],
        withdrawn=content["withdrawn"],
        steps=tuple(
            (STEP_WORDS[step], count) for step, count in zip(STEPS, content["steps"], strict=True)
        ),
        unknown=tuple((TITLES[name], count) for name, count in content["unknown"].items()),
        dimensions=tuple(_dimension(name, content) for name in DIMENSIONS),
    )


def csv_rows(shown: ReportShown) -> list[tuple[str | int | float, ...]]:
    """Return what the page shows as rows of a table, one for each group and step."""
    rows: list[tuple[str | int | float, ...]] = []
    for each in shown.dimensions:
        for step in each.steps:
            rows += [_csv_row(each.title, step.word, row) for row in step.rows]
        rows += [
            (
                each.title,
                "Scored above the median",
                score.label,
                score.rate.scored,
                score.rate.above,
                round(score.rate.rate, 4),
                "" if score.rate.ratio is None else round(score.rate.ratio, 4),
                "",
                "",
                "",
            )
            for score in each.scores
        ]
    return rows


CSV_HEAD = (
    "by",
    "step",
    "group",
    "considered",
    "selected",
    "rate",
    "ratio_to_highest",
    "below_four_fifths",
    "fisher_p",
    "in_words",
)


def _csv_row(title: str, word: str, row: ImpactRow) -> tuple[str | int | float, ...]:
    impact = row.impact
    return (
        title,
        word,
        row.label,
        impact.group.considered,
        impact.group.selected,
        "" if impact.group.rate is None else round(impact.group.rate, 4),
        "" if impact.ratio is None else round(impact.ratio, 4),
        "yes" if impact.is_below_four_fifths else "no",
        "" if impact.p is None else round(impact.p, 6),
        row.said,
    )


def _dimension(name: str, content: Mapping[str, Any]) -> DimensionShown:
    shown = content["dimensions"].get(name)
    if shown is None:
        return DimensionShown(name, TITLES[name], (), (), (), (), (), 0)
    # Of two answers together only those are compared that said both.
    kept = [row for row in shown["rows"] if _is_whole(name, row["groups"])]
    labels = [_label(name, row["groups"]) for row in kept]
    rows = [(label, tuple(row["counts"])) for label, row in zip(labels, kept, strict=True)]
    columns = [STEP_WORDS[STEPS[column]] for column in shown["columns"]]
    partly = [row["counts"] for row in shown["rows"] if not _is_whole(name, row["groups"])]
    unknown = [sum(each) for each in zip(shown["unknown"], *partly, strict=True)]
    scores, scored_unknown = _scores(name, content["scores"].get(name))
    return DimensionShown(
        name=name,
        title=TITLES[name],
        columns=tuple(columns),
        rows=tuple(rows),
        unknown=tuple(unknown),
        steps=tuple(_step(word, at, rows) for at, word in enumerate(columns) if at),
        scores=scores,
        scored_unknown=scored_unknown,
    )


def _step(word: str, at: int, rows: Sequence[tuple[str, tuple[int, ...]]]) -> StepCompared:
    found = impacts([Group(label, counts[0], counts[at]) for label, counts in rows])
    return StepCompared(
        word,
        tuple(
            ImpactRow(each.group.name, each, wilson(each.group.selected, each.group.considered))
            for each in found
        ),
    )


def _scores(name: str, shown: Mapping[str, Any] | None) -> tuple[tuple[ScoreRow, ...], int]:
    if shown is None:
        return (), 0
    kept = [row for row in shown["rows"] if _is_whole(name, row["groups"])]
    counts = {_label(name, row["groups"]): tuple(row["counts"]) for row in kept}
    rates = scoring_rates({label: (scored, above) for label, (scored, above) in counts.items()})
    partly = sum(row["counts"][0] for row in shown["rows"] if not _is_whole(name, row["groups"]))
    return tuple(ScoreRow(str(rate.name), rate) for rate in rates), shown["unknown"][0] + partly


def _is_whole(name: str, groups: Sequence[str]) -> bool:
    return name != TOGETHER or all(part for part in groups[0].split(AND))


def _label(name: str, groups: Sequence[str]) -> str:
    if name == TOGETHER:
        sex, race = groups[0].split(AND)
        return f"{_words('sex', sex.split('+'))}, {_words('race', race.split('+'))}"
    return _words(name, groups)


def _words(name: str, groups: Sequence[str]) -> str:
    words = [str(CHOICES[name](group).label) for group in groups]
    if len(words) == 1:
        return words[0]
    return f"Small groups together ({', '.join(words)})"
