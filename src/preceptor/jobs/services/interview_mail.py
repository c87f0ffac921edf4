"""What the two sides of an interview are told, with the calendar entry that goes along."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from preceptor.accounts.models import User
from preceptor.accounts.services.talk import tell
from preceptor.common.addresses import site_address
from preceptor.common.services import send_mail
from preceptor.jobs.models import Application, Slot
from preceptor.jobs.queries.calendars import CANCEL, REQUEST, Meeting, calendar_text
from preceptor.jobs.queries.interviews import meeting_for_interviewer, meeting_for_person
from preceptor.jobs.services.telling import employer_name, tell_person, tell_team


def interview_address(application: Application) -> str:
    """Return the address at which a person chooses, changes or cancels their interview."""
    return f"/me/applications/{application.public_id}/interview/"


def slots_address(slot: Slot) -> str:
    """Return the address of the job's interview times for the organization."""
    organization = slot.job.organization
    return f"/o/{organization.slug}/jobs/{slot.job.public_id}/interviews/" if organization else ""


def said(slot: Slot) -> str:
    """Return when an interview begins, in the zone in which it was offered."""
    local = slot.starts_at.astimezone(ZoneInfo(slot.zone))
    return f"{local:%A, %-d %B %Y, %-I:%M %p} {local.tzname()}"


def tell_offered(application: Application, *, count: int, until: datetime, now: datetime) -> None:
    """Ask a person to choose a time."""
    job = application.job
    times = "one time" if count == 1 else f"{count} times"
    tell_person(
        person=application.person,
        kind="jobs.interview_offered",
        text=f"{employer_name(job)} offers {times} for an interview about {job.title}. "
        f"Choose one by {until:%-d %B %Y}.",
        address=interview_address(application),
        now=now,
        subject=f"Choose a time for your interview: {job.title}",
    )


def tell_none_left(application: Application, *, now: datetime) -> None:
    """Tell the team that others took, or somebody cancelled, every time a person could choose."""
    job = application.job
    slug = job.organization.slug if job.organization else ""
    tell_team(
        job=job,
        kind="jobs.interview_none_left",
        text=f"Somebody who was to choose an interview time for {job.title} has none left to "
        "choose. Offer them more: they wait for you now.",
        address=f"/o/{slug}/jobs/{job.public_id}/interviews/",
        now=now,
        subject="More interview times are needed",
    )


def send_booked(slot: Slot, application: Application, *, is_moved: bool, now: datetime) -> None:
    """Tell both sides when they meet, with the entry for their calendars."""
    job = slot.job
    what = "was moved to" if is_moved else "is on"
    if application.person.user is not None:
        user = application.person.user
        _tell(
            user,
            text=f"Your interview for {job.title} at {employer_name(job)} {what} {said(slot)}. "
            f"Where: {slot.where}",
            subject=f"Your interview {what} {said(slot)}",
            address=interview_address(application),
            meeting=meeting_for_person(slot, application, attendee=user.email),
            method=REQUEST,
            now=now,
        )
    if slot.interviewer is not None:
        _tell(
            slot.interviewer,
            text=f"An interview for {job.title} {what} {said(slot)}. Where: {slot.where}",
            subject=f"An interview for {job.title} {what} {said(slot)}",
            address=slots_address(slot),
            meeting=meeting_for_interviewer(slot, attendee=slot.interviewer.email),
            method=REQUEST,
            now=now,
        )


def send_called_off(
    slot: Slot,
    application: Application,
    *,
    by: User | None,
    now: datetime,
    is_person_told: bool = True,
) -> None:
    """Tell both sides that they do not meet, and take the entry out of their calendars."""
    job = slot.job
    slot.sequence += 1
    user = application.person.user
    if user is not None and is_person_told:
        who = "You" if by == user else employer_name(job) if by else "The end of the application"
        _tell(
            user,
            text=f"{who} called off the interview for {job.title} on {said(slot)}.",
            subject=f"Called off: your interview on {said(slot)}",
            address=interview_address(application),
            meeting=meeting_for_person(slot, application, attendee=user.email),
            method=CANCEL,
            now=now,
        )
    if slot.interviewer is not None:
        _tell(
            slot.interviewer,
            text=f"The interview for {job.title} on {said(slot)} is called off.",
            subject=f"Called off: an interview for {job.title}",
            address=slots_address(slot),
            meeting=meeting_for_interviewer(slot, attendee=slot.interviewer.email),
            method=CANCEL,
            now=now,
        )


def tell_freed(slot: Slot, calendar_id: uuid.UUID, sequence: int, now: datetime) -> None:
    """Tell an interviewer that a person chose a time with somebody else instead."""
    if slot.interviewer is None:
        return
    slot.calendar_id, slot.sequence = calendar_id, sequence
    _tell(
        slot.interviewer,
        text=f"The interview for {slot.job.title} on {said(slot)} was moved to a colleague.",
        subject=f"Moved to a colleague: an interview for {slot.job.title}",
        address=slots_address(slot),
        meeting=meeting_for_interviewer(slot, attendee=slot.interviewer.email),
        method=CANCEL,
        now=now,
    )


def tell_soon(slot: Slot, application: Application, *, now: datetime) -> None:
    """Remind both sides of an interview."""
    job = slot.job
    tell_person(
        person=application.person,
        kind="jobs.interview_soon",
        text=f"Your interview for {job.title} at {employer_name(job)} is on {said(slot)}. "
        f"Where: {slot.where}",
        address=interview_address(application),
        now=now,
        subject=f"Soon: your interview on {said(slot)}",
    )
    if slot.interviewer is not None:
        tell(
            user=slot.interviewer,
            kind="jobs.interview_soon",
            text=f"An interview for {job.title} is on {said(slot)}. Where: {slot.where}",
            address=slots_address(slot),
            now=now,
            mail_subject=f"Soon: an interview for {job.title}",
        )


def _tell(
    user: User,
    *,
    text: str,
    subject: str,
    address: str,
    meeting: Meeting,
    method: str,
    now: datetime,
) -> None:
    kind = "jobs.interview" if method == REQUEST else "jobs.interview_called_off"
    tell(user=user, kind=kind, text=text, address=address, now=now)
    send_mail(
        kind=kind,
        recipient=user.public_id,
        to=user.email,
        subject=subject,
        text=f"{text}\n\n{site_address(address)}\n",
        calendar=calendar_text([meeting], method=method, now=now),
        calendar_method=method,
        now=now,
    )
