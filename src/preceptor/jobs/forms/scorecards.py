from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from preceptor.competencies.hr_guide import InterviewQuestion
from preceptor.jobs.models import Line, Scorecard
from preceptor.jobs.services.scorecards import MarkGiven

OVERALL = (("1", "1 no"), ("2", "2 rather no"), ("3", "3 rather yes"), ("4", "4 yes"))
# The words of the marks stand once, above the lines.
MARKS = (("", "Not asked"), *((mark, mark) for mark, _ in OVERALL))


class ScorecardForm(forms.Form):
    """A mark and a note for each line, and all in all."""

    summary = forms.CharField(
        label="In a few sentences",
        help_text="What you saw and heard. The person may read it if they ask for their data.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    overall = forms.TypedChoiceField(
        label="All in all: would you hire this person for this job?",
        choices=OVERALL,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[Line],
        card: Scorecard | None = None,
        questions: Mapping[int, Sequence[InterviewQuestion]] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.lines, self.questions = lines, questions or {}
        kept = {mark.line_id: mark for mark in card.marks.all()} if card else {}
        if card is not None:
            self.initial = {"summary": card.summary, "overall": card.overall}
        for line in lines:
            mark = kept.get(line.pk)
            self.fields[f"mark-{line.pk}"] = forms.TypedChoiceField(
                label=line.label,
                choices=MARKS,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                initial=(mark.mark or "") if mark else "",
            )
            self.fields[f"note-{line.pk}"] = forms.CharField(
                label="Why",
                max_length=500,
                required=False,
                initial=mark.note if mark else "",
            )

    def rows(self) -> list[tuple[Line, BoundField, BoundField, Sequence[InterviewQuestion]]]:
        """Return each line with its two fields and what one may ask about it."""
        return [
            (
                line,
                self[f"mark-{line.pk}"],
                self[f"note-{line.pk}"],
                self.questions.get(line.pk, ()),
            )
            for line in self.lines
        ]

    def marks(self) -> list[MarkGiven]:
        """Return what was said of each line that was asked or noted."""
        said = self.cleaned_data
        given = [
            MarkGiven(line, said[f"mark-{line.pk}"], said[f"note-{line.pk}"]) for line in self.lines
        ]
        return [each for each in given if each.mark is not None or each.note]
