from __future__ import annotations

from typing import Any, cast

from django import forms

from preceptor.jobs.models import Job

PERIODS = (
    ("90", "The last 90 days"),
    ("30", "The last 30 days"),
    ("365", "The last year"),
    ("all", "All time"),
)


class JobField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable
    """A job to choose, told from others of its title by the day it was opened."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title and the day."""
        return str(obj.dated_title)


class FunnelForm(forms.Form):
    """Which applications the funnel is about."""

    job = JobField(
        label="Job",
        queryset=Job.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="Every job",
        error_messages={"invalid_choice": "Choose one of the jobs in the list."},
    )
    period = forms.ChoiceField(
        label="Sent in",
        choices=PERIODS,
        required=False,
        error_messages={"invalid_choice": "Choose one of the periods in the list."},
    )

    def __init__(self, *args: Any, jobs: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        cast("JobField", self.fields["job"]).queryset = jobs
