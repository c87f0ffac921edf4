"""Which sentence of a glued posting goes to which half, as the employer moves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.reading import ReadPosting
from preceptor.jobs.splitting import SIDES, Part, Proposal

SIDE_NAMES = {"first": "A", "both": "both", "second": "B", "neither": "neither"}


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with its choices: value, what it says, whether it is chosen."""

    part: Part
    name: str
    choices: tuple[tuple[str, str, bool], ...]


class SplitForm(forms.Form):
    """Two titles, two roles, and a side for every sentence."""

    title_a = forms.CharField(
        label="Title of A", max_length=200, error_messages={"required": "Give A a title."}
    )
    title_b = forms.CharField(
        label="Title of B", max_length=200, error_messages={"required": "Give B a title."}
    )
    role_a = forms.ChoiceField(label="Role of A", required=False)
    role_b = forms.ChoiceField(label="Role of B", required=False)

    def __init__(self, data: Any, *, proposal: Proposal) -> None:
        initial = {
            "title_a": proposal.titles[0],
            "title_b": proposal.titles[1],
            "role_a": proposal.roles[0],
            "role_b": proposal.roles[1],
        }
        super().__init__(data, initial=initial)
        self.proposal = proposal
        roles = [(role.id, role.name) for role in load_vocabulary().roles]
        for name in ("role_a", "role_b"):
            cast("forms.ChoiceField", self.fields[name]).choices = roles

    def titles(self) -> tuple[str, str]:
        """Return both titles as typed, or as proposed."""
        typed = [str(self.data.get(name, "")).strip() for name in ("title_a", "title_b")]
        first, second = (typed[at] or proposed for at, proposed in enumerate(self.proposal.titles))
        return first[:200], second[:200]

    def sides(self) -> dict[int, str]:
        """Return the side of every sentence, as chosen or as proposed."""
        return {part.number: self._side(part) for part in self.proposal.parts}

    def _side(self, part: Part) -> str:
        chosen = str(self.data.get(f"side-{part.number}", ""))
        return chosen if chosen in SIDES else part.side

    def rows(self) -> list[Row]:
        """Return the sentences with their choices; a heading has none."""
        return [
            Row(
                part,
                f"side-{part.number}",
                ()
                if part.is_heading
                else tuple(
                    (side, name, side == self._side(part)) for side, name in SIDE_NAMES.items()
                ),
            )
            for part in self.proposal.parts
        ]

    def is_valid_for(self, halves: Sequence[ReadPosting]) -> bool:
        """Tell whether two drafts can be made; what keeps them from it becomes an error."""
        if self.is_valid():
            for name, half in zip("ab", halves, strict=True):
                if not half.lines:
                    wanted = "move a sentence there that asks something."
                    self.add_error(
                        f"title_{name}", f"No line can be read in {name.upper()}: {wanted}"
                    )
        return not self.errors
