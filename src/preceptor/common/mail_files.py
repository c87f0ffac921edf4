"""Mail as files: where no server is named, every mail lies under var/mail as an .eml file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FileBackend(BaseEmailBackend):
    """Writes a mail to a file that mail programs open, named by its Message-ID."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message; the same message again replaces its file."""
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            content = message.message()
            name = re.sub(r"[^A-Za-z0-9-]+", "-", str(content["Message-ID"])).strip("-")
            path = folder / f"{name}.eml"
            path.touch(mode=0o600)
            path.write_bytes(content.as_bytes())
        return len(email_messages)
