"""A mail server as one address, such as smtp://user:password@host:587. Django-free."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

# Submission with STARTTLS, with TLS from the start, and without encryption.
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and how the line is protected."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


def mail_server_of(address: str) -> MailServer:
    """Return the server of an address: smtp:// with STARTTLS, smtps:// with TLS.

    smtp+plain:// is for a server on the same machine: nothing is encrypted. Raises ValueError
    with a sentence.

    >>> mail_server_of("smtp://ada:a%40b@mail.example.org")
    MailServer(host='mail.example.org', port=587, user='ada', password='a@b', starts_tls=True, \
is_tls=False)
    """
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(
            "write smtp://user:password@host:587, smtps://user:password@host:465 "
            "or smtp+plain://localhost:25"
        )
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp",
        is_tls=parts.scheme == "smtps",
    )
