"""What the lines of a role cost in people, for whoever is about to write a posting."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from preceptor.common.csv_answer import csv_answer
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.matches.queries.role_prices import role_prices as prices_of
from preceptor.matches.services.answers import ready_pool, stamp_answer


@require_safe
def role_prices(request: HttpRequest, role_id: str) -> HttpResponse:
    role = load_vocabulary().role_by_id.get(role_id)
    if role is None:
        raise Http404("No such role.")
    now = timezone.now()
    current = ready_pool(now=now)
    prices = prices_of(role, current)
    if request.GET.get("format") == "csv":
        head = ("competency", "level", "weight", "met", "not_met", "not_stated", "lost_alone")
        rows = (
            (
                line.competency.name,
                line.level,
                line.weight,
                line.met,
                line.not_met,
                line.not_stated,
                line.lost_alone,
            )
            for line in prices.lines
        )
        return csv_answer(f"role-{role.id}-prices", head, rows)
    context = {"prices": prices, "role": role, "stamp": stamp_answer(current=current, now=now)}
    return render(request, "matches/role_prices.html", context)
