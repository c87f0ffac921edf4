"""Providers of OpenID Connect, as a setting names them. Read while settings are: no Django here."""

from __future__ import annotations

import json
import re
from typing import Any

NEEDED = ("id", "name", "client_id", "server_url")
KNOWN = {*NEEDED, "secret", "sign_in_origin"}
ORIGIN = re.compile(r"https://[^/]+|http://(?:localhost|127\.0\.0\.1)(?::\d+)?")


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


def oidc_origins(providers: dict[str, Any]) -> list[str]:
    """Return where forms may lead on to: a browser holds a redirect against the policy, too."""
    apps = providers.get("openid_connect", {}).get("APPS", [])
    return sorted({app["settings"]["sign_in_origin"] for app in apps})


def _app(entry: dict[str, Any]) -> dict[str, Any]:
    name = entry.get("id") or "a provider"
    if missing := [word for word in NEEDED if not isinstance(entry.get(word), str)]:
        raise ValueError(f"{name} lacks {', '.join(missing)}.")
    if unknown := sorted(entry.keys() - KNOWN):
        raise ValueError(f"{name} has {', '.join(unknown)}, which mean nothing here.")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", entry["id"]):
        raise ValueError(f"the id {entry['id']!r} may hold a-z, 0-9 and - only.")
    found = ORIGIN.match(entry["server_url"])
    if found is None:
        raise ValueError(f"the server_url of {name} does not begin with https://.")
    origin = entry.get("sign_in_origin") or found.group()
    if not ORIGIN.fullmatch(origin):
        raise ValueError(f"the sign_in_origin of {name} is no origin, such as https://host.")
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": entry.get("secret", ""),
        "settings": {"server_url": entry["server_url"], "sign_in_origin": origin},
    }
