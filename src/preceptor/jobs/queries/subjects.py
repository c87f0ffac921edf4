"""What conversations, looks and steps are about, where it is a job or an application."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from preceptor.accounts.queries.subjects import Subject
from preceptor.common.addresses import address_of
from preceptor.jobs.models import Application, Invite, Job
from preceptor.jobs.queries.jobs import addressed_jobs


def jobs_named(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Subject]:
    """Return the jobs behind public ids of jobs, applications and invitations; five questions.

    Both sides read the title: it names the job, never the person. A job that was never shown is
    nobody's subject: whoever guesses its id learns nothing.
    """
    found = dict(addressed_jobs().filter(public_id__in=ids).values_list("public_id", "pk"))
    for model in (Application, Invite):
        found.update(model.objects.filter(public_id__in=ids).values_list("public_id", "job"))
    numbers = set(found.values())
    slugs = dict(addressed_jobs().filter(pk__in=numbers).values_list("pk", "slug"))
    titles = dict(Job.objects.filter(pk__in=numbers).values_list("pk", "title"))
    return {
        public_id: Subject(
            titles[number], address_of("job", slugs[number]) if slugs.get(number) else ""
        )
        for public_id, number in found.items()
        if number in titles
    }
