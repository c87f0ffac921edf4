"""Merge two records of one person: everything of both, but only the consents that both gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from preceptor.accounts.models import Consent, Export, Person, User
from preceptor.accounts.services import erase_person
from preceptor.accounts.services.consent import withdraw_consent
from preceptor.common.services import append_log, lock_log
from preceptor.jobs.models import Application
from preceptor.matches.models import Likeness
from preceptor.matches.queries.likeness import standing_consents
from preceptor.resumes.models import Correction, Evidence, Fact, Record
from preceptor.resumes.record_rows import education_value, kind_of
from preceptor.resumes.services import rebuild_evidence

# Derived of the rest, settled by a rule of their own, or gone with the record.
NOT_MOVED = (Evidence, Record, Consent, Export, Likeness, Correction)
MERGED_WHY = "Merged with another application of the same person"


class NotMerged(ValueError):
    """The two records cannot be merged as asked."""


@transaction.atomic
def merge_people(*, likeness: Likeness, kept: Person, by: User, now: datetime) -> Person:
    """Make two records one; return the one that is kept, with all of both.

    Evidence is the union: what only the dropped record shows is kept as the person's own word
    where the newest resume does not say it. Consents are the stricter: what only one record
    agreed to ends. Of two open applications for one job the one sent first goes on. The dropped
    account is closed unless others rely on it. Raises NotMerged where it was settled already.
    """
    # The log's lock comes first, as everywhere: rows locked before it could wait for each other.
    lock_log()
    likeness = Likeness.objects.get(pk=likeness.pk)
    if likeness.state != Likeness.State.PROPOSED:
        raise NotMerged("This was settled already.")
    if kept.pk not in (likeness.first_id, likeness.second_id):
        raise NotMerged("Only one of the two can be kept.")
    dropped = likeness.second if kept.pk == likeness.first_id else likeness.first
    held = _held(kept) | _held(dropped)
    years = [_columns(kept), _columns(dropped)]
    _settle_consents(kept, dropped, by, now)
    _settle_applications(kept, dropped, now)
    _fill(kept, dropped)
    moved = _move(kept, dropped)
    _move_corrections(kept, dropped)
    rebuild_evidence(person=kept, now=now)
    if _keep_union(kept, held, years, now):
        rebuild_evidence(person=kept, now=now)
    public_id = likeness.public_id
    _drop(dropped, now)
    append_log(
        kind="matches.people_merged",
        target=kept.public_id,
        by=by.public_id,
        now=now,
        details={"likeness": str(public_id), "moved": moved},
    )
    return kept


def _held(person: Person) -> dict[str, int | None]:
    """Return the competencies of a person's record with the best level stated."""
    found: dict[str, int | None] = {}
    rows = person.evidence.order_by("pk").values_list("competency__slug", "level")
    for slug, level in rows:
        found[slug] = max(found.get(slug) or 0, level or 0) or None
    return found


def _columns(person: Person) -> Record | None:
    return Record.objects.filter(person=person).first()


def _settle_consents(kept: Person, dropped: Person, by: User, now: datetime) -> None:
    """Withdraw what only one record agreed to; the dropped one's own rows stay as history."""
    theirs = standing_consents(dropped)
    for key, consent in standing_consents(kept).items():
        if key not in theirs:
            withdraw_consent(
                person=kept,
                purpose=consent.purpose,
                organization=consent.organization,
                by=by,
                now=now,
            )
    Consent.objects.filter(person=dropped, withdrawn_at__isnull=True).update(withdrawn_at=now)
    Consent.objects.filter(person=dropped).update(person=kept)


def _settle_applications(kept: Person, dropped: Person, now: datetime) -> None:
    """Close the later of two open applications for the same job."""
    states = (Application.State.DRAFT, Application.State.SENT)
    mine = {each.job_id: each for each in _open(kept, states)}
    for theirs in _open(dropped, states):
        own = mine.get(theirs.job_id)
        if own is None:
            continue
        later = max(own, theirs, key=lambda each: (each.sent_at or now, each.pk))
        if later.sent_at is None:
            later.delete()
            continue
        later.state, later.closed_at, later.closed_why = (
            Application.State.WITHDRAWN,
            now,
            MERGED_WHY,
        )
        later.waits_for, later.reply_by = "", None
        later.save(update_fields=["state", "closed_at", "closed_why", "waits_for", "reply_by"])


def _open(person: Person, states: tuple[str, ...]) -> models.QuerySet[Application]:
    rows = Application.objects.filter(person=person, state__in=states)
    return rows.order_by("pk")


def _fill(kept: Person, dropped: Person) -> None:
    """Take over what the kept record does not state."""
    taken = []
    if not kept.city and dropped.city:
        taken += ["city", "state", "zip_code", "latitude", "longitude"]
    for name in ("name", "phone", "right_to_work", "displaced_from"):
        if not getattr(kept, name) and getattr(dropped, name):
            taken.append(name)
    for name in ("languages", "available_on", "displaced_on", "looking_confirmed_at"):
        if getattr(kept, name) is None and getattr(dropped, name) is not None:
            taken.append(name)
    for name in taken:
        setattr(kept, name, getattr(dropped, name))
    if dropped.is_willing_to_move and not kept.is_willing_to_move:
        kept.is_willing_to_move = True
        taken.append("is_willing_to_move")
    if taken:
        kept.save(update_fields=taken)


def _move(kept: Person, dropped: Person) -> int:
    """Move every row about the dropped person, in every table; where both have one, ours stays."""
    moved = 0
    for relation in Person._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if isinstance(model, str) or model in NOT_MOVED:
            continue
        rows: Any = model._default_manager.filter(**{name: dropped}).order_by("pk")
        for pk in list(rows.values_list("pk", flat=True)):
            moved += _moved(model, pk, name, kept)
    return moved


def _moved(model: type[models.Model], pk: Any, name: str, kept: Person) -> bool:
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=pk).update(**{name: kept})
    except IntegrityError:
        # Both stand on the same list, or both stated the same school: once is enough.
        return False
    return True


def _move_corrections(kept: Person, dropped: Person) -> None:
    """Move what the person said; where both records were corrected, the later word stands."""
    for brought in Correction.objects.filter(person=dropped).order_by("pk"):
        same = Correction.objects.filter(
            person=kept, kind=brought.kind, subject=brought.subject, words=brought.words
        )
        if not same.filter(made_at__gt=brought.made_at).exists():
            same.delete()
            Correction.objects.filter(pk=brought.pk).update(person=kept)


def _keep_union(
    kept: Person, held: dict[str, int | None], years: list[Record | None], now: datetime
) -> bool:
    """Write down as the person's own word what both records held and the newest resume does not."""
    now_held = _held(kept)
    said: list[Correction] = []
    for slug, level in held.items():
        if slug not in now_held:
            said.append(_added(kept, slug, level, now))
    columns = _columns(kept)
    for domain in ("clinical", "it", "records"):
        stated = [getattr(each, f"quarters_{domain}", None) for each in years]
        most = max((each for each in stated if each is not None), default=None)
        ours = getattr(columns, f"quarters_{domain}", None)
        if most is not None and (ours is None or ours < most):
            value = {"years": most / 4}
            said.append(_changed(kept, Fact.Kind.YEARS, f"years_{domain}", value, now))
    highest = max((each.education for each in years if each is not None), default=0)
    if columns is not None and columns.education < highest:
        value = {"level": education_value(highest)}
        said.append(_changed(kept, Fact.Kind.EDUCATION, "education", value, now))
    for correction in said:
        Correction.objects.filter(
            person=kept, kind=correction.kind, subject=correction.subject, words=""
        ).delete()
    Correction.objects.bulk_create(said)
    return bool(said)


def _added(person: Person, slug: str, level: int | None, now: datetime) -> Correction:
    kind = kind_of(slug)
    value: dict[str, Any] = {"status": "held"} if kind == Fact.Kind.CREDENTIAL else {"level": level}
    return Correction(
        person=person,
        kind=kind,
        subject=slug,
        action=Correction.Action.ADD,
        value=value,
        made_at=now,
    )


def _changed(
    person: Person, kind: str, subject: str, value: dict[str, Any], now: datetime
) -> Correction:
    return Correction(
        person=person,
        kind=kind,
        subject=subject,
        action=Correction.Action.CHANGE,
        value=value,
        made_at=now,
    )


def _drop(dropped: Person, now: datetime) -> None:
    """Erase what is left of the dropped record; an account that others rely on stays."""
    dropped = Person.objects.select_related("user").get(pk=dropped.pk)
    user = dropped.user
    if user is not None and (user.is_steward or user.memberships.exists()):
        dropped.user = None
        dropped.save(update_fields=["user"])
    erase_person(person=dropped, now=now, reason="merged with another record of the same person")
