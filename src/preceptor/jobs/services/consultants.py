"""A consultant's offer, the weeks they have, and who vouches for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from preceptor.accounts.models import Person, User
from preceptor.accounts.services.notices import tell
from preceptor.common.models import Waiting
from preceptor.common.services import append_log, lock_log, send_mail
from preceptor.common.tokens import digest_of, new_token
from preceptor.jobs.models import ConsultantOffer, Free, Reference

REFERENCE_DAYS = 30
MOST_REFERENCES = 10


class OfferNotReady(ValueError):
    """The offer cannot be shown yet; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class FreeWeeks:
    """Some share of the week, in percent, from one day through another."""

    starts_on: date
    ends_on: date
    percent: int


@transaction.atomic
def keep_offer(
    *,
    person: Person,
    headline: str,
    summary: str,
    rate_least: int | None,
    rate_most: int | None,
    hours_week: int,
    radius_miles: int,
    is_remote: bool,
    by: User,
    now: datetime,
) -> ConsultantOffer:
    """Write a person's offer. What it says was verified before counts no more once it changes."""
    said: dict[str, Any] = {
        "headline": headline,
        "summary": summary,
        "rate_least": rate_least,
        "rate_most": rate_most,
        "hours_week": hours_week,
        "radius_miles": radius_miles,
        "is_remote": is_remote,
    }
    lock_log()
    offer = ConsultantOffer.objects.filter(person=person).first()
    if offer is None:
        offer = ConsultantOffer(person=person, made_at=now)
    elif (offer.headline, offer.summary) != (headline, summary):
        offer.verified_at = offer.verified_by = None
    for name, value in said.items():
        setattr(offer, name, value)
    offer.changed_at = now
    offer.save()
    append_log(kind="jobs.offer_kept", target=offer.public_id, by=by.public_id, now=now)
    return offer


@transaction.atomic
def show_offer(*, offer: ConsultantOffer, is_open: bool, by: User, now: datetime) -> None:
    """Show an offer to practices, or take it out of sight.

    Raises OfferNotReady for an offer without a name or a place: nobody could find it.
    """
    person = offer.person
    if is_open and not person.name:
        raise OfferNotReady("Give your name first: an offer is shown with it.")
    if is_open and person.latitude is None:
        raise OfferNotReady("Give your ZIP code first: practices look for somebody near.")
    offer.is_open = is_open
    offer.changed_at = now
    offer.save(update_fields=["is_open", "changed_at"])
    append_log(
        kind="jobs.offer_shown" if is_open else "jobs.offer_hidden",
        target=offer.public_id,
        by=by.public_id,
        now=now,
    )


@transaction.atomic
def verify_offer(*, offer: ConsultantOffer, by: User, now: datetime) -> None:
    """Record that somebody entitled looked and found that the offer is what it says."""
    offer.verified_at, offer.verified_by = now, by.public_id
    offer.save(update_fields=["verified_at", "verified_by"])
    append_log(kind="jobs.offer_verified", target=offer.public_id, by=by.public_id, now=now)
    if offer.person.user is not None:
        tell(
            user=offer.person.user,
            kind="jobs.offer_verified",
            text="Your consulting profile was verified. Practices now see the mark beside it.",
            address="/me/consulting/",
            now=now,
            mail_subject="Your consulting profile is verified",
        )


@transaction.atomic
def set_free_weeks(
    *, offer: ConsultantOffer, weeks: Iterable[FreeWeeks], by: User, now: datetime
) -> None:
    """Replace the weeks in which the consultant has time."""
    offer.free.all().delete()
    rows = Free.objects.bulk_create(
        Free(offer=offer, starts_on=each.starts_on, ends_on=each.ends_on, percent=each.percent)
        for each in weeks
    )
    append_log(
        kind="jobs.offer_weeks_set",
        target=offer.public_id,
        by=by.public_id,
        now=now,
        details={"stretches": len(rows)},
    )


@transaction.atomic
def ask_reference(
    *,
    offer: ConsultantOffer,
    organization_name: str,
    email: str,
    work: str,
    address: str,
    by: User,
    now: datetime,
) -> Reference:
    """Ask somebody by mail to vouch for work done; ``address`` has a {token} to be filled in.

    Raises OfferNotReady once the offer has as many references as are ever shown.
    """
    if offer.references.count() >= MOST_REFERENCES:
        raise OfferNotReady(f"{MOST_REFERENCES} references are the most. Remove one first.")
    token = new_token()
    reference = Reference.objects.create(
        offer=offer,
        organization_name=organization_name,
        email=email,
        token_digest=digest_of(token),
        work=work,
        asked_at=now,
        waits_for=Waiting.Side.ORGANIZATION,
        reply_by=now + timedelta(days=REFERENCE_DAYS),
    )
    send_mail(
        kind="jobs.reference_asked",
        to=email,
        subject="A consultant asks you for a reference",
        text=(
            f"A consultant who worked for {organization_name} asks you to confirm it. The page "
            "says who it is and what the work was; you answer with one click, and may add a "
            f"sentence:\n\n{address.format(token=token)}\n\n"
            f"The link works for {REFERENCE_DAYS} days. If this is not for you, do nothing."
        ),
        now=now,
    )
    append_log(kind="jobs.reference_asked", target=reference.public_id, by=by.public_id, now=now)
    return reference


@transaction.atomic
def answer_reference(*, reference: Reference, confirms: bool, words: str, now: datetime) -> None:
    """Record what the one who was asked says; a second answer changes nothing."""
    lock_log()
    asked = Reference.objects.get(pk=reference.pk)
    if asked.answered_at is not None:
        return
    asked.answered_at = now
    asked.confirmed_at = now if confirms else None
    asked.declined_at = None if confirms else now
    asked.words = words if confirms else ""
    asked.waits_for, asked.reply_by = Waiting.Side.NOBODY, None
    asked.save()
    append_log(
        kind="jobs.reference_given" if confirms else "jobs.reference_declined",
        target=asked.public_id,
        now=now,
    )


@transaction.atomic
def drop_reference(*, reference: Reference, by: User, now: datetime) -> None:
    """Take a reference off the offer."""
    public_id = reference.public_id
    reference.delete()
    append_log(kind="jobs.reference_dropped", target=public_id, by=by.public_id, now=now)


@transaction.atomic
def close_reference(*, reference: Reference, now: datetime) -> None:
    """Stop waiting for a reference that nobody gave."""
    closed = Reference.objects.filter(pk=reference.pk, answered_at__isnull=True).update(
        waits_for=Waiting.Side.NOBODY, reply_by=None
    )
    if closed:
        append_log(kind="jobs.reference_lapsed", target=reference.public_id, now=now)
