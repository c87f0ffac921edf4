"""Who is asking, and what of theirs an address names."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import Http404, HttpRequest

from preceptor.accounts.models import Person
from preceptor.accounts.queries import VISITOR_KEY, visitor_of
from preceptor.accounts.services import make_visitor


def person_or_new(request: HttpRequest, *, now: datetime) -> Person:
    """Return the person behind a request, or make a visitor and remember them in the session."""
    person = visitor_of(request, now=now)
    if person is None:
        person = make_visitor(now=now)
        request.session[VISITOR_KEY] = str(person.public_id)
    return person
