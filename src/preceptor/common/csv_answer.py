"""A table of a page as a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# A cell that begins like a formula would be run by a spreadsheet: what people typed must not be.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_answer(
    name: str, header: Sequence[str], rows: Iterable[Sequence[str | int | float]]
) -> HttpResponse:
    """Return the rows as a download ``name``.csv, in UTF-8 with a mark that spreadsheets know."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return answer


def _cell(value: str | int | float) -> str | int | float:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
