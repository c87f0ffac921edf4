"""Take turns: whoever writes about applications waits for the others, then looks again."""

from __future__ import annotations

from preceptor.common.services import lock_log
from preceptor.jobs.models import Application, Invite


def fresh_application(application: Application | int) -> Application:
    """Wait for other writers and return an application as it stands; call in a transaction.

    The log's lock comes first, as everywhere: rows locked before it could wait for each other.
    """
    lock_log()
    number = application if isinstance(application, int) else application.pk
    return Application.objects.select_related("job__organization", "person__user", "stage").get(
        pk=number
    )


def fresh_invite(invite: Invite | int) -> Invite:
    """Wait for other writers and return an invitation as it stands; call in a transaction."""
    lock_log()
    number = invite if isinstance(invite, int) else invite.pk
    return Invite.objects.select_related("job__organization", "person__user").get(pk=number)
