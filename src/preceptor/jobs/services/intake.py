"""Take jobs in from another site's feed or page: first a look, then drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Organization, User
from preceptor.common.models import Document
from preceptor.common.services import append_log, drop_document, keep_document, lock_log
from preceptor.jobs.feed_reading import FeedRefused, Item, place_named, read_feed
from preceptor.jobs.models import Intake, Job
from preceptor.jobs.reading import read_posting_text
from preceptor.jobs.services.authoring import TEXT_FIELDS, put_text
from preceptor.jobs.services.places import PLACE_FIELDS, PlaceGiven, given_places, put_places
from preceptor.jobs.services.postings import store_posting
from preceptor.jobs.services.publishing import touch

Progress = Callable[[int, int], None]

# What becomes of an item.
NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
FATES = (NEW, CHANGED, UNCHANGED, REFUSED)


@dataclass(frozen=True, slots=True)
class Fate:
    """An item and what becomes of it; ``job`` is the one it was before."""

    item: Item
    fate: str
    job: Job | None = None


class IntakeOver(Exception):
    """It was taken in already, or dropped."""


@transaction.atomic
def bring_intake(
    *, organization: Organization, data: bytes, name: str, by: User, now: datetime
) -> Intake:
    """Keep a feed or page to look at; nothing is taken in yet. Raises FeedRefused."""
    items = read_feed(data)
    text = data.decode("utf-8", errors="replace")
    document = keep_document(
        data=data, text=text, kind=Document.Kind.TEXT, filename=name, now=now, keep_file=False
    )
    intake = Intake.objects.create(
        organization=organization, document=document, name=name[:200], made_by=by, made_at=now
    )
    append_log(
        kind="jobs.intake_brought",
        target=intake.public_id,
        by=by.public_id,
        now=now,
        details={"items": len(items)},
    )
    return intake


def fates_of(organization: Organization, items: Sequence[Item]) -> list[Fate]:
    """Return what would become of each item: new, changed, unchanged or refused."""
    ids = [item.source_id for item in items if not item.why]
    known: dict[str, Job] = {}
    for start in range(0, len(ids), 500):
        rows = Job.objects.filter(organization=organization, source_id__in=ids[start : start + 500])
        known |= {job.source_id: job for job in rows}
    return [_fate(item, known.get(item.source_id)) for item in items]


def _fate(item: Item, job: Job | None) -> Fate:
    if item.why:
        return Fate(item, REFUSED)
    if job is None:
        return Fate(item, NEW)
    return Fate(item, UNCHANGED if job.source_digest == item.digest else CHANGED, job)


def items_of_intake(intake: Intake) -> list[Item]:
    """Return the items of what was brought. Raises IntakeOver where it is not kept any more."""
    if intake.document is None:
        raise IntakeOver("What was brought was taken in already, or dropped.")
    return read_feed(intake.document.text.encode())


@transaction.atomic
def ask_intake(*, intake: Intake, by: User, now: datetime) -> Intake:
    """Say that what was looked at is to be taken in. Raises IntakeOver where that was done."""
    lock_log()
    intake.refresh_from_db(fields=["asked_at", "taken_at", "document"])
    if intake.asked_at is not None or intake.document is None:
        raise IntakeOver("It is taken in already.")
    intake.asked_at = now
    intake.save(update_fields=["asked_at"])
    append_log(kind="jobs.intake_asked", target=intake.public_id, by=by.public_id, now=now)
    return intake


@transaction.atomic
def drop_intake(*, intake: Intake, by: User, now: datetime) -> None:
    """Drop what was brought, and take nothing in. Raises IntakeOver once it is asked for."""
    lock_log()
    intake.refresh_from_db(fields=["asked_at", "document"])
    if intake.asked_at is not None or intake.document is None:
        raise IntakeOver("It is taken in already.")
    public_id, document = intake.public_id, intake.document
    intake.delete()
    drop_document(document)
    append_log(kind="jobs.intake_dropped", target=public_id, by=by.public_id, now=now)


def take_in(*, intake: Intake, now: datetime, progress: Progress | None = None) -> Counter[str]:
    """Take in every item that is new or changed, each in a transaction of its own.

    Doing it again changes nothing more: an item is known by its id, and what it said by a digest.
    """
    try:
        fates = fates_of(intake.organization, items_of_intake(intake))
    except (FeedRefused, IntakeOver):
        return Counter(intake.counts)
    for done, fate in enumerate(fates):
        if fate.fate == NEW:
            _take_new(intake, fate.item, now)
        elif fate.fate == CHANGED and fate.job is not None:
            _take_changed(intake, fate.job, fate.item, now)
        if progress is not None and done % 50 == 0:
            progress(done, len(fates))
    counts = Counter(fate.fate for fate in fates)
    _end(intake, counts, now)
    return counts


@transaction.atomic
def _end(intake: Intake, counts: Counter[str], now: datetime) -> None:
    document = intake.document
    intake.taken_at, intake.counts, intake.document = now, dict(counts), None
    intake.save(update_fields=["taken_at", "counts", "document"])
    if document is not None:
        drop_document(document)
    append_log(
        kind="jobs.intake_taken",
        target=intake.public_id,
        by=intake.made_by.public_id if intake.made_by else None,
        now=now,
        details=dict(counts),
    )


@transaction.atomic
def _take_new(intake: Intake, item: Item, now: datetime) -> None:
    lock_log()
    if Job.objects.filter(organization=intake.organization, source_id=item.source_id).exists():
        return
    job = store_posting(
        read=read_posting_text(_posting(item)),
        organization=intake.organization,
        status=Job.Status.DRAFT,
        kind=item.kind,
        is_demo=intake.organization.is_demo,
        by=intake.made_by,
        now=now,
    )
    job.source_id = item.source_id
    _put_facts(job, item)
    touch(job=job, now=now, fields=_FIELDS)


@transaction.atomic
def _take_changed(intake: Intake, job: Job, item: Item, now: datetime) -> None:
    lock_log()
    job = Job.objects.select_related("document", "organization").get(pk=job.pk)
    if job.source_digest == item.digest:
        return
    fields: tuple[str, ...] = _FIELDS
    old: Document | None = None
    if (text := _posting(item)) != job.document.text:
        old = put_text(job=job, text=text, now=now)
        fields = (*_FIELDS, *TEXT_FIELDS)
    _put_facts(job, item)
    touch(job=job, now=now, fields=fields)
    if old is not None:
        drop_document(old)
    append_log(
        kind="jobs.taken_in_again",
        target=job.public_id,
        by=intake.made_by.public_id if intake.made_by else None,
        now=now,
        details={"of": str(intake.public_id)},
    )


_FIELDS = (
    "title",
    "kind",
    "source_id",
    "source_url",
    "source_digest",
    "pay_least",
    "pay_most",
    "pay_period",
    "hours_week",
    "expires_on",
    *PLACE_FIELDS,
)


def _posting(item: Item) -> str:
    return f"{item.title}\n\n{item.text}\n"


def _put_facts(job: Job, item: Item) -> None:
    job.title, job.kind = item.title, item.kind
    job.source_url, job.source_digest = item.url, item.digest
    job.pay_least, job.pay_most, job.pay_period = item.pay_least, item.pay_most, item.pay_period
    job.hours_week = item.hours_week
    # What the feed does not say stays as the text or the employer said it.
    job.expires_on = item.expires_on or job.expires_on
    found = place_named(item)
    mode = job.work_mode
    if item.is_remote is not None:
        mode = Job.WorkMode.REMOTE if item.is_remote else mode
    places = given_places(job)
    if found is not None:
        places = [
            PlaceGiven(found.city, found.state, found.zip_code, found.latitude, found.longitude)
        ]
    put_places(
        job=job,
        places=places,
        work_mode=mode,
        states=job.states,
        radius_miles=job.radius_miles,
    )
