from __future__ import annotations

from django import forms

from preceptor.jobs.models import VoluntaryAnswers


class VoluntaryForm(forms.Form):
    """Three questions, each of which may be left open."""

    sex = forms.ChoiceField(
        label="Sex",
        choices=[(value, label.capitalize()) for value, label in VoluntaryAnswers.Sex.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    race = forms.ChoiceField(
        label="Race or ethnicity",
        choices=[
            (value, label[:1].upper() + label[1:]) for value, label in VoluntaryAnswers.Race.choices
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    age = forms.ChoiceField(
        label="Age",
        choices=[(value, label) for value, label in VoluntaryAnswers.Age.choices],
        required=False,
        widget=forms.RadioSelect,
    )
