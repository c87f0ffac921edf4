"""Interviews of applications that have ended, and of people who are erased, are called off."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from preceptor.accounts.models import Person
from preceptor.jobs.models import Application
from preceptor.jobs.services.interviews import call_off


def call_off_interview(*, application: Application, **_: Any) -> None:
    """Give the booked time of an application that has ended to others."""
    call_off(application=application, by=None, now=timezone.now())


def erase_interviews(*, person: Person, **_: Any) -> None:
    """Give the booked times of a person who is erased to others."""
    now = timezone.now()
    booked = Application.objects.filter(person=person, slots__ends_at__gt=now)
    for application in booked.distinct().order_by("pk"):
        call_off(application=application, by=None, now=now, is_erasing=True)
