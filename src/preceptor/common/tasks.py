"""What the site itself clears away."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django_tasks import task

from preceptor.common.services.keys import prune_keys
from preceptor.common.services.mail import prune_mail
from preceptor.common.services.tries import prune_tries
from preceptor.common.services.work import prune_work


@task()
def prune(now: datetime) -> dict[str, int]:
    """Clear away what has served: keys, counts of tries, jobs and mails done, old sessions."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return {
        "keys": prune_keys(now=now),
        "tries": prune_tries(now=now),
        "jobs": prune_work(now=now),
        "mails": prune_mail(now=now),
    }
