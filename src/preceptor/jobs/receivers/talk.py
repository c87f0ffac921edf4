"""What a team writes to somebody who applied counts as its answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from preceptor.accounts.models import Message
from preceptor.common.models import Waiting
from preceptor.jobs.models import Application
from preceptor.jobs.services.clock import note_message


def count_as_answer(*, message: Message, now: datetime, **_: Any) -> None:
    """Note the first word of an organization to an applicant, in whichever conversation about it.

    What nobody wrote, such as that a conversation has lapsed, is no word of theirs.
    """
    conversation = message.conversation
    about, author = conversation.about, message.author
    if message.side != Waiting.Side.ORGANIZATION or author is None or about is None:
        return
    application = Application.objects.filter(
        public_id=about,
        person=conversation.person_id,
        job__organization=conversation.organization_id,
    ).first()
    if application is not None:
        note_message(application=application, by=author, now=now)
