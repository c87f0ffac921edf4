"""Mail as files: where no server is named, every mail lies under var/mail as an .eml file."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


def forget_mail_files(words: Collection[str]) -> int:
    """Delete the files of mails in which any of some words stand, whoever they went to.

    For somebody who is erased: their address, name, number. Returns how many there were.
    """
    folded = [word.casefold() for word in words]
    found = [path for path in Path(settings.MAIL_FOLDER).glob("*.eml") if _says(path, folded)]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _says(path: Path, words: Sequence[str]) -> bool:
    try:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
    except FileNotFoundError:  # another process tidied up
        return False
    texts = [str(value) for value in message.values()]
    texts += [
        content.decode(errors="replace")
        for part in message.walk()
        if isinstance(content := part.get_payload(decode=True), bytes)
    ]
    # A calendar folds long lines wherever they are full.
    whole = "\n".join(texts).replace("\r\n ", "").replace("\n ", "").casefold()
    return any(word in whole for word in words)


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
