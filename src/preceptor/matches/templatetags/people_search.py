"""Addresses of a search with one thing more or less, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote_plus
from uuid import uuid4

from django import template
from django.http import QueryDict
from django.template.defaultfilters import pluralize
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from preceptor.common.templatetags.preceptor import level_name, plain
from preceptor.matches.line_states import EDUCATION_NAMES, GRADE_NAMES
from preceptor.matches.queries.people import Card
from preceptor.matches.queries.pool_filters import UNSTATED, Asked
from preceptor.matches.queries.pool_search import COMPETENCY, FacetValues, Filter, Value

register = template.Library()

# Stands in an address where a value is put; nobody can ask for it.
CHOICE = uuid4().hex
AMBER = mark_safe(' class="amber"')

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
def chips(card: Card) -> SafeString:
    """Return the best of what a person holds: name, level, the five steps of its proof.

    What the component ``c-proof`` draws, without a template for each of some hundred of a page;
    the same few thousand return on every page.
    """
    best = [_chip(skill.name, skill.level, skill.grade) for skill in card.skills]
    if card.more_skills:
        best.append(format_html('<li class="tag">and {} more</li>', card.more_skills))
    return mark_safe("".join(best))  # noqa: S308 - each is written by format_html


@lru_cache(maxsize=20_000)
def _chip(name: str, level: int | None, grade: int) -> SafeString:
    words = f"{name}, {level_name(level)}" if level else name
    if not grade:
        return format_html('<li class="tag">{}</li>', words)
    return format_html(
        '<li class="tag">{} <span class="proof proof-{}"><span aria-hidden="true">'
        '<i></i><i></i><i></i><i></i><i></i></span></span><span class="vh">, {}</span></li>',
        words,
        grade + 1,
        GRADE_NAMES[grade],
    )


@register.filter
def held_words(card: Card) -> str:
    """Return what a person states of years, school and availability, in short sentences."""
    said = [
        f"{held.name} {plain(held.years)} year{pluralize(held.years)}."
        for held in card.years
        if held.years
    ]
    if card.education != EDUCATION_NAMES[0]:
        said.append(f"Completed {card.education}.")
    if card.available_on:
        said.append(f"Available from {date_format(card.available_on, 'j M Y')}.")
    if card.displaced_from:
        said.append(f"Displaced from {card.displaced_from}.")
    return " ".join(said)


@register.simple_tag(takes_context=True)
def facet_values(context: template.Context, facet: FacetValues) -> SafeString:
    """Return a facet's values as links that choose one, or take it back, with their counts."""
    asked = _asked(context)
    asked[facet.field] = CHOICE
    # Only the value differs among the addresses.
    before, after = _address(asked).split(CHOICE)
    rows = [
        format_html(
            '<li{}>{} <span class="n">{}</span></li>',
            AMBER if value.key == UNSTATED else "",
            _shown(context, facet.field, value, f"{before}{quote_plus(value.key)}{after}"),
            f"{value.people:,}",
        )
        for value in facet.values
    ]
    return mark_safe("".join(rows))  # noqa: S308 - each is written by format_html


def _shown(context: template.Context, field: str, value: Value, address: str) -> SafeString:
    if value.is_chosen:
        return format_html(
            '<a href="{}" rel="nofollow" aria-current="true">{}'
            '<span class="vh">, chosen</span></a>',
            query_without(context, field),
            value.label,
        )
    if value.people:
        return format_html('<a href="{}" rel="nofollow">{}</a>', address, value.label)
    return format_html("<span>{}</span>", value.label)


@register.filter
def leaves_somebody(filters: Sequence[Filter]) -> bool:
    """Tell whether without one of some filters somebody fits."""
    return any(each.without for each in filters)
