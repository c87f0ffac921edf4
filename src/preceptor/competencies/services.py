"""Load the vocabulary into the database."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preceptor.common.services import append_log
from preceptor.competencies.models import Competency, VocabularyVersion
from preceptor.engine.vocabulary import Vocabulary


@transaction.atomic
def store_vocabulary(*, vocabulary: Vocabulary, now: datetime) -> bool:
    """Bring the competency rows up to this version; return False if it was there already."""
    newest = VocabularyVersion.objects.order_by("-pk").first()
    if newest is not None and newest.version == vocabulary.version:
        return False

    Competency.objects.bulk_create(
        [
            Competency(slug=entry.id, name=entry.name, kind=entry.kind.value)
            for entry in vocabulary.competencies
        ],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name", "kind"],
    )
    current = [entry.id for entry in vocabulary.competencies]
    Competency.objects.exclude(slug__in=current).update(is_retired=True)
    Competency.objects.filter(slug__in=current).update(is_retired=False)
    VocabularyVersion.objects.update_or_create(
        version=vocabulary.version,
        defaults={"loaded_at": now, "competency_count": len(current)},
    )
    append_log(
        kind="competencies.vocabulary_loaded",
        now=now,
        details={"version": vocabulary.version, "competencies": len(current)},
    )
    return True
