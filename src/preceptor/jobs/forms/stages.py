from __future__ import annotations

from django import forms

from preceptor.jobs.models import Stage
from preceptor.jobs.services.stages import FIXED


class StageForm(forms.Form):
    """A step of the pipeline: its name, and what it means to the person."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={
            "required": "Give the step a name.",
            "max_length": "Keep the name below 60 characters.",
        },
    )
    kind = forms.ChoiceField(
        label="What it means to the person",
        help_text="They read the meaning in plain words, not your name for the step.",
        choices=[
            (Stage.Kind.READING, "You are reading it"),
            (Stage.Kind.TALK, "You want to talk with them"),
            (Stage.Kind.INTERVIEW, "You want to interview them"),
            (Stage.Kind.OFFER, "You offer them the job"),
        ],
        error_messages={"required": "Say what it means.", "invalid_choice": "Choose a meaning."},
    )


class RenameForm(forms.Form):
    """A step's name, and its meaning where it may change."""

    name = StageForm.base_fields["name"]
    kind = forms.ChoiceField(required=False, choices=Stage.Kind.choices)

    def kind_for(self, stage: Stage) -> str:
        """Return the kind that was chosen, the stage's own where it may not change."""
        kind: str = self.cleaned_data["kind"]
        return stage.kind if stage.kind in FIXED or not kind else kind
