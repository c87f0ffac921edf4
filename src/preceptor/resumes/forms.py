from __future__ import annotations

from django import forms
from django.conf import settings

MEGABYTE = 1_000_000


class ResumeForm(forms.Form):
    """A resume as a file or as pasted text; the file wins where both are given."""

    file = forms.FileField(
        label="Your resume as a file",
        help_text=f"PDF, DOCX, text, Markdown or JSON Resume, up to "
        f"{settings.UPLOAD_MAX_BYTES // MEGABYTE} MB.",
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.txt,.md,.json"}),
        error_messages={
            "max_length": "The name of this file is too long. Rename it and send it again.",
            "invalid": "No file arrived. Choose it again.",
        },
    )
    text = forms.CharField(
        label="Or paste its text",
        max_length=settings.PASTE_MAX_CHARACTERS,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "max_length": f"This text is longer than {settings.PASTE_MAX_CHARACTERS:,} characters."
        },
    )

    def clean_text(self) -> str:
        # A browser sends line ends as CRLF: spans count what is kept.
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")

    def clean(self) -> None:
        has_file = self.cleaned_data.get("file") is not None
        if not self.errors and not has_file and not self.cleaned_data.get("text", "").strip():
            self.add_error("file", "Choose a file, or paste the text of your resume.")
