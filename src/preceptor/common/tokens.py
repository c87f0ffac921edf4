"""Secrets in links and codes: whoever has one may act, so the database keeps only a digest."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

TOKEN_BYTES = 32


def new_token() -> str:
    """Return a secret to put into an address; nobody guesses one in 2**256."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(secret: str) -> str:
    """Return what the database keeps of a secret: who reads it there cannot use it.

    A plain digest is enough for a random secret of such length: there is no list of likely ones to
    try, as there is for passwords.

    >>> digest_of("abc")[:12]
    'ba7816bf8f01'
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_digest_of(text: str) -> str:
    """Return what only this installation can work out of a text, by its secret key."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_same_secret(given: str, expected: str) -> bool:
    """Tell whether two secrets are the same, in a time that tells nothing of either."""
    return hmac.compare_digest(given.encode(), expected.encode())
