"""A table of a page as a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse

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


def csv_stream(
    name: str, header: Sequence[str], rows: Iterable[Sequence[str | int | float]]
) -> StreamingHttpResponse:
    """Return the same row by row, for tables of any length."""
    answer = StreamingHttpResponse(_lines(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


class _Line:
    """Gives back what a writer writes."""

    def write(self, line: str) -> str:
        return line


def _lines(header: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([_cell(cell) for cell in row])


def _cell(value: str | int | float) -> str | int | float:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
