"""What the site itself notes in a conversation, as each side reads it."""

from __future__ import annotations

from django import template

from preceptor.common.models import Waiting

register = template.Library()
CANDIDATE = "The candidate "


@register.filter
def told_to(text: str, side: str) -> str:
    """Return what the site noted, as a side reads it: the candidate is "you" to themselves.

    >>> told_to("The candidate did not answer.", Waiting.Side.PERSON)
    'You did not answer.'
    """
    if side == Waiting.Side.PERSON and text.startswith(CANDIDATE):
        return f"You {text.removeprefix(CANDIDATE)}"
    return text
