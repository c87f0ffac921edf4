"""Write jobs: a draft from what was read, its text, its facts, its terms, copies of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from preceptor.accounts.models import Organization, User
from preceptor.common.models import Document
from preceptor.common.services import append_log, drop_document, keep_document, lock_log
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.translate import LineDraft
from preceptor.engine.translate.plain import support_plain
from preceptor.jobs.merging import merged_lines
from preceptor.jobs.models import Job, JobPlace, Line
from preceptor.jobs.reading import ReadPosting, read_posting_text
from preceptor.jobs.services.lines import APART
from preceptor.jobs.services.places import PLACE_FIELDS, PlaceGiven, given_places, put_places
from preceptor.jobs.services.postings import found_fields, line_row, reading_json, store_posting
from preceptor.jobs.services.publishing import touch

# What a copy takes along; how it went for the first does not concern the second.
_COPIED = (
    "kind",
    "title",
    "site",
    "reading",
    "roles",
    "warnings",
    "role",
    "work_mode",
    "states",
    "city",
    "state",
    "latitude",
    "longitude",
    "radius_miles",
    "proof_weight",
    "hours_per_year",
    "vocabulary_version",
    "engine_version",
    "pay_least",
    "pay_most",
    "pay_currency",
    "pay_period",
    "hours_week",
    "openings",
    "is_entry_friendly",
    "needs_clinical",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a job is beside its text and lines, as a form gives it. None is not stated."""

    title: str
    kind: str
    pay_least: int | None
    pay_most: int | None
    pay_period: str
    hours_week: int | None
    openings: int
    starts_on: date | None
    ends_on: date | None
    expires_on: date | None
    is_entry_friendly: bool | None
    needs_clinical: bool | None
    work_mode: str
    states: Sequence[str]
    radius_miles: int
    places: Sequence[PlaceGiven]
    notes: str = ""
    team: Collection[User] = field(default_factory=tuple)


_PLAIN_FACTS = (
    "title",
    "kind",
    "pay_least",
    "pay_most",
    "pay_period",
    "hours_week",
    "openings",
    "starts_on",
    "ends_on",
    "expires_on",
    "is_entry_friendly",
    "needs_clinical",
    "notes",
)


def write_draft(
    *, organization: Organization, read: ReadPosting, by: User, now: datetime, filename: str = ""
) -> Job:
    """Store what was read as a draft of an organization."""
    return store_posting(
        read=read,
        organization=organization,
        status=Job.Status.DRAFT,
        filename=filename,
        is_demo=organization.is_demo,
        by=by,
        now=now,
    )


@transaction.atomic
def change_text(*, job: Job, text: str, by: User, now: datetime) -> Job:
    """Give a job another text, which is read anew.

    Lines that the employer wrote or changed stay, and what they removed stays away, unless the
    text asks it in other words; title, places and other facts are left as they are.
    """
    lock_log()
    if text == job.document.text:
        return job
    job.refresh_from_db(fields=["revision"])
    old = put_text(job=job, text=text, now=now)
    touch(job=job, now=now, fields=TEXT_FIELDS)
    drop_document(old)
    append_log(
        kind="jobs.text_changed",
        target=job.public_id,
        by=by.public_id,
        now=now,
        details={"lines": job.lines.count()},
    )
    return job


TEXT_FIELDS = (
    "document",
    "reading",
    "roles",
    "warnings",
    "role",
    "vocabulary_version",
    "engine_version",
    "is_entry_friendly",
    "needs_clinical",
)


def put_text(*, job: Job, text: str, now: datetime) -> Document:
    """Read another text for a job and write its lines; return the old document, to be dropped.

    The job's own fields are set, and for the caller to store. Part of the caller's event.
    """
    before, read = read_posting_text(job.document.text), read_posting_text(text)
    _put_lines(job, merged_lines(list(job.lines.order_by("order")), before.lines, read))
    _put_reading(job, read, before)
    old = job.document
    job.document = _document_of(text, now)
    return old


@transaction.atomic
def change_facts(*, job: Job, facts: Facts, by: User, now: datetime) -> Job:
    """Store what a job is beside its text and lines. Raises PlacesDoNotAddUp.

    A job that is shown keeps its last day where none is given: it never stands open for good.
    """
    lock_log()
    job.refresh_from_db(fields=["revision", "status", "expires_on"])
    last_day = job.expires_on
    for name in _PLAIN_FACTS:
        setattr(job, name, getattr(facts, name))
    if facts.expires_on is None and job.status in (Job.Status.OPEN, Job.Status.PAUSED):
        job.expires_on = last_day
    put_places(
        job=job,
        places=facts.places,
        work_mode=facts.work_mode,
        states=facts.states,
        radius_miles=facts.radius_miles,
    )
    job.team.set(facts.team)
    touch(job=job, now=now, fields=(*_PLAIN_FACTS, *PLACE_FIELDS))
    append_log(
        kind="jobs.facts_changed",
        target=job.public_id,
        by=by.public_id,
        now=now,
        details={"places": len(facts.places), "team": len(facts.team)},
    )
    return job


@transaction.atomic
def choose_terms(
    *, job: Job, proof_weight: int, hours_per_year: int, by: User, now: datetime
) -> Job:
    """Say how much proof counts and how many signed hours stand for a year."""
    lock_log()
    job.refresh_from_db(fields=["revision"])
    job.proof_weight, job.hours_per_year = proof_weight, hours_per_year
    touch(job=job, now=now, fields=("proof_weight", "hours_per_year"))
    append_log(
        kind="jobs.terms_chosen",
        target=job.public_id,
        by=by.public_id,
        now=now,
        details={"proof_weight": proof_weight, "hours_per_year": hours_per_year},
    )
    return job


@transaction.atomic
def copy_job(
    *, job: Job, organization: Organization, by: User, now: datetime, status: str = Job.Status.DRAFT
) -> Job:
    """Make a draft, or a template, of a job of this organization, with its lines and places."""
    copy = _copied(job, organization, by, now, status=status)
    lines = [_again(line, copy) for line in job.lines.order_by("order")]
    Line.objects.bulk_create(lines)
    places = list(job.places.order_by("order"))
    for place in places:
        place.pk, place.job = None, copy
    JobPlace.objects.bulk_create(places)
    append_log(
        kind="jobs.copied",
        target=copy.public_id,
        by=by.public_id,
        now=now,
        details={"of": str(job.public_id), "lines": len(lines), "status": status},
    )
    return copy


@transaction.atomic
def adopt_need(
    *,
    need: Job,
    organization: Organization,
    by: User,
    now: datetime,
    decided: Mapping[int, tuple[str, int, Mapping[str, Any], str]],
    proof_weight: int | None = None,
    hours_per_year: int | None = None,
) -> Job:
    """Make a draft of an organization of a need somebody pasted and priced.

    ``decided``: order of a line -> its necessity, weight, spec and label as switched on the price
    page; a line that is not in it was dropped. The need itself stays with who pasted it.
    """
    draft = _copied(need, organization, by, now, status=Job.Status.DRAFT)
    draft.copied_from = None
    draft.proof_weight = need.proof_weight if proof_weight is None else proof_weight
    draft.hours_per_year = hours_per_year or need.hours_per_year
    draft.save(update_fields=["copied_from", "proof_weight", "hours_per_year"])
    kept = [line for line in need.lines.order_by("order") if line.order in decided]
    for order, line in enumerate(kept):
        line.necessity, line.weight, spec, line.label = decided[line.order]
        line.spec = dict(spec)
        line.pk, line.job, line.order = None, draft, order
    Line.objects.bulk_create(kept)
    for place in need.places.order_by("order"):
        place.pk, place.job = None, draft
        place.save(force_insert=True)
    append_log(
        kind="jobs.need_adopted",
        target=draft.public_id,
        by=by.public_id,
        now=now,
        details={"of": str(need.public_id), "lines": len(kept)},
    )
    return draft


def copy_facts(*, of: Job, to: Job) -> None:
    """Give a draft the kind, terms, pay and places of another, but for what its own text says.

    Part of the caller's event.
    """
    for name in _TERMS:
        setattr(to, name, getattr(of, name))
    to.copied_from = of
    work_mode = of.work_mode
    if to.work_mode != Job.WorkMode.UNSPECIFIED:
        work_mode = to.work_mode
    put_places(
        job=to,
        places=given_places(of),
        work_mode=work_mode,
        states=of.states,
        radius_miles=of.radius_miles,
    )
    to.save(update_fields=["copied_from", *_TERMS, *PLACE_FIELDS])


_TERMS = (
    "kind",
    "proof_weight",
    "hours_per_year",
    "pay_least",
    "pay_most",
    "pay_currency",
    "pay_period",
    "hours_week",
    "starts_on",
    "ends_on",
)


def _put_reading(job: Job, read: ReadPosting, before: ReadPosting) -> None:
    """Store what was read; a field that the employer corrected stays as they said."""
    job.reading = reading_json(read.facts)
    job.roles = [support_plain(support) for support in read.roles]
    job.warnings = list(read.warnings)
    job.role = read.roles[0].role
    job.vocabulary_version = load_vocabulary().version
    job.engine_version = ENGINE_VERSION
    was = found_fields(before.facts)
    for name, value in found_fields(read.facts).items():
        if getattr(job, name) in (None, was[name]):
            setattr(job, name, value)


def _put_lines(job: Job, merged: Sequence[Line | LineDraft]) -> None:
    """Store lines in this order: rows that stay are kept, so that what points at them does."""
    kept = [line.pk for line in merged if isinstance(line, Line)]
    Line.objects.filter(job=job).exclude(pk__in=kept).delete()
    Line.objects.filter(job=job).update(order=F("order") + APART)
    for order, line in enumerate(merged):
        if isinstance(line, Line):
            line.order = order
            line.save()
        else:
            line_row(job, order, line).save(force_insert=True)


def _document_of(text: str, now: datetime) -> Document:
    return keep_document(
        data=text.encode(),
        text=text,
        kind=Document.Kind.PASTED,
        filename="",
        now=now,
        keep_file=False,
    )


def _copied(job: Job, organization: Organization, by: User, now: datetime, *, status: str) -> Job:
    own = job.organization_id == organization.pk
    values = {name: getattr(job, name) for name in _COPIED}
    return Job.objects.create(
        **values,
        status=status,
        document=_document_of(job.document.text, now),
        organization=organization,
        created_by=by,
        created_at=now,
        copied_from=job if own else None,
        notes="",
        is_demo=organization.is_demo,
    )


def _again(line: Line, job: Job) -> Line:
    line.pk, line.job = None, job
    return line
