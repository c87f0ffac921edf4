"""The jobs board."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from preceptor.accounts.queries import visitor_of
from preceptor.jobs.board_files import board_atom, board_csv
from preceptor.jobs.forms.search import JobSearchForm
from preceptor.jobs.queries.board_page import PAGE_SIZE, board_page

WHOLE, PART = "jobs/job_list.html", "jobs/_board.html"


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Show what fits a search, with everything it could be narrowed by.

    The same address gives the page, its part for a live choice, a table, or a feed.
    """
    now = timezone.now()
    form = JobSearchForm(request.GET)
    if not form.is_valid():
        return render(request, WHOLE, {"form": form}, status=422)
    person = visitor_of(request, now=now)
    board = board_page(form.search(), person=person, now=now)
    file_format = request.GET.get("format")
    if file_format == "csv":
        return board_csv(board)
    if file_format == "atom":
        return board_atom(board)
    page = Paginator(board.found.numbers.tolist(), PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": form,
        "board": board,
        "page": page,
        "rows": board.rows(list(page)),
    }
    is_part = request.headers.get("HX-Request-Type") == "partial"
    response = render(request, PART if is_part else WHOLE, context)
    patch_vary_headers(response, ["HX-Request-Type"])
    return response
