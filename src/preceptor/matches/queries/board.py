"""The open jobs made ready for the engine, kept while they stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from preceptor.competencies.queries import codebook
from preceptor.engine.match import CompiledJob
from preceptor.jobs.models import Job, Line
from preceptor.jobs.queries import shown_jobs, with_lines
from preceptor.matches.queries.pool import ready_job

CHUNK = 500  # jobs read from the database at a time


@dataclass(frozen=True, eq=False, slots=True)
class Posted:
    """An open job: how the engine takes it, and what a list says of it.

    ``named``: slugs of the competencies that its lines name.
    """

    compiled: CompiledJob
    title: str
    slug: str
    named: frozenset[str]


# By public id, revision and vocabulary version: a job that changes has another revision.
_kept: dict[tuple[UUID, int, str], Posted] = {}


def open_board() -> tuple[Posted, ...]:
    """Return every job that is shown, by number; only what is new or changed is compiled."""
    version = codebook().version
    rows = shown_jobs()
    keys = {
        number: (public_id, revision, version)
        for number, public_id, revision in rows.values_list("pk", "public_id", "revision")
    }
    kept = {number: _kept[key] for number, key in keys.items() if key in _kept}
    missing = [number for number in keys if number not in kept]
    for start in range(0, len(missing), CHUNK):
        some = missing[start : start + CHUNK]
        for job in with_lines(Job.objects.filter(pk__in=some)):
            kept[job.pk] = _posted(job)
    # Another thread may do the same: both keep the same jobs.
    fresh = {key: kept[number] for number, key in keys.items() if number in kept}
    _kept.clear()
    _kept.update(fresh)
    return tuple(kept[number] for number in sorted(kept))


def _posted(job: Job) -> Posted:
    lines = list(job.lines.all())
    return Posted(
        compiled=ready_job(job).compiled,
        title=job.title,
        slug=job.slug or "",
        named=frozenset(slug for line in lines for slug in _named(line)),
    )


def _named(line: Line) -> list[str]:
    ways = line.spec.get("any_of", ())
    slugs = [way.get("competency") if isinstance(way, dict) else way for way in ways]
    return [slug for slug in slugs if slug]
