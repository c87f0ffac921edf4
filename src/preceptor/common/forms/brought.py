from __future__ import annotations

from typing import ClassVar

from django import forms
from django.conf import settings

MEGABYTE = 1_000_000


def document_file(*, label: str, kinds: str, endings: str) -> forms.FileField:
    """Return the field for a document as a file; ``endings`` such as ".pdf,.txt"."""
    return forms.FileField(
        label=label,
        help_text=f"{kinds}, up to {settings.UPLOAD_MAX_BYTES // MEGABYTE} MB.",
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": endings}),
        error_messages={
            "max_length": "The name of this file is too long. Rename it and send it again.",
            "invalid": "No file arrived. Choose it again.",
        },
    )


def document_text(*, label: str, rows: int, help_text: str = "") -> forms.CharField:
    """Return the field for a document as pasted text."""
    most = f"{settings.PASTE_MAX_CHARACTERS:,}"
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=settings.PASTE_MAX_CHARACTERS,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"This text is longer than {most} characters."},
    )


class BroughtForm(forms.Form):
    """A document in ``file`` or pasted in ``text``; the file wins where both are given."""

    # At which field it is said that neither was given, and how.
    asks_again: ClassVar[tuple[str, str]]

    def clean_text(self) -> str:
        # A browser sends line ends as CRLF: spans count what is kept.
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")

    def clean(self) -> None:
        has_file = self.cleaned_data.get("file") is not None
        if not self.errors and not has_file and not self.cleaned_data.get("text", "").strip():
            self.add_error(*self.asks_again)

    def brought(self) -> tuple[bytes, str]:
        """Return the bytes and the name of what was given; pasted text has no name."""
        file = self.cleaned_data["file"]
        if file is None:
            return self.cleaned_data["text"].encode(), ""
        return file.read(), file.name or ""

    def refuse(self, message: str) -> None:
        """Say at the field that was used why its document was refused."""
        self.add_error("text" if self.cleaned_data["file"] is None else "file", message)
