"""The kinds of work that job titles and roles name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from preceptor.engine.classify.cues import Cue, CueIndex, parse
from preceptor.engine.classify.terms import TermTable
from preceptor.engine.extract.facts import Domain

# The block of the vocabulary that holds kinds of work and nearness to roles.
KINDS_OF_WORK = "work-experience"


def role_competency(role: str) -> str:
    """Return the competency that stands for a record which comes near to a role as a whole.

    >>> role_competency("him_exchange")
    'near-him-exchange'
    """
    return f"near-{role.replace('_', '-')}"


@dataclass(frozen=True)
class Occupations:
    """Finds kinds of work (ids of the vocabulary) in titles.

    ``kinds``: all it can find, in the order of the table.
    ``near_role``: role id -> the kinds near it, the usual one first.
    ``domains``: kind -> the field in which its years count; IT where it is not named.
    """

    kinds: tuple[str, ...]
    near_role: Mapping[str, tuple[str, ...]]
    domains: Mapping[str, Domain]
    _table: TermTable
    _cues: CueIndex

    @classmethod
    def build(
        cls,
        titles: Mapping[str, Sequence[str]],
        groups: Mapping[str, tuple[str, ...]],
        *,
        near_role: Mapping[str, tuple[str, ...]],
        domains: Mapping[str, Domain],
    ) -> Occupations:
        """Compile ``titles`` (kind -> cue expressions over word ``groups``).

        Raises CueError for an expression that cannot be read.
        """
        written = [(kind, text) for kind, texts in titles.items() for text in texts]
        parsed = [(kind, *parse(text, groups)) for kind, text in written]
        table = TermTable(term for _, _, terms in parsed for term in terms)
        cues = [
            Cue(
                number=number,
                role=kind,
                points=1.0,
                needs=tuple(frozenset(map(table.number, need)) for need in cue.needs),
                bars=frozenset(map(table.number, cue.bars)),
            )
            for number, (kind, cue, _) in enumerate(parsed)
        ]
        return cls(tuple(titles), dict(near_role), dict(domains), table, CueIndex(cues))

    def of_title(self, title: str) -> tuple[str, ...]:
        """Return the kinds of work that a title names, in the order of the table; () for none."""
        terms = {hit.term for hit in self._table.find(title)}
        return tuple(dict.fromkeys(cue.role for cue in self._cues.holding(terms)))
