"""The re-employment desk: announce a loss of work, come to the desk, settle."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from preceptor.accounts.models import Case, Consent, Organization, Person, Site, User
from preceptor.accounts.services import note_change
from preceptor.accounts.services.consent import give_consent
from preceptor.common.services import append_log, lock_log
from preceptor.common.tokens import digest_of
from preceptor.matches.models import Affected, Reduction

# Read aloud and copied from paper: no letter or digit that looks like another.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
MAY_AGREE = (Consent.Purpose.FOUND, Consent.Purpose.CONTACTED, Consent.Purpose.STATISTICS)


class CodeUnknown(ValueError):
    """No announced reduction has this code, or it was closed."""


class DeskNotFit(ValueError):
    """This organization runs no desk; the message says what it needs."""


@transaction.atomic
def announce(
    *,
    organization: Organization,
    kind: str,
    title: str,
    site: Site | None,
    people_count: int,
    expected_on: date,
    words: str,
    desk: Organization | None,
    by: User,
    now: datetime,
) -> tuple[Reduction, str]:
    """Announce a loss of work; return it with the code that the people it touches are given.

    The code is stored as a digest only, so it is shown this once; ``renew_code`` makes another.
    Raises DeskNotFit for a desk without counselors.
    """
    if desk is not None and not desk.memberships.filter(counsels=True).exists():
        raise DeskNotFit(f"{desk.name} has no counselor yet. Choose another desk, or none.")
    code = new_code()
    reduction = Reduction.objects.create(
        organization=organization,
        kind=kind,
        title=title,
        site=site,
        people_count=people_count,
        expected_on=expected_on,
        words=words,
        desk=desk,
        code_digest=code_digest(code),
        made_by=by,
        made_at=now,
    )
    append_log(
        kind="matches.reduction_announced",
        target=reduction.public_id,
        by=by.public_id,
        now=now,
        details={"people": people_count, "kind": kind},
    )
    return reduction, code


@transaction.atomic
def renew_code(*, reduction: Reduction, by: User, now: datetime) -> str:
    """Make a new code; who joined with the old one stays, nobody else can use it."""
    code = new_code()
    reduction.code_digest = code_digest(code)
    reduction.save(update_fields=["code_digest"])
    append_log(
        kind="matches.reduction_code_renewed", target=reduction.public_id, by=by.public_id, now=now
    )
    return code


@transaction.atomic
def close_reduction(*, reduction: Reduction, by: User, now: datetime) -> None:
    """Take no further people in; who came keeps the desk."""
    reduction.closed_at = now
    reduction.save(update_fields=["closed_at"])
    append_log(
        kind="matches.reduction_closed", target=reduction.public_id, by=by.public_id, now=now
    )


@transaction.atomic
def join(
    *,
    reduction: Reduction,
    person: Person,
    work: str,
    wants_redeployment: bool,
    wants_counselor: bool,
    purposes: Collection[str],
    by: User,
    now: datetime,
) -> Affected:
    """Take a person to the desk with what they agree to; coming twice changes what was said.

    Nothing is agreed to by coming: ``purposes`` are the ones the person ticked.
    """
    lock_log()  # before any row, as everywhere
    affected, is_new = Affected.objects.update_or_create(
        reduction=reduction,
        person=person,
        defaults={"work": work, "wants_redeployment": wants_redeployment},
        create_defaults={
            "work": work,
            "wants_redeployment": wants_redeployment,
            "joined_at": now,
        },
    )
    person.displaced_from = reduction.organization.name
    person.displaced_on = reduction.expected_on
    person.save(update_fields=["displaced_from", "displaced_on"])
    note_change(person=person, now=now)
    for purpose in purposes:
        if purpose in MAY_AGREE:
            give_consent(person=person, purpose=purpose, by=by, now=now)
    if wants_counselor and reduction.desk is not None:
        give_consent(
            person=person,
            purpose=Consent.Purpose.COUNSELED,
            organization=reduction.desk,
            by=by,
            now=now,
        )
        Case.objects.get_or_create(
            organization=reduction.desk,
            person=person,
            closed_at=None,
            defaults={"opened_at": now},
        )
    append_log(
        kind="matches.desk_joined" if is_new else "matches.desk_changed",
        target=reduction.public_id,
        by=by.public_id,
        now=now,
    )
    return affected


@transaction.atomic
def settle(*, affected: Affected, is_settled: bool, by: User, now: datetime) -> None:
    """Record that a person has work again, or looks again after all."""
    affected.settled_at = now if is_settled else None
    affected.save(update_fields=["settled_at"])
    append_log(
        kind="matches.desk_settled" if is_settled else "matches.desk_reopened",
        target=affected.reduction.public_id,
        by=by.public_id,
        now=now,
    )


@transaction.atomic
def leave(*, affected: Affected, by: User, now: datetime) -> None:
    """Take a person off the desk; what they agreed to otherwise stays theirs to withdraw."""
    reduction = affected.reduction.public_id
    person = affected.person
    lock_log()
    affected.delete()
    person.displaced_from, person.displaced_on = "", None
    person.save(update_fields=["displaced_from", "displaced_on"])
    note_change(person=person, now=now)
    append_log(kind="matches.desk_left", target=reduction, by=by.public_id, now=now)


def new_code() -> str:
    """Return a code to be read aloud, such as KXRM4-T7PQ2."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[: CODE_LENGTH // 2]}-{letters[CODE_LENGTH // 2 :]}"


def code_digest(code: str) -> str:
    """Return what is stored of a code, however it was typed."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return digest_of(plain)


def reduction_by_code(code: str) -> Reduction:
    """Return the open reduction of a code. Raises CodeUnknown."""
    found = (
        Reduction.objects.select_related("organization", "desk", "site")
        .filter(code_digest=code_digest(code), closed_at__isnull=True)
        .first()
    )
    if found is None:
        raise CodeUnknown(
            "No desk has this code. Check it letter by letter, or ask who gave it to you."
        )
    return found
