"""Keep what a person chose to say for the adverse-impact report, apart from everything else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Person, User
from preceptor.common.services import append_log
from preceptor.jobs.models import VoluntaryAnswers


@transaction.atomic
def keep_answers(
    *, person: Person, sex: str, race: str, age: str, by: User, now: datetime
) -> VoluntaryAnswers:
    """Keep a person's answers in place of earlier ones; empty is not stated.

    All empty says that they were asked and would rather not say: nobody asks again. The log tells
    neither what was answered nor whether anything was.
    """
    answers, _ = VoluntaryAnswers.objects.update_or_create(
        person=person, defaults={"sex": sex, "race": race, "age": age, "answered_at": now}
    )
    append_log(
        kind="jobs.voluntary_question_seen", target=person.public_id, by=by.public_id, now=now
    )
    return answers
