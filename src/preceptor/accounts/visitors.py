"""Who is asking, with an account or without."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from preceptor.accounts.models import Person
from preceptor.accounts.queries import VISITOR_KEY, visitor_of
from preceptor.accounts.services import make_visitor, person_for


def person_or_new(request: HttpRequest, *, now: datetime) -> Person:
    """Return the person behind a request, made on first need: of who only looks there is none.

    Of who is not signed in that is a visitor, remembered in the session.
    """
    if request.user.is_authenticated:
        return person_for(user=request.user, now=now)
    person = visitor_of(request, now=now)
    if person is None:
        person = make_visitor(now=now)
        request.session[VISITOR_KEY] = str(person.public_id)
    return person
