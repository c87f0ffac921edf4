"""What the site itself clears away."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django_tasks import task

from preceptor.common.queries.log import verify_log
from preceptor.common.services.documents import drop_strays
from preceptor.common.services.keys import prune_keys
from preceptor.common.services.mail import prune_mail
from preceptor.common.services.tries import prune_tries
from preceptor.common.services.work import prune_work

logger = logging.getLogger(__name__)


@task(queue_name="slow", lease_seconds=120)
def check_log() -> dict[str, Any]:
    """Check that no entry of the log was changed, taken out or put in."""
    verdict = verify_log()
    if not verdict.is_whole:
        logger.error("Entry %s of the log: %s.", verdict.broken, verdict.why)
    return asdict(verdict)


@task()
def prune(now: datetime) -> dict[str, int]:
    """Clear away what has served: keys, counts, jobs and mails done, old sessions, stray files."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return {
        "keys": prune_keys(now=now),
        "tries": prune_tries(now=now),
        "jobs": prune_work(now=now),
        "mails": prune_mail(now=now),
        "files": drop_strays(now=now),
    }
