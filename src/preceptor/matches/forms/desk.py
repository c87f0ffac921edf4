from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone

from preceptor.accounts.models import Organization, Site
from preceptor.matches.models import Reduction

MOST_PEOPLE = 100_000


class ReductionForm(forms.Form):
    """An announced loss of work."""

    kind = forms.ChoiceField(
        label="What happens", choices=Reduction.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label="What to call it",
        help_text="Such as: Billing office, Augusta. The people it touches see this.",
        max_length=200,
    )
    site = forms.ModelChoiceField(
        label="Where", queryset=Site.objects.none(), required=False, empty_label="No one site"
    )
    people_count = forms.IntegerField(
        label="How many people it touches",
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    expected_on = forms.DateField(
        label="The last day of the work", widget=forms.DateInput(attrs={"type": "date"})
    )
    words = forms.CharField(
        label="What you want to tell them",
        help_text="What you offer, whom to ask, what is decided and what is not.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    desk = forms.ModelChoiceField(
        label="Who counsels them",
        help_text="Verified organizations with counselors.",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Nobody yet",
    )

    def __init__(self, *args: Any, organization: Organization, **more: Any) -> None:
        super().__init__(*args, **more)
        site = cast("forms.ModelChoiceField[Site]", self.fields["site"])
        site.queryset = organization.sites.order_by("name", "pk")
        desk = cast("forms.ModelChoiceField[Organization]", self.fields["desk"])
        desk.queryset = (
            Organization.objects.filter(memberships__counsels=True, verified_at__isnull=False)
            .distinct()
            .order_by("name", "pk")
        )


class CodeForm(forms.Form):
    """The code that somebody was given."""

    code = forms.CharField(
        label="The code you were given",
        help_text="Ten letters and digits, such as KXRM4-T7PQ2.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )


class JoinForm(forms.Form):
    """What somebody says and agrees to who comes to the desk. Nothing is ticked beforehand."""

    work = forms.CharField(
        label="The work you did there",
        help_text="In a few words, such as: claims and denials, 9 years.",
        max_length=200,
        required=False,
    )
    wants_redeployment = forms.BooleanField(
        label="My own employer may see my name and record first, for other work in the house",
        required=False,
    )
    wants_counselor = forms.BooleanField(
        label="A counselor of the desk may see my record and act for me", required=False
    )
    found = forms.BooleanField(label="Employers may find me, without my name", required=False)
    contacted = forms.BooleanField(label="Employers may write to me", required=False)


class ClientForm(forms.Form):
    """What a counselor and a client agreed to work towards."""

    goal = forms.CharField(
        label="Goal",
        help_text="The client reads it too.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ClientStepForm(forms.Form):
    """A next step that a counselor gives a client."""

    title = forms.CharField(label="Next step", max_length=300)
    due_on = forms.DateField(
        label="By", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_due_on(self) -> Any:
        """Refuse a day that is over."""
        due = self.cleaned_data["due_on"]
        if due and due < timezone.now().date():
            raise forms.ValidationError("This day is over already.")
        return due


class ClientAgreedForm(forms.Form):
    """What a counselor confirms before sending an application for a client."""

    agreed = forms.BooleanField(
        label="The client agreed to this application",
        error_messages={"required": "Ask the client first, then tick that they agreed."},
    )
