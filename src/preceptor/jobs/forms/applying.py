from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django import forms

from preceptor.common.documents import DocumentRefused
from preceptor.common.forms import document_file
from preceptor.jobs.services.applying import MOST_DOCUMENTS, NOTE_LENGTH

FIRST = (("first", "Speak first of"), ("second", "Then of"), ("third", "And then of"))


class ApplyForm(forms.Form):
    """What goes with an application: what to speak of first, a note, documents."""

    first = forms.ChoiceField(required=False)
    second = forms.ChoiceField(required=False)
    third = forms.ChoiceField(required=False)
    note = forms.CharField(
        label="A note, if you like",
        help_text="A few sentences in your own words. The record above speaks for itself.",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": f"Keep the note below {NOTE_LENGTH:,} characters."},
    )
    documents = forms.MultipleChoiceField(
        label="Documents to send along",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose among your own documents."},
    )
    file = document_file(
        label="Add another document",
        kinds="PDF, DOCX or text, such as a certificate or a letter",
        endings=".pdf,.docx,.txt,.md",
    )

    def __init__(
        self,
        *args: object,
        lines: Sequence[tuple[int, str]],
        documents: Sequence[tuple[str, str]],
        **more: object,
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        choices = [("", "No line of its own"), *((str(order), label) for order, label in lines)]
        for name, label in FIRST:
            field = cast("forms.ChoiceField", self.fields[name])
            field.label, field.choices = label, choices
            field.error_messages["invalid_choice"] = "Choose one of the lines in the list."
        cast("forms.MultipleChoiceField", self.fields["documents"]).choices = list(documents)

    def clean_documents(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["documents"]
        if len(chosen) > MOST_DOCUMENTS:
            raise forms.ValidationError(f"Choose at most {MOST_DOCUMENTS} documents.")
        return chosen

    def fact_order(self) -> list[int]:
        """Return the order numbers of the lines to speak of first."""
        return [int(self.cleaned_data[name]) for name, _ in FIRST if self.cleaned_data[name]]

    def refuse(self, refused: DocumentRefused | str) -> None:
        """Say at the field of the file why it is not taken."""
        self.add_error("file", str(refused))


class WithdrawForm(forms.Form):
    """Why an application is taken back, as far as one wants to say."""

    why = forms.CharField(
        label="Why, if you like to note it",
        help_text="Only you see this, in the record of your search.",
        required=False,
        max_length=300,
        error_messages={"max_length": "Keep it below 300 characters."},
    )
