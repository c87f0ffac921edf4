"""What a resume says of a competency: how well, on what ground, and when last."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from preceptor.engine.extract.colleagues import has_trades, is_of_others
from preceptor.engine.extract.dates import DateSpan
from preceptor.engine.extract.facts import Grade, HeldCompetency
from preceptor.engine.extract.held_levels import LevelReader, in_columns
from preceptor.engine.extract.lexicon import Mention
from preceptor.engine.extract.past_jobs import employer_spans, is_of_systems
from preceptor.engine.extract.resume_layout import ResumeLayout
from preceptor.engine.extract.text import fold_words
from preceptor.engine.vocabulary import Competency, Kind

# Sections whose entries are courses and projects: they document what stands in them.
_DOCUMENTED = ("projects", "courses", "education", "volunteer")
# "No experience with X", "eager to learn X": what follows is not held.
_LACKS = (
    "no experience,no prior,no previous,no formal,no knowledge,no training,not used,not yet,not "
    "worked,not trained,to learn,in learning,never used,never worked,aspiring"
)
_LACK_REACH = 40
# "Seeking a nurse manager position": what is sought is not held yet.
_SOUGHT = re.compile(r"\bseek(?:s|ing)?\b[^.\n]{0,60}?\b(?:position|role|opportunity|job)\b")
# "With no insurance experience", where "insurance experience" is the name of it.
_NONE_OF = (" no ", " without any ")
# "Smith, J. (2004). Title. Journal, 11(6):404-10."
_CITATION = re.compile(r"\((?:19|20)\d\d\)\.|\b\d{1,3} ?\(\d{1,3}\) ?: ?\d")
_WITH_PUBLICATIONS = ("other", "education", "credentials", "head")
# Products whose names are verbs as well: "Excel in corporate environments".
_VERBS = frozenset({"excel", "access", "word", "exchange"})
_PREPOSITION = re.compile(r"\s+(?:in|at|to|of|with)\s+[a-z]")
# Blocks of the competency model that say nothing of the writer in the duties of a job: personal,
# academic and workplace virtues ("timely"), and places ("community college").
_IDLE_IN_DUTIES = ("tier1-", "tier2-", "tier3-", "work-settings")
# The block of the fields in which patients are treated.
_TREATS = "work-clinical"
# So many wordings of one skill or field in the duties, at one level, show it well enough.
_ENOUGH = 2
# Evidence older than this is aged when people are matched, a bare claim is not.
_RECENT_YEARS = 5


@dataclass(frozen=True, slots=True)
class _Ground:
    """On what ground a competency counts, and when it was last used.

    ``is_duty``: the line tells what was done in a job, and is not its title.
    """

    grade: Grade
    last_used: date | None
    rule: str
    is_duty: bool = False


def read_competencies(
    layout: ResumeLayout,
    mentions: Sequence[Mention],
    dates: Sequence[DateSpan],
    entries: Mapping[str, Competency],
    as_of: date,
) -> tuple[HeldCompetency, ...]:
    """Return the competencies that these mentions state, in the order of the text.

    The same competency stands again where it is written differently or held differently
    (another level or ground), skills of the duties at most twice; of several jobs the
    latest counts. Left out: headings, what the writer says they lack, and general virtues and
    places in the duties of a job ("timely", "hospital"), which say nothing of the writer there.
    """
    reader = _Reader(layout, dates, entries, as_of)
    for mention in mentions:
        reader.add(mention)
    return reader.held()


_Key = tuple[str, str, int | None, str]


class _Reader:
    """Gathers the competencies of one resume."""

    def __init__(
        self,
        layout: ResumeLayout,
        dates: Sequence[DateSpan],
        entries: Mapping[str, Competency],
        as_of: date,
    ) -> None:
        self._layout = layout
        self._entries = entries
        self._as_of = as_of
        self._levels = LevelReader(in_columns(layout.folding))
        self._dates = _dates_by_line(layout, dates)
        self._grounds: dict[int, _Ground | None] = {}
        self._lists_trades = has_trades(layout.folding.folded)
        self._lacks = sorted(_ends_of(layout.folding.folded, _LACKS.split(",")))
        self._employers = employer_spans(layout.folding.folded)
        self._sought = [found.span() for found in _SOUGHT.finditer(layout.folding.folded)]
        self._of_systems: dict[int, bool] = {}
        self._held: dict[_Key, HeldCompetency] = {}
        self._times: dict[tuple[str, int | None], int] = {}

    def add(self, mention: Mention) -> None:
        words = mention.words
        number = self._layout.line_at(words.start)
        ground = self._ground(number)
        if ground is None or (ground.is_duty and self._is_idle(mention)):
            return
        if mention.alias in _VERBS and _PREPOSITION.match(self._layout.folding.text, words.end):
            return
        start = self._layout.folding.fold_index(words.start)
        end = start + len(mention.alias)
        end += self._layout.folding.folded.startswith("s", end)
        if self._is_of_others(ground, start, end) or (
            ground.is_duty and self._is_elsewhere(mention, number, start)
        ):
            return
        level, level_rule = self._levels.level_at(start, end)
        key = (mention.competency, mention.alias, level, ground.grade)
        known = self._held.get(key)
        if known is not None and not _is_later(ground.last_used, known.last_used):
            return
        if known is None and self._is_said_enough(mention, level, ground):
            return
        if self._is_lacking(start):
            return
        done = self._levels.done_at(start) if ground.grade == "documented" else ""
        rule = "+".join(filter(None, (ground.rule, level_rule, done)))
        self._held[key] = HeldCompetency(
            mention.competency, level, ground.grade, ground.last_used, words, rule
        )

    def held(self) -> tuple[HeldCompetency, ...]:
        """What was gathered, in the order of the text."""
        kept = (
            entry
            for key, entry in self._held.items()
            if not _is_covered(key, self._held, self._as_of)
        )
        return tuple(sorted(kept, key=lambda entry: entry.words.start))

    def _ground(self, number: int) -> _Ground | None:
        """The ground of a line, None for a heading and for what names an article."""
        if number not in self._grounds:
            is_idle = (
                not self._layout.lines
                or self._layout.kinds[number] == "heading"
                or self._is_in_publication(number)
            )
            self._grounds[number] = (
                None if is_idle else _ground(self._layout, number, self._dates, self._as_of)
            )
        return self._grounds[number]

    def _is_of_others(self, ground: _Ground, start: int, end: int) -> bool:
        """Whether the writer only names those they worked with."""
        if ground.rule not in ("job", "summary", "experience", "other"):
            return False
        folded = self._layout.folding.folded
        return is_of_others(folded, start, end, lists_trades=self._lists_trades)

    def _is_elsewhere(self, mention: Mention, number: int, start: int) -> bool:
        """Whether a line of duties speaks of the employer, or of wards its systems went to."""
        job = self._layout.job_of[number]
        if any(left <= start < right for left, right in self._employers):
            return True
        if self._entries[mention.competency].block != _TREATS:
            return False
        if job not in self._of_systems:
            title = fold_words(self._layout.jobs[job].title.text).lower()
            self._of_systems[job] = is_of_systems(title)
        return self._of_systems[job]

    def _is_in_publication(self, number: int) -> bool:
        """Whether a line names an article: its title tells its subject, not a skill."""
        if self._layout.kinds[number] not in _WITH_PUBLICATIONS:
            return False
        line = self._layout.lines[number]
        return _CITATION.search(self._layout.folding.text, line.start, line.end) is not None

    def _is_lacking(self, start: int) -> bool:
        """Whether the words just before say that the writer does not have it."""
        if self._layout.folding.folded.endswith(_NONE_OF, 0, start):
            return True
        if any(left <= start < right for left, right in self._sought):
            return True
        at = bisect_right(self._lacks, start) - 1
        if at < 0 or start - self._lacks[at] > _LACK_REACH:
            return False
        return "." not in self._layout.folding.folded[self._lacks[at] : start]

    def _is_idle(self, mention: Mention) -> bool:
        return self._entries[mention.competency].block.startswith(_IDLE_IN_DUTIES)

    def _is_said_enough(self, mention: Mention, level: int | None, ground: _Ground) -> bool:
        """Whether the duties named this skill in enough other words already."""
        kind = self._entries[mention.competency].kind
        if ground.rule != "job" or kind not in (Kind.SKILL, Kind.KNOWLEDGE):
            return False
        count = self._times.get((mention.competency, level), 0) + 1
        self._times[(mention.competency, level)] = count
        return count > _ENOUGH


def _ends_of(folded: str, phrases: Sequence[str]) -> Iterator[int]:
    for phrase in phrases:
        at = folded.find(phrase)
        while at >= 0:
            yield at + len(phrase)
            at = folded.find(phrase, at + 1)


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


def _dates_by_line(layout: ResumeLayout, dates: Sequence[DateSpan]) -> dict[int, DateSpan]:
    found: dict[int, DateSpan] = {}
    for span in dates:
        number = layout.line_at(span.start)
        if layout.job_of[number] < 0 and layout.kinds[number] in _DOCUMENTED:
            found[number] = span
    return found


def _ground(
    layout: ResumeLayout, number: int, by_line: dict[int, DateSpan], as_of: date
) -> _Ground:
    job = layout.job_of[number]
    if job >= 0:
        last_used = _last_day(layout.jobs[job].dates, as_of, is_first=job == 0)
        is_duty = not layout.is_job_header(number)
        return _Ground("documented", last_used, "job", is_duty)
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
