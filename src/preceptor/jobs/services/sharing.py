"""Practices share a consultant: they ask for a part of the week, the consultant answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from preceptor.accounts.models import Organization, Site, User
from preceptor.accounts.services.notices import tell
from preceptor.common.models import Waiting
from preceptor.common.services import append_log, lock_log
from preceptor.jobs.models import ConsultantOffer, ShareRequest

SHARE_REPLY_DAYS = 7
WHOLE_WEEK = 100


class NothingLeft(ValueError):
    """The consultant has not that much of the week left; the message says how much there is."""


@transaction.atomic
def ask_share(
    *,
    offer: ConsultantOffer,
    organization: Organization,
    site: Site | None,
    percent: int,
    starts_on: date,
    ends_on: date,
    is_open_to_others: bool,
    text: str,
    by: User,
    now: datetime,
) -> ShareRequest:
    """Ask for a share of a consultant's week. Raises NothingLeft where others have it already."""
    # The log's lock comes first, as everywhere: rows locked before it could wait for each other.
    lock_log()
    offer = ConsultantOffer.objects.get(pk=offer.pk)
    _check_room(offer, percent, starts_on, ends_on)
    request = ShareRequest.objects.create(
        offer=offer,
        organization=organization,
        site=site,
        by=by,
        percent=percent,
        starts_on=starts_on,
        ends_on=ends_on,
        is_open_to_others=is_open_to_others,
        text=text,
        asked_at=now,
        waits_for=Waiting.Side.PERSON,
        reply_by=now + timedelta(days=SHARE_REPLY_DAYS),
    )
    append_log(
        kind="jobs.share_asked",
        target=request.public_id,
        by=by.public_id,
        now=now,
        details={"percent": percent},
    )
    if offer.person.user is not None:
        tell(
            user=offer.person.user,
            kind="jobs.share_asked",
            text=f"{organization.name} asks for {percent} % of your week.",
            address="/me/consulting/",
            now=now,
            mail_subject="A practice asks for a share of your week",
        )
    return request


@transaction.atomic
def answer_share(*, request: ShareRequest, agrees: bool, by: User, now: datetime) -> ShareRequest:
    """Agree to a share or decline it. Raises NothingLeft where the week is given away already.

    Answering twice changes nothing.
    """
    asked = _fresh(request)
    offer = asked.offer
    if asked.state != ShareRequest.State.ASKED:
        return asked
    if agrees:
        _check_room(offer, asked.percent, asked.starts_on, asked.ends_on)
    asked.state = ShareRequest.State.AGREED if agrees else ShareRequest.State.DECLINED
    asked.answered_at = now
    asked.waits_for, asked.reply_by = Waiting.Side.NOBODY, None
    asked.save()
    append_log(
        kind="jobs.share_agreed" if agrees else "jobs.share_declined",
        target=asked.public_id,
        by=by.public_id,
        now=now,
    )
    _tell_asker(
        asked,
        "agreed to the share of the week you asked for" if agrees else "cannot take it on",
        now=now,
    )
    return asked


@transaction.atomic
def end_share(*, request: ShareRequest, by: User, now: datetime) -> None:
    """End an agreed share today, or take back one that was only asked for; the other side is told.

    Either side may. What has ended or was never agreed to stays as it is.
    """
    asked = _fresh(request)
    if asked.state not in (ShareRequest.State.ASKED, ShareRequest.State.AGREED):
        return
    was_agreed = asked.state == ShareRequest.State.AGREED
    asked.state = ShareRequest.State.ENDED
    asked.ends_on = max(asked.starts_on, min(asked.ends_on, now.date()))
    asked.waits_for, asked.reply_by = Waiting.Side.NOBODY, None
    asked.save()
    append_log(kind="jobs.share_ended", target=asked.public_id, by=by.public_id, now=now)
    consultant, practice = asked.offer.person.user, asked.organization.name
    if by == consultant:
        _tell_asker(asked, "ended the share of the week you had", now=now)
    elif consultant is not None:
        what = "ended its share of your week" if was_agreed else "took its request back"
        tell(
            user=consultant,
            kind="jobs.share_ended",
            text=f"{practice} {what}.",
            address="/me/consulting/",
            now=now,
            mail_subject="A practice ended its share" if was_agreed else "A request is taken back",
        )


@transaction.atomic
def lapse_share(*, request: ShareRequest, now: datetime) -> None:
    """Close a request that nobody answered in time, and say so to the practice."""
    asked = _fresh(request)
    if asked.state != ShareRequest.State.ASKED or asked.reply_by is None or asked.reply_by > now:
        return
    asked.state = ShareRequest.State.LAPSED
    asked.waits_for, asked.reply_by = Waiting.Side.NOBODY, None
    asked.save()
    append_log(kind="jobs.share_lapsed", target=asked.public_id, now=now)
    _tell_asker(asked, "did not answer in time, so we closed the request", now=now)


@transaction.atomic
def remind_share(*, request: ShareRequest, now: datetime) -> None:
    """Remind the consultant once that a practice waits."""
    asked = _fresh(request)
    if asked.reminded_at is not None or asked.state != ShareRequest.State.ASKED:
        return
    asked.reminded_at = now
    asked.save(update_fields=["reminded_at"])
    append_log(kind="jobs.share_reminded", target=asked.public_id, now=now)
    if asked.offer.person.user is not None and asked.reply_by is not None:
        tell(
            user=asked.offer.person.user,
            kind="jobs.share_reminded",
            text=f"{asked.organization.name} waits for your answer until "
            f"{asked.reply_by:%d %B}. After that the request closes.",
            address="/me/consulting/",
            now=now,
            mail_subject="A practice waits for your answer",
        )


def taken_percent(offer: ConsultantOffer, starts_on: date, ends_on: date) -> int:
    """Return the most of the week that agreed shares take on any day of a stretch."""
    agreed = offer.requests.filter(
        state=ShareRequest.State.AGREED, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    shares = list(agreed.values_list("starts_on", "ends_on", "percent"))
    # The load changes only where a share begins.
    days = {starts_on, *(max(first, starts_on) for first, _, _ in shares)}
    return max(
        (sum(each for first, last, each in shares if first <= day <= last) for day in days),
        default=0,
    )


def _fresh(request: ShareRequest) -> ShareRequest:
    """Wait for other writers and return a request as it stands; call in a transaction."""
    lock_log()
    shares = ShareRequest.objects.select_related("offer__person__user", "organization", "by")
    return shares.get(pk=request.pk)


def _check_room(offer: ConsultantOffer, percent: int, starts_on: date, ends_on: date) -> None:
    left = WHOLE_WEEK - taken_percent(offer, starts_on, ends_on)
    if percent > left:
        raise NothingLeft(
            f"Only {left} % of the week is left in these weeks. Ask for less, or for other weeks."
            if left
            else "The whole week is taken in these weeks. Ask for other weeks."
        )


def _tell_asker(request: ShareRequest, what: str, *, now: datetime) -> None:
    if request.by is None:
        return
    tell(
        user=request.by,
        kind="jobs.share_answered",
        text=f"The consultant {what}.",
        address=f"/o/{request.organization.slug}/consultants/",
        now=now,
        mail_subject="A consultant answered",
    )
