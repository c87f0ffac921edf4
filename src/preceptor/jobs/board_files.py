"""A search of the board as a table and as a feed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

from preceptor.common.addresses import address_of, site_address
from preceptor.common.csv_answer import csv_answer
from preceptor.jobs.queries.board_page import BoardPage
from preceptor.jobs.queries.board_rows import JobRow

# A reader comes often; whoever wants all takes the table.
FEED_LENGTH = 50
CHUNK = 500
HEADER = (
    *("title", "organization", "role", "place", "work_mode", "pay", "kind", "opened_on", "address"),
)


def board_csv(board: BoardPage) -> HttpResponse:
    """Return every job that fits, in the order of the list."""
    numbers = board.found.numbers.tolist()
    chunks = (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))
    return csv_answer("jobs", HEADER, (_cells(row) for some in chunks for row in board.rows(some)))


def _cells(row: JobRow) -> tuple[str, ...]:
    return (
        row.title,
        row.organization,
        row.role,
        row.place,
        row.mode,
        row.pay,
        row.kind,
        row.opened_at.date().isoformat() if row.opened_at else "",
        site_address(row.address),
    )


def board_atom(board: BoardPage) -> HttpResponse:
    """Return the first fifty jobs that fit as an Atom feed."""
    rows = board.rows(board.found.numbers[:FEED_LENGTH].tolist())
    chips = ", ".join(chip.label for chip in board.found.chips)
    path = f"{address_of('jobs')}?{board.query}"
    return jobs_atom(
        title=f"Health IT jobs: {chips}" if chips else "Health IT jobs",
        path=path,
        feed_path=f"{path}{'&' if board.query else ''}format=atom",
        rows=rows,
        now=board.now,
    )


def jobs_atom(
    *, title: str, path: str, feed_path: str, rows: list[JobRow], now: datetime
) -> HttpResponse:
    """Return jobs as an Atom feed; an empty one is as of ``now``."""
    feed = Atom1Feed(
        title=title,
        link=site_address(path),
        feed_url=site_address(feed_path),
        description=None,
        language="en-us",
    )
    for row in rows:
        feed.add_item(
            title=f"{row.title}, {row.organization}" if row.organization else row.title,
            link=site_address(row.address),
            description="; ".join(_facts(row)),
            pubdate=row.opened_at,
            updateddate=row.opened_at or now,
        )
    if not rows:
        feed.latest_post_date = lambda: now.astimezone(UTC)  # type: ignore[method-assign]
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(answer, "utf-8")
    return answer


def _facts(row: JobRow) -> list[str]:
    place = row.place or "place not stated"
    facts = [row.role, f"{place}, {row.mode}" if row.mode else place]
    return [*facts, row.pay or "pay not stated"]
