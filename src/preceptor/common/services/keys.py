"""What must not be done twice: a form that is sent again gets the first answer."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from preceptor.common.models import RequestKey

# Nobody sends a form again after so long: the page it stood on has expired by then.
KEPT_FOR = timedelta(days=7)


class KeyRefused(PermissionDenied):
    """The key was used by somebody else, or for something else."""


@dataclass(slots=True)
class Turn:
    """One sending of a form. ``answer`` is what came of the first one: a public id, an address.

    Whoever is first does the work and sets ``answer``; a repeat reads it and does nothing.
    """

    is_first: bool
    answer: str = ""

    @property
    def is_repeat(self) -> bool:
        """Tell whether the work was done before."""
        return not self.is_first


@contextlib.contextmanager
def once(*, key: uuid.UUID | None, who: uuid.UUID, action: str, now: datetime) -> Iterator[Turn]:
    """Do the work of the block only for the first request with this key, in its transaction.

        with once(key=once_key(request), who=user.public_id, action="jobs.apply", now=now) as turn:
            if turn.is_first:
                turn.answer = str(apply(...).public_id)
        return redirect("jobs:application", turn.answer)

    Two at the same time: the second waits for the first to commit, and gets its answer. Where the
    block raises, nothing is kept and the same key may be tried again. Without a key every request
    is a first one. Raises KeyRefused for the key of another person or action.
    """
    with transaction.atomic():
        if key is None:
            yield Turn(is_first=True)
            return
        turn = _take_turn(key=key, who=who, action=action, now=now)
        yield turn
        if turn.is_first:
            RequestKey.objects.filter(key=key).update(answer=turn.answer[:300])


def forget_keys(*, who: uuid.UUID) -> int:
    """Delete the keys of a person who is erased; return how many there were."""
    return RequestKey.objects.filter(who=who).delete()[0]


def prune_keys(*, now: datetime) -> int:
    """Delete the keys that nobody sends again; return how many there were."""
    return RequestKey.objects.filter(made_at__lt=now - KEPT_FOR).delete()[0]


def _take_turn(*, key: uuid.UUID, who: uuid.UUID, action: str, now: datetime) -> Turn:
    try:
        # The second of two waits at the primary key until the first has committed.
        with transaction.atomic():
            RequestKey.objects.create(key=key, who=who, action=action, made_at=now)
    except IntegrityError:
        kept = RequestKey.objects.get(key=key)
        if (kept.who, kept.action) != (who, action):
            raise KeyRefused("This form was sent by somebody else.") from None
        return Turn(is_first=False, answer=kept.answer)
    return Turn(is_first=True)
