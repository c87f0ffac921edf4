"""Tell people once a day what is new: from their searches, and jobs that fit their resume."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from preceptor.accounts.models import User
from preceptor.accounts.services.notices import tell
from preceptor.common.addresses import site_address
from preceptor.common.services import append_log, lock_log, send_mail
from preceptor.matches.models import Alert, Found
from preceptor.matches.queries.searches import NewsOf, news_of

MAIL = "matches.news"


@dataclass(frozen=True, slots=True)
class Told:
    """What one telling said: how many were new, and whether a mail went out."""

    new: int
    is_mailed: bool


@transaction.atomic
def tell_news(*, owner: User, now: datetime) -> Told:
    """Tell somebody what their searches found and which jobs newly fit them, each thing once.

    One notice for each, and one mail for all that they want mail about. What is no longer there
    is not told. The mail holds counts and links, the names of the owner's own searches, and
    nobody else's.
    """
    # Two who tell at once, because one was thought dead, take turns: the second finds nothing new.
    lock_log()
    news = news_of(owner)
    Found.objects.filter(search__owner=owner, told_at__isnull=True).update(told_at=now)
    Alert.objects.filter(person__user=owner, kind=Alert.Kind.NEW_JOB, told_at__isnull=True).update(
        told_at=now
    )
    if not news.new:
        return Told(0, is_mailed=False)
    if news.searches:
        count = sum(each.new for each in news.searches)
        address = reverse("matches:searches")
        tell(
            user=owner,
            kind="matches.search_found",
            text=f"{_new(count)} from your saved searches.",
            address=address,
            now=now,
        )
    if news.alerts:
        address = reverse("matches:alerts")
        tell(user=owner, kind="matches.alert", text=_fitting(news.alerts), address=address, now=now)
    lines = _lines(news)
    if lines:
        send_mail(
            kind=MAIL,
            recipient=owner.public_id,
            to=owner.email,
            subject=f"{_new(news.mailed)} for you",
            text="\n\n".join([*lines, _foot()]) + "\n",
            now=now,
        )
    append_log(
        kind="matches.news_told",
        target=owner.public_id,
        now=now,
        details={"new": news.new, "mailed": news.mailed},
    )
    return Told(news.new, is_mailed=bool(lines))


def _lines(news: NewsOf) -> list[str]:
    lines = [
        f"{_new(each.new)}: {each.name}\n"
        f"{site_address(reverse('matches:saved_search', args=[each.public_id]))}"
        for each in news.searches
        if each.wants_mail
    ]
    if news.alerts and news.wants_alert_mail:
        lines.append(f"{_fitting(news.alerts)}\n{site_address(reverse('matches:alerts'))}")
    return lines


def _new(count: int) -> str:
    return f"{count:,} new"


def _fitting(count: int) -> str:
    return (
        "1 new job that fits you well." if count == 1 else f"{count:,} new jobs that fit you well."
    )


def _foot() -> str:
    return (
        "You get this at most once a day, and only when something is new. Change or stop it here:\n"
        f"{site_address(reverse('matches:searches'))}"
    )
