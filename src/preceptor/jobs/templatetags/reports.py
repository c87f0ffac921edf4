"""Shares and chances as reports write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """Return a share as percent with one digit where it tells something: 54.3 %, 100 %."""
    if share is None:
        return ""
    text = f"{100 * share:.1f}".removesuffix(".0")
    return f"{text} %"


@register.filter
def chance(p: float) -> str:
    """Return a probability with as many digits as matter: 0.52, 0.0034, < 0.0001."""
    if p < 0.0001:
        return "< 0.0001"
    return f"{p:.2f}" if p >= 0.1 else f"{p:.2g}"


@register.filter
def beside(first: Sequence[Any], second: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Return two rows of the same length as pairs."""
    return list(zip(first, second, strict=True))
