"""The reply clock of conversations."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.accounts.queries.talk import conversations_to_lapse, conversations_to_remind
from preceptor.accounts.services.talk import lapse_conversation, remind_conversation


@task()
def sweep_conversations(now: datetime) -> dict[str, int]:
    """Remind who is to answer, close what was not answered; doing it twice changes nothing more."""
    return {
        "reminded": sum(
            remind_conversation(conversation=conversation, now=now)
            for conversation in conversations_to_remind(now)
        ),
        "lapsed": sum(
            lapse_conversation(conversation=conversation, now=now)
            for conversation in conversations_to_lapse(now)
        ),
    }
