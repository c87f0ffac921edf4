"""What a resume says of a competency: how well, on what ground, and when last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from preceptor.engine.extract.dates import DateSpan
from preceptor.engine.extract.facts import Grade, HeldCompetency
from preceptor.engine.extract.held_levels import LevelReader
from preceptor.engine.extract.lexicon import Mention
from preceptor.engine.extract.resume_layout import ResumeLayout

# Sections whose entries are courses and projects: they document what stands in them.
_DOCUMENTED = ("projects", "courses", "education", "volunteer")
# What was done with a system: evidence of working on it, or of using it.
_WORK_ON = re.compile(
    r"\b(?:configur|build|built|implement|design|develop|administ|install|upgrad|migrat|deploy"
    r"|integrat|customi|optimi|troubleshoot|support|maintain|program|test|train|convert|conversion)"
)
_USED = re.compile(r"\b(?:us(?:e|ed|es|ing)|utiliz|utilis|documented in|charted|entered|via)\b")
_DONE_REACH = 70
# Evidence older than this is aged when people are matched, a bare claim is not.
_RECENT_YEARS = 5
_NOT_HELD = re.compile(
    r"\b(?:no (?:prior |previous |formal )?(?:experience|knowledge|training)|(?:have |has )?not "
    r"(?:yet )?(?:used|worked|trained)|interest(?:ed)? in learning|(?:want|wish|hope|eager|seeking|"
    r"looking) to learn|never used)\b[^.]{0,40}$"
)


@dataclass(frozen=True, slots=True)
class _Ground:
    """On what ground a competency counts, and when it was last used."""

    grade: Grade
    last_used: date | None
    rule: str


def read_competencies(
    layout: ResumeLayout, mentions: Sequence[Mention], dates: Sequence[DateSpan], as_of: date
) -> tuple[HeldCompetency, ...]:
    """Return the competencies that these mentions state, in the order of the text.

    The same competency stands again where it is written differently or held differently
    (another level or ground); of several jobs the latest counts. What the writer says they lack is left out.
    """
    reader = LevelReader(layout.folding.folded)
    by_line = _latest_by_line(layout, dates)
    grounds: dict[int, _Ground] = {}
    held: dict[tuple[str, str, int | None, str], HeldCompetency] = {}
    folded = layout.folding.folded
    for mention in mentions:
        number = layout.line_at(mention.words.start)
        ground = grounds.get(number)
        if ground is None:
            ground = grounds[number] = _ground(layout, number, by_line, as_of)
        words = mention.words
        start = layout.folding.fold_index(words.start)
        end = layout.folding.fold_index(words.end)
        level, level_rule = reader.level_at(start, end)
        key = (mention.competency, mention.alias, level, ground.grade)
        if key in held and not _is_later(ground.last_used, held[key].last_used):
            continue
        before = folded[max(0, start - _DONE_REACH) : start].rpartition("\n")[2]
        if _NOT_HELD.search(before):
            continue
        rule = "+".join(filter(None, (ground.rule, level_rule, _done(before))))
        held[key] = HeldCompetency(
            mention.competency, level, ground.grade, ground.last_used, mention.words, rule
        )
    kept = (entry for key, entry in held.items() if not _is_covered(key, held, as_of))
    return tuple(sorted(kept, key=lambda entry: entry.words.start))


def _is_later(one: date | None, other: date | None) -> bool:
    return one is not None and (other is None or one > other)


def _is_covered(
    key: tuple[str, str, int | None, str],
    held: dict[tuple[str, str, int | None, str], HeldCompetency],
    as_of: date,
) -> bool:
    """Whether a bare claim says nothing beyond what a recent job documents in the same words."""
    competency, alias, level, grade = key
    if grade != "claimed":
        return False
    documented = held.get((competency, alias, level, "documented"))
    if documented is None or documented.last_used is None:
        return False
    return as_of.year - documented.last_used.year < _RECENT_YEARS


def _done(before: str) -> str:
    """Whether the words before say the writer worked on the thing or only used it."""
    if _WORK_ON.search(before):
        return "worked-on"
    return "used" if _USED.search(before) else ""


def _latest_by_line(layout: ResumeLayout, dates: Sequence[DateSpan]) -> dict[int, DateSpan]:
    found: dict[int, DateSpan] = {}
    for span in dates:
        number = layout.line_at(span.start)
        if layout.job_of[number] < 0 and layout.kinds[number] in _DOCUMENTED:
            found[number] = span
    return found


def _ground(
    layout: ResumeLayout, number: int, by_line: dict[int, DateSpan], as_of: date
) -> _Ground:
    if not layout.lines:
        return _Ground("claimed", None, "head")
    job = layout.job_of[number]
    if job >= 0:
        dates = layout.jobs[job].dates
        return _Ground("documented", _last_day(dates, as_of, is_first=job == 0), "job")
    kind = layout.kinds[number]
    if kind not in _DOCUMENTED:
        return _Ground("claimed", None, kind)
    # The date of a course or project stands on its line or on one beside it.
    for near in (number, number - 1, number + 1):
        span = by_line.get(near)
        if span is not None:
            return _Ground("documented", _last_day(span, as_of, is_first=False), kind)
    return _Ground("documented", None, kind)


def _last_day(dates: DateSpan, as_of: date, *, is_first: bool) -> date:
    """When the job or course ended; ``as_of`` while it goes on, and never after it."""
    if dates.is_current or (dates.is_alone and is_first):
        return as_of
    return min((dates.ended or dates.started).first, as_of)
