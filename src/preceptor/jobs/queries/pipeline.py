"""What a team works through: a job's applications, its steps, its people."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from preceptor.accounts.models import Membership, Organization, User
from preceptor.common.models import Waiting
from preceptor.jobs.models import Application, Job, Move, Stage

State = Application.State
# What an organization sees: whatever was sent. A draft is the person's own.
SEEN = (State.SENT, State.WITHDRAWN, State.HIRED, State.REFUSED, State.LAPSED)


def team_of(job: Job) -> Sequence[User]:
    """Return who is told about a job: its team, else who made it, else everybody who hires.

    One question.
    """
    hiring = Membership.objects.filter(organization=job.organization_id, hires=True)
    users = list(
        User.objects.filter(pk__in=hiring.values("user"), is_active=True)
        .annotate(is_on_team=Exists(job.team.through.objects.filter(job=job, user=OuterRef("pk"))))
        .order_by("pk")
    )
    team = [user for user in users if user.is_on_team]
    return team or [user for user in users if user.pk == job.created_by_id] or users


def stages_of(organization: Organization) -> QuerySet[Stage]:
    """Return an organization's steps in order."""
    return Stage.objects.filter(organization=organization).order_by("order", "pk")


def stages_with_counts(organization: Organization, job: Job | None = None) -> QuerySet[Stage]:
    """Return an organization's steps in order, each with how many stand in it and are open.

    Of all its jobs, or of one.
    """
    counted = Q() if job is None else Q(applications__job=job)
    return stages_of(organization).annotate(
        people=Count("applications", filter=counted),
        open_people=Count("applications", filter=counted & Q(applications__state=State.SENT)),
    )


def applications_of(job: Job, user: User) -> QuerySet[Application]:
    """Return what was sent for a job, as far as the user may see it, the longest waiting first."""
    return (
        Application.objects.for_user(user)
        .filter(job=job, state__in=SEEN)
        .select_related("job__organization", "person", "stage")
        .order_by("sent_at", "pk")
    )


def jobs_with_counts(organization: Organization) -> QuerySet[Job]:
    """Return an organization's jobs that have applications, with open, all and hired."""
    sent = Q(applications__state=State.SENT)
    return (
        Job.objects.filter(organization=organization)
        .annotate(
            open_count=Count("applications", filter=sent),
            all_count=Count("applications", filter=Q(applications__state__in=SEEN)),
            hired_count=Count("applications", filter=Q(applications__state=State.HIRED)),
        )
        .filter(all_count__gt=0)
        .order_by("-open_count", "-opened_at", "pk")
    )


def history_of(application: Application) -> QuerySet[Move]:
    """Return how an application went from step to step, in order."""
    return (
        Move.objects.filter(application=application)
        .select_related("from_stage", "to_stage", "by")
        .order_by("at", "pk")
    )


def ended_words(application: Application) -> str:
    """Return how an application ended as its team reads it; the person reads ``closed_why``."""
    if application.state == State.LAPSED and application.silent_side == Waiting.Side.PERSON:
        return "The person did not answer in time."
    stage = application.stage
    if application.state == State.REFUSED and stage and stage.kind != Stage.Kind.NOT_NOW:
        return "The job ended before anybody decided about it."
    return application.closed_why


def hired_count(job: Job) -> int:
    """Return how many people were hired for a job."""
    return Application.objects.filter(job=job, state=State.HIRED).count()


def due_soonest(organization: Organization, user: User, *, limit: int = 10) -> list[Application]:
    """Return the open applications that wait for the organization, the first due first."""
    return list(
        Application.objects.for_user(user)
        .filter(
            job__organization=organization,
            state=State.SENT,
            waits_for=Waiting.Side.ORGANIZATION,
        )
        .select_related("job", "person", "stage")
        .order_by("reply_by", "pk")[:limit]
    )
