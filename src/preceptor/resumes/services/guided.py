"""Answer the form in place of a resume, and write the record that comes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from preceptor.accounts.models import Person, User
from preceptor.common.models import Document
from preceptor.common.places import find_zip
from preceptor.common.services import append_log, keep_document, lock_log
from preceptor.competencies.queries import occupations
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.translate.occupations import role_competency
from preceptor.engine.translate.plain import support_plain
from preceptor.engine.translate.work import LEAST_SUPPORT
from preceptor.resumes.models import Correction, Fact, GuidedAnswers, Resume
from preceptor.resumes.queries.guided import Said, WrittenOut, said_of, written_out
from preceptor.resumes.services.records import rebuild_evidence


@transaction.atomic
def answer_question(
    *, person: Person, key: str, answer: Mapping[str, Any] | None, by: User | None, now: datetime
) -> GuidedAnswers:
    """Keep an answer, None for a question that was skipped; answering again replaces it."""
    guided, _ = GuidedAnswers.objects.select_for_update().get_or_create(
        person=person, defaults={"begun_at": now, "changed_at": now}
    )
    guided.answers[key] = None if answer is None else dict(answer)
    if key not in guided.order:
        guided.order.append(key)
    guided.changed_at = now
    guided.save(update_fields=["answers", "order", "changed_at"])
    append_log(
        kind="resumes.question_answered",
        target=person.public_id,
        by=by.public_id if by else person.public_id,
        now=now,
        details={"question": key, "is_skipped": answer is None},
    )
    return guided


@transaction.atomic
def write_record(*, guided: GuidedAnswers, by: User | None, now: datetime) -> Resume:
    """Write the record that the answers give; return the resume whose advice to show.

    What was said is recorded as the person's own word: corrections, which win over a reader.
    Somebody who brought a resume keeps it, and the answers count on top of it; for anybody else
    the answers are written out as a text of their own. Writing again replaces what was written.
    """
    lock_log()
    person = Person.objects.get(pk=guided.person_id)
    # As it stands now: the button clicked twice must not write two resumes.
    guided.refresh_from_db()
    said = said_of(guided.answers)
    _settle_person(person, said)
    out = written_out(guided.answers, as_of=now.date())
    _correct(person, guided, said, out, now)
    brought = person.resumes.exclude(guided=guided).order_by("-pk").first()
    if guided.resume is not None or brought is None:
        guided.resume = _resume(person, guided, out, now)
    guided.finished_at = guided.changed_at = now
    guided.save(update_fields=["resume", "written", "finished_at", "changed_at"])
    rebuild_evidence(person=person, now=now)
    append_log(
        kind="resumes.form_finished",
        target=person.public_id,
        by=by.public_id if by else person.public_id,
        now=now,
        details={"answers": len(guided.answers), "held": len(said.held)},
    )
    newest = person.resumes.order_by("-pk").first()
    return newest if newest is not None else _made(guided.resume)


def _made(resume: Resume | None) -> Resume:
    if resume is None:
        raise ValueError("The form wrote no resume.")
    return resume


@transaction.atomic
def move_answers(*, visitor: Person, person: Person) -> None:
    """Move a visitor's answers to the person they turn out to be; part of the caller's event.

    Answers that the person gave themselves stay.
    """
    if not GuidedAnswers.objects.filter(person=person).exists():
        GuidedAnswers.objects.filter(person=visitor).update(person=person)


def _settle_person(person: Person, said: Said) -> None:
    """Write down what stands on the person; what was skipped stays as it is."""
    changed: dict[str, Any] = {}
    home = find_zip(said.zip_code) if said.zip_code else None
    if home is not None:
        changed |= {
            "city": home.city,
            "state": home.state,
            "zip_code": home.zip_code,
            "latitude": home.latitude,
            "longitude": home.longitude,
        }
    if said.is_willing_to_move is not None:
        changed["is_willing_to_move"] = said.is_willing_to_move
    if said.right_to_work:
        changed["right_to_work"] = said.right_to_work
    if said.available_on is not None:
        changed["available_on"] = said.available_on
    if said.languages is not None:
        changed["languages"] = list(said.languages)
    if said.displaced_from:
        changed["displaced_from"] = said.displaced_from
    for name, value in changed.items():
        setattr(person, name, value)
    if changed:
        person.save(update_fields=sorted(changed))


def _correct(
    person: Person, guided: GuidedAnswers, said: Said, out: WrittenOut, now: datetime
) -> None:
    """Write the answers as corrections; what an earlier answer wrote and this does not, goes."""
    rows = _corrections(said) | _near(out)
    for kind, subject in guided.written:
        if (kind, subject) not in rows:
            Correction.objects.filter(person=person, kind=kind, subject=subject, words="").delete()
    for (kind, subject), (action, value) in rows.items():
        Correction.objects.update_or_create(
            person=person,
            kind=kind,
            subject=subject,
            words="",
            defaults={"action": action, "value": value, "made_at": now},
        )
    guided.written = [list(key) for key in rows]


def _corrections(said: Said) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    add, change = Correction.Action.ADD, Correction.Action.CHANGE
    rows: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    for slug, level in said.held.items():
        if load_vocabulary().by_id[slug].kind == "credential":
            rows[Fact.Kind.CREDENTIAL.value, slug] = (add, {"status": "held"})
        else:
            rows[Fact.Kind.COMPETENCY.value, slug] = (add, {"level": level})
    for domain, years in said.years.items():
        rows[Fact.Kind.YEARS.value, f"years_{domain}"] = (change, {"years": years})
    if said.education:
        rows[Fact.Kind.EDUCATION.value, "education"] = (change, {"level": said.education})
    if said.zip_code or said.is_willing_to_move is not None:
        home: dict[str, Any] = {"is_willing_to_move": bool(said.is_willing_to_move)}
        if said.zip_code:
            home["zip"] = said.zip_code
        rows[Fact.Kind.PLACE.value, "home"] = (change, home)
    return rows


def _near(out: WrittenOut) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    """Return the roles that the whole speaks for, as a reader of resumes would record them."""
    near = [support.role for support in out.roles if support.p >= LEAST_SUPPORT]
    return {
        (Fact.Kind.COMPETENCY.value, role_competency(role)): (
            Correction.Action.ADD,
            {"level": None},
        )
        for role in near
        if role in occupations().near_role
    }


def _resume(person: Person, guided: GuidedAnswers, out: WrittenOut, now: datetime) -> Resume:
    """Write the answers out as the text of a resume, with the roles it is nearest to."""
    fields = {
        "as_of": now.date(),
        "read_at": now,
        "vocabulary_version": load_vocabulary().version,
        "engine_version": ENGINE_VERSION,
        "headline": out.headline[:300],
        "months": {},
        "roles": [support_plain(support) for support in out.roles],
        "warnings": [],
    }
    data = out.text.encode()
    resume = guided.resume
    if resume is None:
        document = keep_document(
            data=data,
            text=out.text,
            kind=Document.Kind.PASTED,
            filename="",
            now=now,
            keep_file=False,
        )
        return Resume.objects.create(person=person, document=document, **fields)
    Document.objects.filter(pk=resume.document_id).update(
        text=out.text, size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    for name, value in fields.items():
        setattr(resume, name, value)
    resume.save(update_fields=sorted(fields))
    return resume
