"""The engine's fits of those who applied, for reports that set them beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from preceptor.accounts.models import Person
from preceptor.jobs.models import Job, Line
from preceptor.matches.queries.applicants import field_of


def scores_of(job: Job, people: Sequence[Person], now: datetime) -> Mapping[int, int]:
    """Return the fit of each person to a job in thousandths, by person number."""
    prefetch_related_objects([job], Prefetch("lines", queryset=Line.objects.order_by("order")))
    field = field_of(job, people, now=now)
    return {number: fitted.fit for number, fitted in field.fitted.items()}
