"""How a view answers what a form created, and what it reads besides the form."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

KEY_FIELD = "once"


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the client states what it accepts and does not name text/html.

    Every browser names it; a program that takes anything is better served with facts.
    """
    stated = request.headers.get("Accept", "")
    return bool(stated) and "text/html" not in stated and not request.headers.get("HX-Request")


def created(request: HttpRequest, redirect_to: str, facts: dict[str, Any]) -> HttpResponse:
    """Answer a POST that created something: browsers go on to a page, programs get 201 and JSON.

    ``facts`` are what the program needs to know (public ids, states); the address is added.
    """
    if not wants_json(request):
        return redirect(redirect_to)
    answer = JsonResponse({**facts, "address": redirect_to}, status=201)
    answer["Location"] = redirect_to
    return answer


def once_key(request: HttpRequest, *content: object) -> uuid.UUID | None:
    """Return the key of a form (field ``once`` or header Idempotency-Key), None without one.

    With ``content`` given (what it is about, its text), a form without a key gets one made from
    it: the same words to the same place by the same person are then the same request.
    """
    given = request.POST.get(KEY_FIELD) or request.headers.get("Idempotency-Key", "")
    try:
        return uuid.UUID(given)
    except ValueError:
        pass
    if not content:
        return None
    who = getattr(request.user, "public_id", "") if hasattr(request, "user") else ""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\0".join(map(str, (who, request.path, *content))))
