"""Keep the words by which jobs are found in step with the jobs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from preceptor.common.places import STATE_NAMES
from preceptor.common.search import (
    Disagreement,
    Entry,
    clear_index,
    disagreement,
    drop_entries,
    put_entries,
)
from preceptor.common.services import append_log
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.models import Job, JobPlace, Line

KIND = "jobs"
CHUNK = 250


@transaction.atomic
def index_jobs(*, jobs: Iterable[Job]) -> int:
    """Bring the index in step with some jobs as they are stored; return how many had changed.

    Call it in the transaction of the change. An open job is indexed, any other is taken out;
    whether its organization is verified and its last day is not past is asked by each search.
    """
    numbers = sorted({job.pk for job in jobs})
    changed = 0
    for start in range(0, len(numbers), CHUNK):
        some = numbers[start : start + CHUNK]
        entries = [_entry(job) for job in _loaded(Job.objects.filter(pk__in=some))]
        changed += put_entries(kind=KIND, entries=entries)
        gone = set(some) - {entry.key for entry in entries}
        changed += drop_entries(kind=KIND, keys=gone)
    return changed


@transaction.atomic
def forget_job(*, number: int) -> None:
    """Take a job that is being deleted out of the index."""
    drop_entries(kind=KIND, keys=[number])


@transaction.atomic
def rebuild_job_index(*, now: datetime) -> int:
    """Build the index anew from the open jobs; return how many stand in it."""
    clear_index(kind=KIND)
    count = 0
    numbers = list(_open().values_list("pk", flat=True))
    for start in range(0, len(numbers), CHUNK):
        some = _loaded(Job.objects.filter(pk__in=numbers[start : start + CHUNK]))
        count += put_entries(kind=KIND, entries=[_entry(job) for job in some])
    append_log(kind="jobs.indexed", now=now, details={"jobs": count})
    return count


def job_index_disagreement() -> Disagreement:
    """Return where the index and the open jobs differ; nothing where they are in step."""
    return disagreement(KIND, _entries())


def _entries() -> Iterator[Entry]:
    numbers = list(_open().values_list("pk", flat=True))
    for start in range(0, len(numbers), CHUNK):
        for job in _loaded(Job.objects.filter(pk__in=numbers[start : start + CHUNK])):
            yield _entry(job)


def _open() -> QuerySet[Job]:
    return Job.objects.filter(status=Job.Status.OPEN).order_by("pk")


def _loaded(jobs: QuerySet[Job]) -> QuerySet[Job]:
    return (
        jobs.filter(status=Job.Status.OPEN)
        .select_related("organization", "document")
        .prefetch_related(
            Prefetch("lines", queryset=Line.objects.order_by("order")),
            Prefetch("places", queryset=JobPlace.objects.order_by("order")),
        )
        .order_by("pk")
    )


def _entry(job: Job) -> Entry:
    role = load_vocabulary().role_by_id.get(job.role)
    places = [(place.city, place.state) for place in job.places.all()]
    towns = dict.fromkeys(places or [(job.city, job.state)])
    states = dict.fromkeys([*(state for _, state in towns), *job.states])
    return Entry(
        key=job.pk,
        first=[job.title],
        second=[
            job.organization.name if job.organization else "",
            *(f"{city} {state}" for city, state in towns),
            *(STATE_NAMES[state] for state in states if state in STATE_NAMES),
            role.name if role else "",
            job.get_kind_display(),
            "" if job.work_mode == Job.WorkMode.UNSPECIFIED else job.get_work_mode_display(),
        ],
        third=[job.document.text, *(line.label for line in job.lines.all())],
    )
