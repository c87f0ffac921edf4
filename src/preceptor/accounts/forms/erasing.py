from __future__ import annotations

from django import forms

WORD = "ERASE"


class EraseForm(forms.Form):
    """The word by which somebody says that they mean it."""

    word = forms.CharField(
        label=f"Type {WORD} to go on",
        max_length=20,
        error_messages={"required": f"Type {WORD} if you want everything deleted."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )

    def clean_word(self) -> str:
        """Return the word, however it was typed."""
        word: str = self.cleaned_data["word"]
        if word.strip().upper() != WORD:
            raise forms.ValidationError(f"Type {WORD} if you want everything deleted.")
        return WORD
