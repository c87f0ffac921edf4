"""What waits for a user, and what they can do, by the hats they wear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min
from django.urls import reverse

from preceptor.accounts.models import SPEAKING_HATS, Conversation, Membership, ToDo, User
from preceptor.accounts.queries.organizations import organizations_to_verify
from preceptor.common.models import Waiting
from preceptor.common.queries.work import given_up_count, is_log_broken
from preceptor.jobs.models import Application, Invite, Job, ShareRequest
from preceptor.resumes.models import Resume

Side = Waiting.Side


@dataclass(frozen=True, slots=True)
class Due:
    """Something that waits for the user: in words, where it is answered, and by when.

    ``by`` is None where nothing closes by itself; ``to`` says for whom the user acts, "" for
    themselves.
    """

    text: str
    address: str
    by: datetime | date | None = None
    to: str = ""

    @property
    def day(self) -> date | None:
        """The day on which it closes."""
        return self.by.date() if isinstance(self.by, datetime) else self.by


@dataclass(frozen=True, slots=True)
class Way:
    """A page that a hat opens: its name, address, and what it is for."""

    label: str
    address: str
    gives: str = ""


@dataclass(frozen=True, slots=True)
class Hat:
    """What a user is here, and the pages that go with it, the most used first."""

    title: str
    note: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A user's first page: what waits, soonest first, and their hats."""

    due: tuple[Due, ...]
    hats: tuple[Hat, ...]


def overview_of(user: User) -> Overview:
    """Return a user's first page. The number of queries grows with the memberships only."""
    memberships = list(
        Membership.objects.filter(user=user)
        .select_related("organization")
        .order_by("organization__name", "pk")
    )
    resume = Resume.objects.filter(person__user=user).order_by("-pk").first()
    due = [*_due_for_person(user)]
    for membership in memberships:
        due.extend(_due_for_member(membership))
    if user.is_steward:
        due.extend(_due_for_steward())
    due.sort(key=lambda each: (each.day is None, each.day or date.max, each.text))
    hats = [*(_hat_of_member(membership) for membership in memberships)]
    if user.is_steward:
        hats.append(_hat_of_steward())
    # Who came to look for work sees that first; who acts for a house, the house.
    own = _hat_of_person(resume)
    hats = [*hats, own] if memberships or user.is_steward else [own, *hats]
    return Overview(tuple(due), tuple(hats))


def _due_for_person(user: User) -> Iterator[Due]:
    invites = Invite.objects.filter(
        person__user=user, answer=Invite.Answer.NONE, waits_for=Side.PERSON
    )
    for invite in invites.select_related("job__organization").order_by("reply_by", "pk"):
        house = invite.job.organization.name if invite.job.organization else "An employer"
        yield Due(
            f"{house} invites you to {invite.job.title}",
            reverse("jobs:invitation", args=[invite.public_id]),
            invite.reply_by,
        )
    applications = Application.objects.filter(
        person__user=user, state=Application.State.SENT, waits_for=Side.PERSON
    )
    for application in applications.select_related("job").order_by("reply_by", "pk"):
        yield Due(
            f"Your application for {application.job.title} waits for you",
            reverse("jobs:application", args=[application.public_id]),
            application.reply_by,
        )
    talks = Conversation.objects.filter(
        person__user=user, waits_for=Side.PERSON, closed_at__isnull=True
    )
    for talk in talks.select_related("organization").order_by("reply_by", "pk"):
        yield Due(
            f"{talk.organization.name} wrote to you: {talk.subject}",
            reverse("accounts:conversation", args=[talk.public_id]),
            talk.reply_by,
        )
    shares = ShareRequest.objects.filter(offer__person__user=user, state=ShareRequest.State.ASKED)
    for share in shares.select_related("organization").order_by("reply_by", "pk"):
        yield Due(
            f"{share.organization.name} asks for {share.percent} % of your week",
            reverse("jobs:consulting"),
            share.reply_by,
        )
    todos = ToDo.objects.filter(person__user=user, done_at__isnull=True, dropped_at__isnull=True)
    open_todos = todos.aggregate(count=Count("pk"), first=Min("due_on"))
    if open_todos["count"]:
        yield Due(
            _several(open_todos["count"], "next step is", "next steps are") + " on your list",
            reverse("accounts:todos"),
            open_todos["first"],
        )


def _due_for_member(membership: Membership) -> Iterator[Due]:
    house = membership.organization
    if membership.hires:
        open_ones = Application.objects.filter(
            job__organization=house, state=Application.State.SENT, waits_for=Side.ORGANIZATION
        )
        found = open_ones.aggregate(count=Count("pk"), first=Min("reply_by"))
        if found["count"]:
            yield Due(
                _several(found["count"], "application waits", "applications wait")
                + " for your answer",
                reverse("jobs:applications", args=[house.slug]),
                found["first"],
                house.name,
            )
        review = Job.objects.filter(organization=house, status=Job.Status.REVIEW).count()
        if review:
            yield Due(
                _several(review, "job waits", "jobs wait") + " to be looked over",
                reverse("jobs:own_job_list", args=[house.slug]),
                to=house.name,
            )
    if _speaks(membership):
        talks = Conversation.objects.filter(
            organization=house, waits_for=Side.ORGANIZATION, closed_at__isnull=True
        ).aggregate(count=Count("pk"), first=Min("reply_by"))
        if talks["count"]:
            yield Due(
                _several(talks["count"], "person waits", "people wait") + " for a message from you",
                reverse("accounts:organization_messages", args=[house.slug]),
                talks["first"],
                house.name,
            )
    if membership.teaches:
        stated = house.schooled.filter(confirmed_at__isnull=True).count()
        if stated:
            yield Due(
                _several(stated, "graduate waits", "graduates wait") + " to be confirmed",
                reverse("matches:graduates", args=[house.slug]),
                to=house.name,
            )


def _due_for_steward() -> Iterator[Due]:
    unverified = organizations_to_verify().count()
    if unverified:
        yield Due(
            _several(unverified, "organization waits", "organizations wait") + " to be verified",
            reverse("accounts:verifying"),
            to="This installation",
        )
    given_up = given_up_count()
    if given_up:
        yield Due(
            _several(given_up, "job or mail was", "jobs and mails were") + " given up",
            reverse("common:work"),
            to="This installation",
        )
    if is_log_broken():
        yield Due(
            "An entry of the event log does not fit",
            reverse("common:log"),
            to="This installation",
        )


def _hat_of_person(resume: Resume | None) -> Hat:
    first = (
        (
            Way(
                "Your advice",
                reverse("matches:advice", args=[resume.public_id]),
                "roles, jobs, gap",
            ),
        )
        if resume
        else (
            Way("Bring a resume", reverse("matches:advice_start")),
            Way("Answer a dozen questions", reverse("resumes:my_form"), "where there is none"),
        )
    )
    record = (
        (Way("Your record", reverse("resumes:record", args=[resume.public_id])),) if resume else ()
    )
    return Hat(
        "Looking for work",
        "Your own record and search.",
        (
            *first,
            Way("Your applications", reverse("jobs:tracker"), "what waits for whom"),
            Way("Open jobs", reverse("jobs:job_list")),
            *record,
            *_ways(
                ("Messages", "accounts:messages"),
                ("Next steps", "accounts:todos"),
                ("Saved searches", "matches:searches"),
                ("New matches", "matches:alerts"),
                ("Preferences", "matches:preferences"),
                ("Calendar", "jobs:calendar_address"),
                ("About you", "resumes:about"),
                ("Where you learned", "accounts:schooling"),
                ("Who may see what", "accounts:privacy"),
                ("Who looked at you", "accounts:looks"),
                ("Your consulting", "jobs:consulting"),
                ("Sign-in and security", "accounts:account"),
                ("Re-employment desk", "matches:desk"),
            ),
        ),
    )


def _hat_of_member(membership: Membership) -> Hat:
    house = membership.organization
    routes: list[tuple[str, str]] = []
    if membership.hires:
        routes += [
            ("Applications", "jobs:applications"),
            ("Jobs", "jobs:own_job_list"),
            ("Find people", "matches:people"),
            ("Shortlists", "matches:shortlists"),
            ("Funnel", "jobs:funnel"),
        ]
    if membership.counsels:
        routes.append(("Clients", "matches:clients"))
    if membership.teaches:
        routes.append(("Graduates", "matches:graduates"))
    if _speaks(membership):
        routes.append(("Messages", "accounts:organization_messages"))
    routes += [
        ("Consultants", "jobs:consultant_list"),
        ("Re-employment desk", "matches:reductions"),
        ("The organization", "accounts:organization"),
    ]
    if membership.role == Membership.Role.ADMINISTRATOR:
        routes.append(("Members", "accounts:members"))
        if membership.hires:
            routes.append(("Adverse impact", "jobs:adverse_impact"))
    return Hat(house.name, _hats_in_words(membership), _ways(*routes, slug=house.slug))


def _speaks(membership: Membership) -> bool:
    """Whether a member speaks for the house, and so reads what is written to it."""
    return any(getattr(membership, hat) for hat in SPEAKING_HATS)


def _hats_in_words(membership: Membership) -> str:
    worn = [
        word
        for is_worn, word in (
            (membership.hires, "hires"),
            (membership.teaches, "teaches"),
            (membership.counsels, "counsels"),
            (membership.mentors, "mentors"),
        )
        if is_worn
    ]
    role = membership.get_role_display()
    return f"{role}; {' and '.join(worn)}" if worn else role


def _hat_of_steward() -> Hat:
    return Hat(
        "This installation",
        "Steward",
        _ways(
            ("Organizations to verify", "accounts:verifying"),
            ("Consultants to verify", "jobs:verify_offers"),
            ("Background work", "common:work"),
            ("Event log", "common:log"),
        ),
    )


def _ways(*routes: tuple[str, str], slug: str = "") -> tuple[Way, ...]:
    arguments = [slug] if slug else []
    return tuple(Way(label, reverse(route, args=arguments)) for label, route in routes)


def _several(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
