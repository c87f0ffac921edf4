from __future__ import annotations

from django import forms

TEXT_MAX = 5_000


class MessageForm(forms.Form):
    """What one side writes to the other."""

    text = forms.CharField(
        label="Your message",
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Write your message first.",
            "max_length": f"A message has at most {TEXT_MAX:,} characters.",
        },
    )
    no_answer = forms.BooleanField(label="No answer is needed", required=False)


class FirstMessageForm(MessageForm):
    """The first message of a conversation."""

    field_order = ("subject", "text", "no_answer")

    subject = forms.CharField(
        label="What is it about?",
        max_length=200,
        error_messages={
            "required": "Say in a few words what it is about.",
            "max_length": "Say it in at most 200 characters.",
        },
    )
