"""How often something may be tried, counted in the database, so that every process counts alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from preceptor.common.models import Tries
from preceptor.common.tokens import keyed_digest_of

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
# No limit looks back further than a day; its window may have begun a day before.
KEPT_FOR = timedelta(days=3)


def bucket_for(what: str, *who: str) -> str:
    """Return the name of a bucket: what is limited, and for whom as a keyed digest.

    An address or a name never stands in the table.
    """
    text = "\0".join(part.strip().lower() for part in who)
    return f"{what[:80]}:{keyed_digest_of(text)[:32]}"


@transaction.atomic
def take(bucket: str, limit: int, per_seconds: int, now: datetime) -> bool:
    """Count one try; tell whether it is within the limit.

    The window slides: what was counted in the window before weighs by how much of it still lies
    within the last ``per_seconds``. A refused try is not counted, so that waiting helps. Exact
    among any number of processes: they take turns at the row. Call it outside the transaction of
    what is limited, or a rollback forgets the try.
    """
    length = timedelta(seconds=per_seconds)
    begun = EPOCH + ((now - EPOCH) // length) * length
    mine = Tries.objects.filter(bucket=bucket, window=begun)
    if not mine.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Tries.objects.create(bucket=bucket, window=begun, count=1)
        except IntegrityError:
            mine.update(count=F("count") + 1)
    counts = dict(
        Tries.objects.filter(bucket=bucket, window__in=(begun - length, begun)).values_list(
            "window", "count"
        )
    )
    share_left = 1 - (now - begun) / length
    if counts[begun] + counts.get(begun - length, 0) * share_left <= limit:
        return True
    mine.update(count=F("count") - 1)
    return False


def prune_tries(*, now: datetime) -> int:
    """Delete windows that no limit looks at any more; return how many there were."""
    return Tries.objects.filter(window__lt=now - KEPT_FOR).delete()[0]
