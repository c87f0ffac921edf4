"""Fields of every sort."""

from __future__ import annotations

from django import forms


class ExampleForm(forms.Form):
    """Fields of every sort, for the components page."""

    town = forms.CharField(
        label="Town or ZIP code", help_text="We keep the town, not your street.", required=False
    )
    years = forms.FloatField(
        label="Years in a clinic",
        help_text="Part years count, such as 2.5.",
        error_messages={"invalid": "Give a number, such as 2.5"},
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[("support", "Implementation support specialist"), ("trainer", "Trainer")],
        required=False,
    )
    note = forms.CharField(
        label="Anything else", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    resume = forms.FileField(
        label="Your resume",
        help_text="PDF, DOCX, text or JSON Resume, up to 5 MB.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.txt,.json"}),
    )
