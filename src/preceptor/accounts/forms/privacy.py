from __future__ import annotations

from typing import Any

from django import forms

from preceptor.accounts.models import Consent, Organization
from preceptor.accounts.services.consent import FOR_ONE


class ConsentForm(forms.Form):
    """Consent given or withdrawn, for everybody or for one organization."""

    purpose = forms.ChoiceField(choices=Consent.Purpose.choices)
    say = forms.ChoiceField(choices=(("give", "Give"), ("withdraw", "Withdraw")))
    # Whoever once was given consent must be able to lose it: no list is too short for that.
    organization = forms.ModelChoiceField(
        Organization.objects.all(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": "Choose an organization of the list."},
    )

    def clean(self) -> dict[str, Any]:
        """Return what the service takes: an organization where the purpose is for one."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        is_for_one = cleaned["purpose"] in FOR_ONE
        if is_for_one and cleaned["organization"] is None:
            self.add_error("organization", "Choose for which organization.")
        if not is_for_one:
            cleaned["organization"] = None
        return cleaned
