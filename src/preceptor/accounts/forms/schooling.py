from __future__ import annotations

from typing import Any, cast

from django import forms

from preceptor.accounts.models import Organization

TEACHES = (
    Organization.Kind.COLLEGE,
    Organization.Kind.UNIVERSITY,
    Organization.Kind.CERTIFYING_BODY,
)


class SchoolingForm(forms.Form):
    """Where somebody learned."""

    organization = forms.ModelChoiceField(
        label="Program",
        help_text="Colleges, universities and certifying bodies of this exchange.",
        queryset=Organization.objects.none(),
        empty_label="Choose one",
        error_messages={"required": "Choose the program where you learned."},
    )
    cohort = forms.CharField(
        label="Cohort",
        help_text="As the program calls it, such as Fall 2026.",
        max_length=100,
        required=False,
    )
    finished_on = forms.DateField(
        label="Finished on",
        help_text="Leave it empty while you are still learning.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    sees_outcome = forms.BooleanField(
        label="This program may see whether I applied and was hired", required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = cast("forms.ModelChoiceField[Organization]", self.fields["organization"])
        field.queryset = Organization.objects.filter(
            kind__in=TEACHES, verified_at__isnull=False
        ).order_by("name", "pk")
