"""Take in a resume, correct what was read, keep evidence and record in step."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from preceptor.accounts.models import Person
from preceptor.accounts.services import note_change, note_changes
from preceptor.common.models import Document
from preceptor.common.places import PlaceFound
from preceptor.common.services import append_log, drop_document, keep_document, lock_log
from preceptor.competencies.models import Competency
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.extract.facts import Resume as ReadFacts
from preceptor.engine.extract.facts import Words
from preceptor.engine.extract.head_name import head_name
from preceptor.engine.translate.plain import day_plain, support_plain
from preceptor.resumes import corrected
from preceptor.resumes.models import Correction, Evidence, Fact, Record, Resume
from preceptor.resumes.reading import ReadResume, read_resume_file

FACTS_AT_MOST = 2000


def take_in_resume(
    *,
    person: Person,
    data: bytes,
    filename: str,
    now: datetime,
    as_of: date | None = None,
    keep_file: bool = True,
) -> Resume:
    """Read a document and make it the person's current resume. Raises DocumentRefused.

    Reading happens before the transaction opens: it may take a second, and writers wait.
    """
    read = read_resume_file(data, filename=filename, as_of=as_of or now.date())
    return store_resume(
        person=person, read=read, data=data, filename=filename, now=now, keep_file=keep_file
    )


@transaction.atomic
def store_resume(
    *,
    person: Person,
    read: ReadResume,
    data: bytes,
    filename: str,
    now: datetime,
    keep_file: bool = True,
) -> Resume:
    """Store a resume as read: document, facts, evidence and record."""
    document = keep_document(
        data=data,
        text=read.text,
        kind=read.document.kind if filename else Document.Kind.PASTED,
        filename=filename,
        now=now,
        page_count=read.document.pages,
        keep_file=keep_file and bool(filename),
    )
    resume = resume_row(person, document, read, now)
    resume.save(force_insert=True)
    facts = fact_rows(resume, read.facts, competency_numbers())
    Fact.objects.bulk_create(facts)
    rebuild_evidence(person=person, now=now)
    append_log(
        kind="resumes.taken_in",
        target=resume.public_id,
        by=person.public_id,
        now=now,
        details={"kind": document.kind, "facts": len(facts)},
    )
    return resume


@transaction.atomic
def store_resumes(
    *, people: Sequence[Person], read: Sequence[ReadResume], now: datetime
) -> list[Resume]:
    """Store the resumes of people who have none yet, a few statements for all of them."""
    documents = Document.objects.bulk_create(
        Document(
            kind=Document.Kind.PASTED,
            size=len(each.text.encode()),
            sha256=hashlib.sha256(each.text.encode()).hexdigest(),
            text=each.text,
            created_at=now,
        )
        for each in read
    )
    resumes = Resume.objects.bulk_create(
        resume_row(person, document, each, now)
        for person, document, each in zip(people, documents, read, strict=True)
    )
    numbers = competency_numbers()
    slugs = {number: slug for slug, number in numbers.items()}
    facts = Fact.objects.bulk_create(
        fact
        for resume, each in zip(resumes, read, strict=True)
        for fact in fact_rows(resume, each.facts, numbers)
    )
    of_resume: dict[int, list[Fact]] = {resume.pk: [] for resume in resumes}
    for fact in facts:
        of_resume[fact.resume_id].append(fact)
    Evidence.objects.bulk_create(
        row
        for resume in resumes
        for row in _evidence_rows(resume.person, of_resume[resume.pk], [], numbers, slugs)
    )
    Record.objects.bulk_create(
        Record(
            person=resume.person,
            updated_at=now,
            **corrected.columns(of_resume[resume.pk], [], months=resume.months, as_of=resume.as_of),
        )
        for resume in resumes
    )
    for resume in resumes:
        resume.person.name_read = _name_in(resume, of_resume[resume.pk])
    Person.objects.bulk_update(people, ["name_read"], batch_size=500)
    note_changes(people=people, now=now)
    append_log(kind="resumes.taken_in_together", now=now, details={"resumes": len(resumes)})
    return resumes


def competency_numbers() -> dict[str, int]:
    """Return the row number of every competency by slug."""
    return dict(Competency.objects.values_list("slug", "pk"))


def resume_row(person: Person, document: Document, read: ReadResume, now: datetime) -> Resume:
    """Return the row of a resume as read, unsaved."""
    return Resume(
        person=person,
        document=document,
        as_of=read.facts.as_of,
        read_at=now,
        vocabulary_version=load_vocabulary().version,
        engine_version=ENGINE_VERSION,
        headline=read.facts.headline[:300],
        months=dict(read.facts.months),
        roles=[support_plain(support) for support in read.roles],
        warnings=[*read.document.warnings, *read.facts.warnings],
    )


def fact_rows(resume: Resume, read: ReadFacts, numbers: Mapping[str, int]) -> list[Fact]:
    """Return the rows of everything read, numbered in one order, unsaved."""
    rows: list[tuple[str, str | None, dict[str, Any], Words, str]] = []
    value: dict[str, Any]
    for held in read.competencies:
        value = {"level": held.level, "grade": held.grade, "last_used": day_plain(held.last_used)}
        rows.append((Fact.Kind.COMPETENCY, held.competency, value, held.words, held.rule))
    for own in read.credentials:
        value = {"status": own.status, "until": day_plain(own.until)}
        rows.append((Fact.Kind.CREDENTIAL, own.credential, value, own.words, own.rule))
    for job in read.jobs:
        value = {
            "title": job.title,
            "employer": job.employer,
            "from": day_plain(job.started),
            "to": day_plain(job.ended),
            "is_current": job.is_current,
            "domain": job.domain,
        }
        rows.append((Fact.Kind.JOB, None, value, job.words, job.rule))
    for course in read.education:
        value = {
            "level": course.level,
            "subject": course.subject,
            "ended": day_plain(course.ended),
            "is_complete": course.is_complete,
        }
        rows.append((Fact.Kind.EDUCATION, None, value, course.words, course.rule))
    for domain, years, words in read.stated_years:
        value = {"domain": domain, "years": years}
        rows.append((Fact.Kind.YEARS, None, value, words, "stated total"))
    if read.place and read.place_words:
        value = {"place": read.place}
        rows.append((Fact.Kind.PLACE, None, value, read.place_words, "place"))
    return [
        Fact(
            resume=resume,
            order=order,
            kind=kind,
            competency_id=numbers[slug] if slug else None,
            value=value,
            start=words.start,
            end=words.end,
            words=words.text,
            rule=rule[:80],
        )
        for order, (kind, slug, value, words, rule) in enumerate(rows[:FACTS_AT_MOST])
    ]


@transaction.atomic
def rebuild_evidence(*, person: Person, now: datetime) -> None:
    """Derive evidence and record anew from the current resume and the corrections.

    Two at the same time take turns, or both would write what each of them deleted once: by the
    log's lock, which comes before any row's, so that nobody waits for each other.
    """
    lock_log()
    resume = person.resumes.select_related("document").order_by("-pk").first()
    facts = list(resume.facts.order_by("order")) if resume else []
    corrections = list(person.corrections.order_by("pk"))
    numbers = competency_numbers()
    slugs = {number: slug for slug, number in numbers.items()}
    Evidence.objects.filter(person=person).delete()
    Evidence.objects.bulk_create(_evidence_rows(person, facts, corrections, numbers, slugs))
    columns = corrected.columns(
        facts,
        corrections,
        months=resume.months if resume else {},
        as_of=resume.as_of if resume else now.date(),
    )
    Record.objects.update_or_create(person=person, defaults={**columns, "updated_at": now})
    _settle_name(person, _name_in(resume, facts) if resume else "")
    _settle_home(
        person,
        corrected.home(facts, corrections),
        is_willing_to_move=corrected.is_willing_to_move(corrections),
    )
    note_change(person=person, now=now)


def _name_in(resume: Resume, facts: Sequence[Fact]) -> str:
    """Return the name at the head of a resume, in words that no fact was read in."""
    return head_name(resume.document.text, taken=[(fact.start, fact.end) for fact in facts])


def _settle_name(person: Person, read: str) -> None:
    """Note the name that was read, so that views without names can leave it out."""
    if read != person.name_read:
        person.name_read = read
        person.save(update_fields=["name_read"])


def _settle_home(person: Person, home: PlaceFound | None, *, is_willing_to_move: bool) -> None:
    """Take somebody's home from what they brought; an account's own entry is left alone."""
    if person.expires_at is None and (person.zip_code or home is None):
        return
    if person.expires_at is None:
        is_willing_to_move = person.is_willing_to_move
    person.city, person.state = (home.city, home.state) if home else ("", "")
    person.zip_code = home.zip_code if home else ""
    person.latitude = home.latitude if home else None
    person.longitude = home.longitude if home else None
    person.is_willing_to_move = is_willing_to_move
    person.save(
        update_fields=[
            "city",
            "state",
            "zip_code",
            "latitude",
            "longitude",
            "is_willing_to_move",
        ]
    )


def _evidence_rows(
    person: Person,
    facts: Sequence[Fact],
    corrections: Sequence[Correction],
    numbers: Mapping[str, int],
    slugs: Mapping[int, str],
) -> Iterator[Evidence]:
    for piece in corrected.pieces(facts, corrections, slugs):
        yield Evidence(
            person=person,
            competency_id=numbers[piece.competency],
            level=piece.level,
            grade=piece.grade,
            last_used=piece.last_used,
            standing=piece.standing,
            expires_on=piece.expires_on,
            fact_id=piece.fact,
            is_from_correction=piece.is_from_correction,
        )


@transaction.atomic
def correct(
    *,
    person: Person,
    kind: str,
    subject: str,
    words: str,
    action: str,
    value: dict[str, Any],
    now: datetime,
) -> Correction:
    """Record what the person says is right; a later word on the same thing replaces it."""
    lock_log()
    correction, _ = Correction.objects.update_or_create(
        person=person,
        kind=kind,
        subject=subject,
        words=corrected.normal(words),
        defaults={"action": action, "value": value, "made_at": now},
    )
    rebuild_evidence(person=person, now=now)
    append_log(
        kind="resumes.corrected",
        target=person.public_id,
        by=person.public_id,
        now=now,
        details={"kind": kind, "action": action},
    )
    return correction


@transaction.atomic
def undo_correction(*, correction: Correction, now: datetime) -> None:
    """Take a correction back: what was read counts again."""
    lock_log()
    person = correction.person
    correction.delete()
    rebuild_evidence(person=person, now=now)
    append_log(
        kind="resumes.correction_undone", target=person.public_id, by=person.public_id, now=now
    )


@transaction.atomic
def move_resumes(*, visitor: Person, person: Person, now: datetime) -> None:
    """Move a visitor's resumes, and what they corrected, to the person they turn out to be.

    Where both corrected the same, what was said last stands. Part of the caller's event.
    """
    moved = Resume.objects.filter(person=visitor).update(person=person)
    for brought in Correction.objects.filter(person=visitor).order_by("pk"):
        same = Correction.objects.filter(
            person=person, kind=brought.kind, subject=brought.subject, words=brought.words
        )
        if same.filter(made_at__gt=brought.made_at).exists():
            continue
        same.delete()
        Correction.objects.filter(pk=brought.pk).update(person=person)
        moved += 1
    if moved:
        rebuild_evidence(person=person, now=now)


def drop_documents(documents: Iterable[Document]) -> None:
    """Delete documents together with the resumes that were read in them."""
    for document in documents:
        document.resumes.all().delete()
        drop_document(document)
