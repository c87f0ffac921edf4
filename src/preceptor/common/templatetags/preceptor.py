"""Words and numbers as every page writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.http import QueryDict

from preceptor.common.addresses import address_of
from preceptor.common.models import new_public_id
from preceptor.common.sentences import within

register = template.Library()
register.filter(within)
# The address of a page that an app above shows, by its word.
register.simple_tag(address_of, name="address")

LEVELS = ("", "baseline", "basic", "intermediate", "advanced", "expert")
EDUCATIONS = (
    "not stated",
    "secondary school",
    "a certificate",
    "an associate degree",
    "a bachelor's degree",
    "a master's degree",
    "a doctorate",
)
SHAPES = {"met": "met", "partly": "partly", "not_stated": "unstated", "not_met": "notyet"}
STATE_WORDS = {
    "met": "met",
    "partly": "partly met",
    "not_stated": "not stated",
    "not_met": "not yet met",
}
ATTESTED = 2
GRADES = ("claimed", "documented", "attested", "assessed", "credentialed")


@register.filter
def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 11th, 1,002nd."""
    end = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number:,}{end or 'th'}"


@register.filter
def a_or_an(name: str) -> str:
    """Return a name with its article: a trainer, an implementation manager."""
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


@register.filter
def plain(number: float) -> str:
    """Return a number with at most two places and none for nothing.

    >>> plain(4), plain(6.5), plain(3.25)
    ('4', '6.5', '3.25')
    """
    return f"{number:,.2f}".rstrip("0").removesuffix(".")


@register.filter
def dollars(cents: int) -> str:
    """Return an amount in cents as dollars: 62,000, and 31.50 where there are cents."""
    return f"{cents / 100:,.2f}".removesuffix(".00")


@register.filter
def level_name(level: int | None) -> str:
    """Return the word for a level 1-5, and nothing for a level that is not stated."""
    return LEVELS[level] if level else ""


@register.filter
def grade_step(grade: str) -> int:
    """Return how many of the five steps of proof a grade fills, by its word."""
    return GRADES.index(grade) + 1


@register.filter
def quarter_years(quarters: int) -> str:
    """Return quarters of a year as years in words."""
    return f"{quarters / 4:g} year{'' if quarters == 4 else 's'}"


@register.filter
def quarter_number(quarters: int) -> str:
    """Return quarters of a year as a bare number of years, such as 2.5."""
    return f"{quarters / 4:g}"


@register.filter
def education_name(rank: int) -> str:
    """Return the words for an education 1-6."""
    return EDUCATIONS[rank]


@register.filter
def shape(line: Any) -> str:
    """Return how the state of a line looks: met, proved, partly, unstated, notyet.

    Proved is met with a grade of attested or above: somebody else stands behind it.
    """
    if line.state == "met" and (line.grade or 0) >= ATTESTED:
        return "proved"
    return SHAPES[line.state]


@register.filter
def state_words(state: str) -> str:
    """Return the state of a line in words: met, partly met, not stated, not yet met."""
    return STATE_WORDS.get(state, state)


@register.filter
def share(part: float, whole: float) -> str:
    """Return a part of a whole as percent for the geometry of a bar, 0 for an empty whole."""
    return f"{100 * part / whole:.1f}" if whole else "0"


@register.filter
def gap_shape(row: Any) -> str:
    """Return how the state of a missing competency looks."""
    return SHAPES[row.state]


@register.filter
def plus(first: int, second: int) -> int:
    """Return the sum of two numbers."""
    return first + second


@register.filter
def minus(first: int, second: int) -> int:
    """Return the difference of two numbers."""
    return first - second


@register.filter
def elided(paginator: Paginator[Any], number: int) -> list[int | str]:
    """Return the page numbers to show around one, with "…" where some are left out."""
    return list(paginator.get_elided_page_range(number, on_each_side=1, on_ends=1))


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Return the value of a key, or nothing."""
    return mapping.get(key)


@register.filter
def short_id(value: Any) -> str:
    """Return the end of a long id, enough to tell it from others; many as their number."""
    if isinstance(value, list):
        return short_id(value[0]) if len(value) == 1 else f"{len(value)} of them"
    text = str(value)
    return f"…{text[-8:]}" if len(text) > 30 else text


@register.filter
def span_of(seconds: int) -> str:
    """Return a span of time in its largest whole unit: 60 is "minute", 7200 is "2 hours"."""
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds % length == 0 and seconds >= length:
            count = seconds // length
            return unit if count == 1 else f"{count} {unit}s"
    return f"{seconds} seconds"


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Return this page's query with some values changed; None takes one out."""
    request = context.get("request")
    values = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = str(value)
    return "?" + values.urlencode()


@register.simple_tag
def fresh_key() -> str:
    """Return a random key for one sending of a form."""
    return str(new_public_id())
