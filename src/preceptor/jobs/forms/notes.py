from __future__ import annotations

from typing import Any, cast

from django import forms

from preceptor.accounts.models import User
from preceptor.jobs.services.notes import LONGEST


class MembersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable
    """Colleagues to choose from, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the colleague's name, or the address of one without."""
        return str(obj.name or obj.email)


class NoteForm(forms.Form):
    """A note, and who is asked to look at it."""

    text = forms.CharField(
        label="Note",
        help_text="For your colleagues. Write what you could stand by: the person may ask for "
        "what is held about them. An @ before a colleague’s name tells them.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write something first."},
    )
    mentions = MembersField(
        label="Tell these colleagues",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, colleagues: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if colleagues is None:
            del self.fields["mentions"]
        else:
            cast("MembersField", self.fields["mentions"]).queryset = colleagues
