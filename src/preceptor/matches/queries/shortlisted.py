"""The people of a list as an employer sees them: blind, each line with the words behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import CompiledJob
from preceptor.engine.match.scales import MOST_CREDIT
from preceptor.engine.questions import Placed
from preceptor.engine.translate.jobs import Built
from preceptor.matches.answers import LineState, NearMisser, Shortlisted
from preceptor.matches.line_states import LabeledLine, line_states
from preceptor.matches.queries.shown import ShownPerson


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list was asked with, and the people on it by number.

    Who was erased since the list was counted is not among the people, and is passed over.
    """

    lines: Sequence[LabeledLine]
    built: Built
    job: CompiledJob
    people: Mapping[int, ShownPerson]

    @property
    def out_of(self) -> int:
        """Return the most that the job gives."""
        return MOST_CREDIT * sum(self.job.weights)

    def states_of(self, placed: Placed) -> tuple[LineState, ...]:
        """Return the state of every line for one person, in words."""
        return line_states(
            self.lines,
            self.built,
            self.job,
            placed.explanations,
            self.people[placed.number].pieces,
            load_vocabulary(),
        )


def shortlisted(listed: Listed, first: Sequence[Placed]) -> tuple[Shortlisted, ...]:
    """Return the shortlist."""
    found = []
    for placed in first:
        if placed.number not in listed.people:
            continue
        person, states = listed.people[placed.number], listed.states_of(placed)
        found.append(
            Shortlisted(
                key=person.key,
                rank=placed.rank,
                score=placed.score,
                out_of=listed.out_of,
                headline=person.headline,
                place=person.place,
                lines=states,
                gates_unmet=tuple(s.label for s in states if s.is_gate and s.state != "met"),
                passes=placed.passes,
            )
        )
    return tuple(found)


def near_missed(listed: Listed, nearly: Sequence[Placed]) -> tuple[NearMisser, ...]:
    """Return who misses one required line, each with that line."""
    found = []
    for placed in nearly:
        if placed.number not in listed.people:
            continue
        person = listed.people[placed.number]
        at = listed.built.requirements[placed.unmet.bit_length() - 1]
        found.append(
            NearMisser(
                key=person.key,
                score=placed.score,
                out_of=listed.out_of,
                headline=person.headline,
                place=person.place,
                lacks=next(each for each in listed.states_of(placed) if each.position == at),
            )
        )
    return tuple(found)
