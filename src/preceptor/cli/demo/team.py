"""What teams of the demo world do beside moving people: talks, cards, lists, notes."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from preceptor.accounts.models import Organization, Person, User
from preceptor.jobs.models import Application, Job, Stage, VoluntaryAnswers
from preceptor.jobs.services.interviews import add_slots, book_slot
from preceptor.jobs.services.notes import write_note
from preceptor.jobs.services.scorecards import MarkGiven, save_scorecard
from preceptor.jobs.services.voluntary import keep_answers
from preceptor.matches.services.shortlists import list_person, make_shortlist

ZONE = "America/New_York"
LISTED = 5


@transaction.atomic
def work_as_teams(*, users: dict[str, User], seed: int, now: datetime) -> None:
    """Offer interview times, fill a scorecard, write a note, keep a list, answer voluntarily."""
    draw = Random(f"{seed}/team")  # noqa: S311 - a drawing, not a secret
    officer, colleague = users["olivia.hart"], users["peter.nadeau"]
    house = Organization.objects.get(slug="kennebec-river-medical-center")
    open_ones = (
        Application.objects.filter(job__organization=house, state=Application.State.SENT)
        .select_related("job", "stage", "person__user")
        .order_by("-stage_since", "pk")
    )
    talking = [each for each in open_ones if each.stage and each.stage.kind == Stage.Kind.INTERVIEW]
    for application in (talking or list(open_ones))[:1]:
        _interview(application, officer, colleague, now)
    for application in list(open_ones)[:2]:
        write_note(
            application=application,
            text="Worked through a go-live before. Can you look at the reporting side?",
            by=officer,
            mentions=[colleague],
            now=now - timedelta(hours=5),
        )
    _shortlist(house, officer, now)
    _answers(draw, officer, now)


def _interview(application: Application, officer: User, colleague: User, now: datetime) -> None:
    """Three times this week, one of them booked where the person has an account; a card."""
    first = (now + timedelta(days=3)).replace(hour=15, minute=0, second=0, microsecond=0)
    slots = add_slots(
        job=application.job,
        starts=[first, first + timedelta(hours=1), first + timedelta(days=1)],
        minutes=40,
        zone=ZONE,
        where="Room 2 of the main building, or by telephone",
        interviewer=colleague,
        by=officer,
        offer_to=[application],
        now=now - timedelta(hours=8),
    )
    if application.person.user is not None:
        book_slot(slot=slots[0], application=application, by=application.person.user, now=now)
    lines = list(application.job.lines.order_by("order")[:5])
    save_scorecard(
        application=application,
        marks=[
            MarkGiven(line=line, mark=4 - position % 3, note="")
            for position, line in enumerate(lines)
        ],
        summary="Listens first, and writes things down.",
        overall=3,
        is_given=True,
        by=colleague,
        now=now - timedelta(hours=3),
    )


def _shortlist(house: Organization, officer: User, now: datetime) -> None:
    job = Job.objects.filter(organization=house, status=Job.Status.OPEN).order_by("pk").first()
    people = Person.objects.filter(is_demo=True, user__isnull=True).order_by("pk")[:LISTED]
    kept = make_shortlist(
        organization=house, name="For the spring go-live", job=job, by=officer, now=now
    )
    for person in people:
        list_person(shortlist=kept, person=person, by=officer, now=now)


def _answers(draw: Random, officer: User, now: datetime) -> None:
    """Two in three of those who applied answered; the shares are drawn, not measured."""
    applicants = Person.objects.filter(
        applications__isnull=False, voluntary_answers__isnull=True, is_demo=True
    ).distinct()
    sexes = [sex for sex in VoluntaryAnswers.Sex.values if sex]
    races = [race for race in VoluntaryAnswers.Race.values if race]
    ages = [age for age in VoluntaryAnswers.Age.values if age]
    for person in applicants.select_related("user").order_by("pk"):
        if draw.random() < 2 / 3:
            keep_answers(
                person=person,
                sex=draw.choice(sexes),
                race=draw.choices(races, [3, 12, *[1] * (len(races) - 2)])[0],
                age=draw.choice(ages),
                by=person.user or officer,
                now=now,
            )
