"""Tell the two sides of an application what happened, without naming anybody else."""

from __future__ import annotations

from datetime import datetime

from preceptor.accounts.models import Person, User
from preceptor.accounts.services.talk import tell
from preceptor.jobs.models import Application, Invite, Job
from preceptor.jobs.queries.pipeline import team_of


def tell_person(
    *, person: Person, kind: str, text: str, address: str, now: datetime, subject: str
) -> None:
    """Tell a person by notice and mail, as far as they have an account."""
    if person.user is not None:
        tell(
            user=person.user,
            kind=kind,
            text=text,
            address=address,
            now=now,
            mail_subject=subject,
        )


def tell_team(
    *,
    job: Job,
    kind: str,
    text: str,
    address: str,
    now: datetime,
    subject: str,
    but: User | None = None,
) -> None:
    """Tell who works on a job, except the one who did it; nobody where there is nobody."""
    for user in team_of(job):
        if user != but:
            tell(user=user, kind=kind, text=text, address=address, now=now, mail_subject=subject)


def own_address(application: Application) -> str:
    """Return the address of an application's page for the person."""
    return f"/me/applications/{application.public_id}/"


def team_address(application: Application) -> str:
    """Return the address of an application's page for the organization."""
    organization = application.job.organization
    return f"/o/{organization.slug}/applications/{application.public_id}/" if organization else ""


def list_address(job: Job) -> str:
    """Return the address of a job's applications."""
    organization = job.organization
    return f"/o/{organization.slug}/jobs/{job.public_id}/applications/" if organization else ""


def invite_address(invite: Invite) -> str:
    """Return the address of an invitation's page for the person."""
    return f"/me/invites/{invite.public_id}/"


def employer_name(job: Job) -> str:
    """Return who offers a job, in words."""
    return job.organization.name if job.organization else "The employer"
