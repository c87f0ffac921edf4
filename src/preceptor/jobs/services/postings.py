"""Take in postings, open and close jobs, drop what visitors pasted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from preceptor.accounts.models import Organization, Person, Site, User
from preceptor.common.models import Document
from preceptor.common.places import PlaceFound, find_place
from preceptor.common.services import append_log, drop_document, keep_document
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.extract.facts import Posting
from preceptor.engine.translate import LineDraft
from preceptor.engine.translate.labels import place_label
from preceptor.engine.translate.plain import support_plain, words_plain
from preceptor.jobs.models import Job, JobPlace, Line
from preceptor.jobs.reading import ReadPosting
from preceptor.jobs.services.indexing import index_jobs

TITLE_UNKNOWN = "Posting without a title"
DEFAULT_RADIUS = 50
# The work can be done from home.
REMOTE = (Job.WorkMode.REMOTE, Job.WorkMode.FLEXIBLE)
# A place gate that follows from the places of work.
PLACE_RULE = "place of work"


@transaction.atomic
def store_posting(
    *,
    read: ReadPosting,
    now: datetime,
    owner: Person | None = None,
    organization: Organization | None = None,
    site: Site | None = None,
    status: str = Job.Status.PASTED,
    kind: str = Job.Kind.JOB,
    slug: str | None = None,
    filename: str = "",
    is_demo: bool = False,
    by: User | None = None,
) -> Job:
    """Store a posting as read, with its lines in order; of a file only its text is kept.

    ``owner``: the visitor or person who pasted it; ``by``: the user who writes it for their
    organization.
    """
    document = keep_document(
        data=read.text.encode(),
        text=read.text,
        kind=read.kind if filename else Document.Kind.PASTED,
        filename=filename,
        now=now,
        keep_file=False,
    )
    place = _place_of(read.facts, site)
    job = Job.objects.create(
        slug=slug,
        kind=kind,
        status=status,
        title=(read.facts.title or TITLE_UNKNOWN)[:300],
        document=document,
        organization=organization,
        site=site,
        owner=owner,
        reading=reading_json(read.facts),
        roles=[support_plain(support) for support in read.roles],
        warnings=list(read.warnings),
        role=read.roles[0].role,
        work_mode=read.facts.work_mode,
        **found_fields(read.facts),
        city=place.city if place else "",
        state=place.state if place else "",
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        vocabulary_version=load_vocabulary().version,
        engine_version=ENGINE_VERSION,
        created_by=by,
        created_at=now,
        opened_at=now if status == Job.Status.OPEN else None,
        is_demo=is_demo,
    )
    if place is not None:
        JobPlace.objects.create(
            job=job,
            order=0,
            site=site,
            city=place.city,
            state=place.state,
            zip_code=place.zip_code,
            latitude=place.latitude,
            longitude=place.longitude,
        )
    drafts = [*_place_lines(read.facts, place), *read.lines]
    Line.objects.bulk_create(line_row(job, order, draft) for order, draft in enumerate(drafts))
    actor = by or owner
    append_log(
        kind="jobs.taken_in",
        target=job.public_id,
        by=actor.public_id if actor else None,
        now=now,
        details={"lines": len(drafts), "status": status},
    )
    if status == Job.Status.OPEN:
        # Whoever opens a job later saves it: the index follows that by itself.
        index_jobs(jobs=[job])
    return job


def found_fields(facts: Posting) -> dict[str, bool]:
    """Return what the reader found that a search can ask a job."""
    return {
        "is_entry_friendly": facts.entry_friendly,
        "needs_clinical": facts.clinical_background == "required",
    }


def _place_of(facts: Posting, site: Site | None) -> PlaceFound | None:
    if site is not None:
        return PlaceFound(site.city, site.state, site.zip_code, site.latitude, site.longitude)
    return find_place(facts.location) if facts.location else None


def _place_lines(facts: Posting, place: PlaceFound | None) -> list[LineDraft]:
    """Return the place gate, where the text says enough to hold people against it."""
    if place is None or facts.work_mode in REMOTE:
        return []
    return [
        LineDraft(
            kind="place",
            necessity="must",
            weight=10,
            label=place_label([f"{place.city}, {place.state}"], [], DEFAULT_RADIUS),
            spec={
                "is_remote": False,
                "states": [],
                "is_on_site": True,
                "sites": [[place.latitude, place.longitude]],
                "radius_miles": DEFAULT_RADIUS,
            },
            rule=PLACE_RULE,
            words=facts.location_words,
        )
    ]


def reading_json(facts: Posting) -> dict[str, Any]:
    """Return the closed answers of a reading with the words behind them."""
    return {
        "years_min": facts.years_min,
        "education_min": facts.education_min,
        "education_or_experience": facts.education_or_experience,
        "clinical_background": facts.clinical_background,
        "clinical_words": words_plain(facts.clinical_words) if facts.clinical_words else None,
        "work_mode": facts.work_mode,
        "work_mode_words": words_plain(facts.work_mode_words) if facts.work_mode_words else None,
        "location": facts.location,
        "location_words": words_plain(facts.location_words) if facts.location_words else None,
        "entry_friendly": facts.entry_friendly,
        "entry_reasons": list(facts.entry_reasons),
        "employer": facts.employer,
    }


def move_needs(*, visitor: Person, person: Person) -> int:
    """Move what a visitor pasted to the person they turn out to be; part of the caller's event."""
    return Job.objects.filter(owner=visitor).update(owner=person)


def line_row(job: Job, order: int, draft: LineDraft) -> Line:
    """Return a draft as a row of a job that is not stored yet."""
    return Line(
        job=job,
        order=order,
        kind=draft.kind,
        necessity=draft.necessity,
        weight=draft.weight,
        label=draft.label[:300],
        spec=dict(draft.spec),
        rule=draft.rule[:80],
        start=draft.words.start if draft.words else None,
        end=draft.words.end if draft.words else None,
        words=draft.words.text[:300] if draft.words else "",
    )


def drop_jobs(jobs: Iterable[Job]) -> None:
    """Delete jobs with their documents, for a person who is being erased."""
    for job in jobs:
        document = job.document
        job.delete()
        drop_document(document)
