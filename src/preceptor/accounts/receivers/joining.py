"""What becomes of a visitor's things when they sign in."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from preceptor.accounts.models import User
from preceptor.accounts.queries.people import VISITOR_KEY, visitor_left_behind
from preceptor.accounts.queries.visitors import brought_by
from preceptor.accounts.services.erasing import erase_person
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.visitors import adopt_visitor


def settle_visitor(request: HttpRequest, user: User, *, now: datetime) -> bool:
    """Let the visitor of this session become the user's person; tell whether to ask instead.

    A user with a person of their own is asked what is to come along. A visitor who brought
    nothing is erased.
    """
    visitor = visitor_left_behind(request, now=now)
    if visitor is None:
        request.session.pop(VISITOR_KEY, None)
        return False
    if adopt_visitor(visitor=visitor, user=user, now=now):
        request.session.pop(VISITOR_KEY)
        return False
    if brought_by(visitor, person_for(user=user, now=now)):
        return True
    forget_visitor(request)
    erase_person(person=visitor, now=now, reason="brought nothing")
    return False


def forget_visitor(request: HttpRequest) -> None:
    """Let this session no longer be the visitor's: erasing them ends the sessions that are."""
    request.session.pop(VISITOR_KEY, None)
    request.session.save()
