"""Providers of OpenID Connect, as a setting names them. Read while settings are: no Django here."""

from __future__ import annotations

import json
import re
from typing import Any

NEEDED = ("id", "name", "client_id", "server_url")
KNOWN = {*NEEDED, "secret"}


def oidc_providers(setting: str) -> dict[str, Any]:
    """Return what allauth needs to know of the providers in a JSON list; nothing for no setting.

    Raises ValueError, with a sentence that says which, for a list that is not as documented.

    >>> oidc_providers("")
    {}
    """
    if not setting.strip():
        return {}
    try:
        listed = json.loads(setting)
    except json.JSONDecodeError as error:
        raise ValueError(f"this is no JSON ({error}).") from None
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise ValueError("a list of objects is needed, such as [{...}].")
    apps = [_app(entry) for entry in listed]
    ids = [app["provider_id"] for app in apps]
    if len(set(ids)) < len(ids):
        raise ValueError("two providers have the same id.")
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}


def _app(entry: dict[str, Any]) -> dict[str, Any]:
    name = entry.get("id") or "a provider"
    if missing := [word for word in NEEDED if not isinstance(entry.get(word), str)]:
        raise ValueError(f"{name} lacks {', '.join(missing)}.")
    if unknown := sorted(entry.keys() - KNOWN):
        raise ValueError(f"{name} has {', '.join(unknown)}, which mean nothing here.")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", entry["id"]):
        raise ValueError(f"the id {entry['id']!r} may hold a-z, 0-9 and - only.")
    if not re.match(r"https://|http://(?:localhost|127\.0\.0\.1)[:/]", entry["server_url"]):
        raise ValueError(f"the server_url of {name} does not begin with https://.")
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": entry.get("secret", ""),
        "settings": {"server_url": entry["server_url"]},
    }
