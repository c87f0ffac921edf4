"""Propose that two records are of one person; let their owners, or a steward, settle it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from preceptor.accounts.models import Person, User
from preceptor.accounts.services.notices import tell
from preceptor.common.services import append_log
from preceptor.matches.models import Likeness
from preceptor.matches.queries.likeness import Alike, alike_people, asks_owners


def propose_likenesses(*, now: datetime) -> int:
    """Propose every two records that may be of one person; return how many were new.

    What was proposed before is not proposed again, whatever became of it.
    """
    return sum(propose(alike=alike, now=now) for alike in alike_people())


@transaction.atomic
def propose(*, alike: Alike, now: datetime) -> bool:
    """Propose two records to stewards; False where they were proposed meanwhile.

    Their owners are asked, too, where what is alike proves something; neither is told anything of
    the other's record beside what both have in common.
    """
    try:
        with transaction.atomic():
            likeness = Likeness.objects.create(
                first_id=alike.first,
                second_id=alike.second,
                reasons=list(alike.reasons),
                proposed_at=now,
            )
    except IntegrityError:
        return False
    for person in (likeness.first, likeness.second):
        if person.user is not None and asks_owners(alike.reasons):
            tell(
                user=person.user,
                kind="matches.likeness_proposed",
                text="There may be another record of you here. Say whether both are yours.",
                address=reverse("matches:likeness", args=[likeness.public_id]),
                now=now,
            )
    append_log(
        kind="matches.likeness_proposed",
        target=likeness.public_id,
        now=now,
        details={"reasons": list(alike.reasons)},
    )
    return True


@transaction.atomic
def agree_likeness(*, likeness: Likeness, person: Person, by: User, now: datetime) -> bool:
    """Note that a person says the other record is theirs, too; True once nobody is left to ask.

    Who has no account cannot be asked: then a steward looks into it.
    """
    side = "first_agreed_at" if person.pk == likeness.first_id else "second_agreed_at"
    if getattr(likeness, side) is None:
        setattr(likeness, side, now)
        likeness.save(update_fields=[side])
        append_log(
            kind="matches.likeness_agreed", target=likeness.public_id, by=by.public_id, now=now
        )
    return is_agreed(likeness)


def is_agreed(likeness: Likeness) -> bool:
    """Tell whether the owners of both records said that they are one."""
    return likeness.first_agreed_at is not None and likeness.second_agreed_at is not None


@transaction.atomic
def settle_different(*, likeness: Likeness, by: User, now: datetime) -> None:
    """Note that the two are two people; they are never proposed again."""
    if likeness.state == Likeness.State.PROPOSED:
        likeness.state, likeness.settled_at = Likeness.State.DIFFERENT, now
        likeness.save(update_fields=["state", "settled_at"])
        append_log(
            kind="matches.likeness_settled",
            target=likeness.public_id,
            by=by.public_id,
            now=now,
            details={"is_one": False},
        )
