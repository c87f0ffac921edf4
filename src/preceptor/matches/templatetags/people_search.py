"""Addresses of a search with one thing more or less, and its words."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from preceptor.matches.line_states import GRADE_NAMES
from preceptor.matches.queries.pool_filters import Asked
from preceptor.matches.queries.pool_search import COMPETENCY, Filter

register = template.Library()

# A place goes together with how far around it.
TOGETHER = {"miles": ("miles", "zip", "movers"), "school": ("school", "schooled")}


def _address(values: QueryDict) -> str:
    values.pop("page", None)
    for name in [name for name in values if not any(values.getlist(name))]:
        values.pop(name)
    return "?" + values.urlencode()


def _asked(context: template.Context) -> QueryDict:
    values: QueryDict = context["request"].GET.copy()
    return values


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, field: str, key: str) -> str:
    """Return this search with a facet's value chosen in place of any other."""
    values = _asked(context)
    values[field] = key
    return _address(values)


@register.simple_tag(takes_context=True)
def query_without(context: template.Context, field: str) -> str:
    """Return this search without a facet; without a place, nothing around it is asked either."""
    values = _asked(context)
    for name in TOGETHER.get(field, (field,)):
        values.pop(name, None)
    return _address(values)


@register.simple_tag(takes_context=True)
def with_skill(context: template.Context, competency: str) -> str:
    """Return this search with one more competency asked, at any level and proof."""
    values = _asked(context)
    values.appendlist("c", Asked(competency).key)
    return _address(values)


@register.simple_tag(takes_context=True)
def without_filter(context: template.Context, each: Filter) -> str:
    """Return this search without one thing that it asks."""
    if each.field != COMPETENCY:
        return query_without(context, each.field)
    values = _asked(context)
    slug = each.key.partition(":")[0]
    kept = [text for text in values.getlist("c") if text.partition(":")[0] != slug]
    values.setlist("c", kept)
    return _address(values)


@register.filter
def grade_name(grade: int) -> str:
    """Return the word for a grade of proof, 0-4."""
    return GRADE_NAMES[grade]


@register.filter
def proof_steps(grade: int) -> SafeString:
    """Return the five steps of proof with its word for who does not see them.

    What the component ``c-proof`` draws, without a template for each of some hundred of a page.
    """
    return format_html(
        '<span class="proof proof-{}"><span aria-hidden="true"><i></i><i></i><i></i><i></i><i></i>'
        '</span></span><span class="vh">, {}</span>',
        grade + 1,
        GRADE_NAMES[grade],
    )


@register.filter
def leaves_somebody(filters: Sequence[Filter]) -> bool:
    """Tell whether without one of some filters somebody fits."""
    return any(each.without for each in filters)
