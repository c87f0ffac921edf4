from __future__ import annotations

from typing import Any

from django import forms

from preceptor.common.forms import BroughtForm, document_file, document_text, place_typed
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.resumes.models import Correction, Fact
from preceptor.resumes.record_rows import DOMAIN_NAMES, EDUCATION_NAMES, STATUS_NAMES, kind_of


class ResumeForm(BroughtForm):
    """A resume as a file or as pasted text."""

    asks_again = ("file", "Choose a file, or paste the text of your resume.")

    file = document_file(
        label="Your resume as a file",
        kinds="PDF, DOCX, text, Markdown or JSON Resume",
        endings=".pdf,.docx,.txt,.md,.json",
    )
    text = document_text(label="Or paste its text", rows=6)


class UndoForm(forms.Form):
    """Which of one's own words to take back."""

    kind = forms.ChoiceField(choices=Fact.Kind.choices)
    subject = forms.CharField(max_length=200, required=False)
    words = forms.CharField(max_length=300, required=False, strip=False)


class CorrectionForm(forms.Form):
    """What a person says is right about one thing of their record."""

    kind = forms.ChoiceField(choices=Fact.Kind.choices)
    action = forms.ChoiceField(choices=Correction.Action.choices)
    subject = forms.CharField(max_length=200, required=False)
    words = forms.CharField(max_length=20_000, required=False, strip=False)
    level = forms.TypedChoiceField(
        choices=[("", "not stated"), *((number, str(number)) for number in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "A level is a number from 1 to 5."},
    )
    status = forms.ChoiceField(choices=[("", ""), *STATUS_NAMES.items()], required=False)
    domain = forms.ChoiceField(choices=[("", ""), *DOMAIN_NAMES.items()], required=False)
    education = forms.ChoiceField(choices=[("", ""), *EDUCATION_NAMES.items()], required=False)
    years = forms.FloatField(
        required=False,
        min_value=0,
        max_value=63,
        error_messages={
            "invalid": "Give the years as a number, such as 2.5.",
            "min_value": "Years cannot be less than 0.",
            "max_value": "Give at most 63 years.",
        },
    )

    zip = forms.CharField(max_length=10, required=False)
    is_willing_to_move = forms.BooleanField(required=False)

    def clean_zip(self) -> str:
        """Return the five digits of a ZIP code that exists, "" for none given."""
        place = place_typed(self.cleaned_data["zip"])
        return place.zip_code if place else ""

    def clean(self) -> dict[str, Any]:
        """Return what the service takes: subject and value fit the kind."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        kind = cleaned["kind"]
        if kind in (Fact.Kind.COMPETENCY, Fact.Kind.CREDENTIAL):
            self._clean_held(cleaned)
        elif kind == Fact.Kind.YEARS:
            self._clean_years(cleaned)
        elif kind == Fact.Kind.EDUCATION:
            if not cleaned["education"]:
                self.add_error("education", "Choose the highest education you completed.")
            cleaned |= {"subject": "education", "words": ""}
            cleaned["value"] = {"level": cleaned["education"]}
        elif kind == Fact.Kind.PLACE:
            self._clean_home(cleaned)
        elif kind == Fact.Kind.JOB:
            cleaned["subject"] = "domain"
            cleaned["value"] = {"domain": cleaned["domain"] or None}
        else:
            self.add_error(None, "This cannot be corrected here.")
        return cleaned

    def _clean_home(self, cleaned: dict[str, Any]) -> None:
        cleaned |= {"subject": "home", "words": "", "action": Correction.Action.CHANGE}
        cleaned["value"] = {"is_willing_to_move": cleaned["is_willing_to_move"]}
        if cleaned["zip"]:
            cleaned["value"]["zip"] = cleaned["zip"]

    def _clean_held(self, cleaned: dict[str, Any]) -> None:
        if cleaned["subject"] not in load_vocabulary().by_id:
            self.add_error("subject", "Choose a competency of the list.")
            return
        cleaned["kind"] = kind_of(cleaned["subject"])
        if cleaned["kind"] == Fact.Kind.CREDENTIAL:
            cleaned["value"] = {"status": cleaned["status"] or "held"}
        else:
            cleaned["value"] = {"level": cleaned["level"]}
        if cleaned["action"] == Correction.Action.REMOVE:
            cleaned["value"] = {}

    def _clean_years(self, cleaned: dict[str, Any]) -> None:
        if cleaned["subject"].removeprefix("years_") not in DOMAIN_NAMES:
            self.add_error("subject", "Choose one of the three kinds of work.")
        elif cleaned["years"] is None:
            self.add_error("years", "Give the years as a number, such as 2.5.")
        else:
            cleaned["value"] = {"years": cleaned["years"]}
            cleaned["words"] = ""
