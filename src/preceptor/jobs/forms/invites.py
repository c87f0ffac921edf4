from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django import forms

from preceptor.jobs.models import Job
from preceptor.jobs.services.invites import TEXT_LENGTH


class InviteForm(forms.Form):
    """To which job somebody is invited, and with which words."""

    job = forms.ChoiceField(
        label="To which job",
        error_messages={"required": "Choose a job.", "invalid_choice": "Choose an open job."},
    )
    text = forms.CharField(
        label="What you write to them",
        help_text="Say why you think of them, and what happens after a yes.",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Write a few words: a person decides by them.",
            "max_length": f"Keep it below {TEXT_LENGTH:,} characters.",
        },
    )

    def __init__(self, *args: object, jobs: Sequence[Job], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        choices = [(str(job.public_id), job.dated_title) for job in jobs]
        cast("forms.ChoiceField", self.fields["job"]).choices = choices

    def chosen(self, jobs: Sequence[Job]) -> Job:
        """Return the job that was chosen."""
        wanted = UUID(self.cleaned_data["job"])
        return next(job for job in jobs if job.public_id == wanted)


class DeclineForm(forms.Form):
    """Why not, as far as one wants to say."""

    why = forms.CharField(
        label="Why not, if you like to say",
        help_text="They read it, and still do not learn who you are.",
        required=False,
        max_length=300,
        error_messages={"max_length": "Keep it below 300 characters."},
    )
