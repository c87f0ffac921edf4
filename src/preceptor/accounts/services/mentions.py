"""Forget where somebody is mentioned in rows that are not about them."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Self

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from preceptor.accounts.models import Notice, Person, User
from preceptor.common.models import BackgroundJob, Mail

UUID_PATTERN = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mentions:
    """By what somebody is mentioned: random ids of their rows, and words that are theirs alone."""

    ids: frozenset[uuid.UUID]
    words: frozenset[str]

    @classmethod
    def of(
        cls, *, ids: Collection[uuid.UUID], user: User | None = None, person: Person | None = None
    ) -> Self:
        """Gather them. A single first name is no word of one's own: others bear it, too."""
        names = {user.name if user else ""}
        if person is not None:
            names |= {person.name, person.name_read}
        words = {name for name in names if " " in name.strip()}
        words |= {user.email if user else "", person.phone if person else ""}
        # Not those they only claimed: the words of another are not theirs to delete.
        confirmed = EmailAddress.objects.filter(user=user, verified=True) if user else ()
        words |= {address.email for address in confirmed}
        return cls(frozenset(ids), frozenset(word for word in words if len(word) > 4))

    def stand_in(self, text: str) -> bool:
        """Tell whether a text mentions them."""
        folded = text.casefold()
        return any(word.casefold() in folded for word in self.words) or any(
            uuid.UUID(found) in self.ids for found in UUID_PATTERN.findall(text)
        )


def forget_mentions(*, mentions: Mentions) -> None:
    """Delete notices, unsent mails and background jobs of others that mention somebody.

    They lead to pages that are gone. Part of the erasing transaction.
    """
    for rows, fields in _places():
        mentioning = [
            values[0]
            for values in rows.values_list("pk", *fields).iterator(chunk_size=2_000)
            if mentions.stand_in(" ".join(map(_text, values[1:])))
        ]
        rows.filter(pk__in=mentioning).delete()


def _places() -> Iterator[tuple[QuerySet[Any], tuple[str, ...]]]:
    yield Notice.objects.order_by("pk"), ("text", "address")
    # Once a mail is sent its words are gone.
    yield Mail.objects.filter(sent_at=None).order_by("pk"), ("to", "subject", "text", "calendar")
    jobs = BackgroundJob.objects.exclude(state=BackgroundJob.State.RUNNING).order_by("pk")
    yield jobs, ("arguments", "result", "trouble", "key")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
