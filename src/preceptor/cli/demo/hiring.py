"""Applications, answers, talks and invitations of the demo world, made by the real services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from preceptor.accounts.models import Membership, Organization, Person, User
from preceptor.accounts.services.talk import write_message
from preceptor.cli.demo.people import demo_file
from preceptor.cli.ending import Progress
from preceptor.common.models import Waiting
from preceptor.jobs.models import Application, Job, Refusal, Stage
from preceptor.jobs.queries import with_lines
from preceptor.jobs.services import applying, invites, pipeline, refusals, stages
from preceptor.matches.queries.applicants import explained, lines_shown, positions_of, suggested

Kind = Stage.Kind
APPLICATIONS = 90
SOUGHT, HOUSE = 14, "kennebec-river-medical-center"
# How far an application got, of a hundred; the rest stand where they came in.
PATHS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (24, ()),
    (22, (Kind.READING,)),
    (14, (Kind.READING, Kind.TALK)),
    (12, (Kind.READING, Kind.TALK, Kind.INTERVIEW)),
    (6, (Kind.READING, Kind.TALK, Kind.INTERVIEW, Kind.OFFER)),
    (5, (Kind.READING, Kind.TALK, Kind.INTERVIEW, Kind.OFFER, Kind.HIRED)),
    (17, (Kind.READING, Kind.NOT_NOW)),
)


@dataclass(frozen=True, slots=True)
class Team:
    """An organization that hires, and who acts for it."""

    organization: Organization
    user: User


def fill_pipelines(*, users: dict[str, User], seed: int, now: datetime) -> None:
    """Let demo people apply to demo jobs, and the teams answer some of them."""
    draw = Random(f"{seed}/hiring")  # noqa: S311 - a drawing, not a secret
    teams = _teams()
    jobs = list(
        with_lines(
            Job.objects.filter(is_demo=True, organization__in=teams, status=Job.Status.OPEN)
        ).order_by("opened_at", "pk")[:APPLICATIONS]
    )
    people = list(Person.objects.filter(is_demo=True, user__isnull=True).order_by("pk")[:300])
    cast = [user.person for user in users.values() if Person.objects.filter(user=user).exists()]
    if not jobs or not people:
        return
    sought = next((job for job in jobs if job.organization.slug == HOUSE), jobs[0])  # type: ignore[union-attr]
    progress = Progress("Applications", APPLICATIONS)
    for number in range(APPLICATIONS):
        # One job is sought after, so that a pipeline can be seen at work.
        job = sought if number < SOUGHT else jobs[number % len(jobs)]
        person = draw.choice(cast) if number % 9 == 0 and cast else draw.choice(people)
        with transaction.atomic():
            _one(draw, teams[job.organization_id or 0], job, person, now)
        progress(number + 1)


def _teams() -> dict[int, Team]:
    members = Membership.objects.filter(organization__is_demo=True, hires=True)
    return {
        member.organization_id: Team(member.organization, member.user)
        for member in members.select_related("organization", "user").order_by("-pk")
    }


def _one(draw: Random, team: Team, job: Job, person: Person, now: datetime) -> None:
    opened = job.opened_at or now
    days = (now - opened).days
    at = opened + timedelta(days=draw.uniform(0, max(days - 1, 0)), hours=draw.randint(0, 9))
    at = min(at, now - timedelta(hours=2))
    if Application.objects.filter(job=job, person=person).exists():
        return
    by = person.user
    draft = applying.begin(
        job=job,
        person=person,
        by=by,
        now=at,
        source=draw.choice(["board", "board", "board", "alert", "feed"]),
    )
    notes = demo_file("cast.yaml")["notes"]
    applying.save_draft(application=draft, by=by, now=at, note=draw.choice(notes))
    sent = applying.send(application=draft, by=by, now=at, lines=_lines(job, person, at))
    path = draw.choices([steps for _, steps in PATHS], [share for share, _ in PATHS])[0]
    _walk(draw, team, sent, path, at, now)


def _lines(job: Job, person: Person, at: datetime) -> list[dict[str, Any]]:
    return lines_shown(explained(job, person, now=at).lines, positions_of(job))


def _walk(
    draw: Random,
    team: Team,
    application: Application,
    path: Sequence[str],
    at: datetime,
    now: datetime,
) -> None:
    """Move an application along a path, a few days a step, as far as today."""
    for kind in path:
        at += timedelta(days=draw.uniform(0.5, 4))
        if at >= now:
            return
        to = stages.stage_of_kind(organization=team.organization, kind=kind, now=at)
        if kind == Kind.NOT_NOW:
            _refuse(team, application, to, at)
            return
        pipeline.move(applications=[application], to=to, by=team.user, now=at)
        application.refresh_from_db()
        if kind == Kind.TALK:
            _talk(team, application, at)


def _refuse(team: Team, application: Application, to: Stage, at: datetime) -> None:
    job = with_lines(Job.objects.all()).get(pk=application.job_id)
    found = explained(job, application.person, now=at)
    because = [
        refusals.Because(
            reason=each.reason, line=each.line, needed=each.needed, competency=each.competency
        )
        for each in suggested(job, found)[:3]
    ] or [refusals.Because(reason=Refusal.Reason.OTHER_CHOSEN)]
    refusals.refuse(
        applications=[application], because={application.pk: because}, to=to, by=team.user, now=at
    )


def _talk(team: Team, application: Application, at: datetime) -> None:
    write_message(
        person=application.person,
        organization=team.organization,
        subject=application.job.title,
        about=application.public_id,
        side=Waiting.Side.ORGANIZATION,
        author=team.user,
        text="Thank you for applying. When can we talk for twenty minutes this week?",
        now=at,
    )


def invite_some(*, users: dict[str, User], now: datetime) -> None:
    """Invite the certified graduate to a job of the hospital, three days ago."""
    graduate, officer = users.get("wade.libby"), users.get("olivia.hart")
    job = (
        Job.objects.filter(
            is_demo=True,
            status=Job.Status.OPEN,
            organization__slug="kennebec-river-medical-center",
        )
        .exclude(applications__person__user=graduate)
        .order_by("-opened_at", "pk")
        .first()
    )
    if graduate is None or officer is None or job is None or job.opened_at is None:
        return
    at = max(job.opened_at, now - timedelta(days=3))
    invites.invite(
        job=job,
        person=graduate.person,
        text="Your certificate and the go-live you supported are what this job is about.",
        by=officer,
        now=at,
    )
