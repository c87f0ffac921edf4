"""A person's own voluntary answers; nobody else's page reads them."""

from __future__ import annotations

from preceptor.accounts.models import Person
from preceptor.jobs.models import VoluntaryAnswers


def own_answers(person: Person) -> VoluntaryAnswers | None:
    """Return what a person said, which may be nothing; None where they were never asked."""
    return VoluntaryAnswers.objects.filter(person=person).first()


def is_to_be_asked(person: Person) -> bool:
    """Tell whether to ask a person now: once, after their first application."""
    return own_answers(person) is None
