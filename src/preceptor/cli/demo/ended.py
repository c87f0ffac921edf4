"""A job of the demo world that is over: everybody who applied was answered, two were hired.

It is there for the reports that are made of jobs that are over. Who says what is drawn; how many of
each answer came how far is set, so that a report shows both of its rules at work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import transaction
from django.utils.text import slugify

from preceptor.accounts.models import Organization, Person, Site, User
from preceptor.accounts.services.talk import read_notices
from preceptor.cli.demo.postings import DemoPosting, demo_posting
from preceptor.common.models import Mail
from preceptor.common.services.mail import note_mail_sent
from preceptor.jobs.models import Application, Job, Stage
from preceptor.jobs.queries import with_lines
from preceptor.jobs.reading import read_posting_text
from preceptor.jobs.services import applying, pipeline, refusals, stages, store_posting
from preceptor.jobs.services.fairness import make_report
from preceptor.jobs.services.publishing import fill_job
from preceptor.jobs.services.refusals import Because
from preceptor.jobs.services.voluntary import keep_answers
from preceptor.matches.queries.applicants import (
    Field,
    field_of,
    lines_shown,
    positions_of,
    suggested,
)

Kind = Stage.Kind
HOUSE, TITLE = "kennebec-river-medical-center", "EHR Support Specialist"
OPENED_BEFORE, OPEN_FOR = timedelta(days=76), timedelta(days=46)
# Of those who gave an answer: how many applied, came to a talk, came to an interview. By age both
# rules point to it; by race one group is too small to judge; by sex no rule does.
CAME: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "sex": {"female": (54, 33, 13), "male": (42, 23, 10), "": (8, 5, 1)},
    "race": {"white": (60, 38, 15), "asian": (15, 10, 4), "black": (10, 5, 2), "": (19, 8, 3)},
    "age": {"under_40": (50, 38, 17), "from_40": (45, 18, 5), "": (9, 5, 2)},
}
APPLIED, OFFERED, HIRED, TAKEN_BACK = 104, 3, 2, 2
READ, TALKED, MET, GOT_OFFER, CAME_IN = range(5)
# Applications of a week are read on its last day; each further step comes within the clock's time.
STEPS: tuple[tuple[Kind, int, int], ...] = (
    (Kind.READING, 7, READ),
    (Kind.TALK, 9, TALKED),
    (Kind.INTERVIEW, 17, MET),
    (Kind.OFFER, 25, GOT_OFFER),
    (Kind.HIRED, 29, CAME_IN),
)
WEEKS = 3
MOST_REASONS = 1


@dataclass(slots=True)
class Came:
    """Somebody who applied: what they say of themselves, how far they come, in which week."""

    person: Person
    said: dict[str, str]
    reach: int
    week: int
    application: Application | None = None
    because: list[Because] = dataclass_field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hiring:
    """The job, how its applicants fit it, when it was opened, and who answers."""

    job: Job
    house: Organization
    field: Field
    opened: datetime
    colleague: User

    def step(self, kind: Kind) -> Stage:
        """Return the hospital's step of a kind."""
        return stages.stage_of_kind(organization=self.house, kind=kind, now=self.opened)


def end_one_job(*, users: dict[str, User], seed: int, now: datetime) -> None:
    """Let a job of the hospital have been open, answered and filled, and make its reports.

    A world of too few people has none.
    """
    # From the end: those who apply to open jobs are drawn from the first.
    people = list(
        Person.objects.filter(is_demo=True, user__isnull=True).order_by("-pk")[
            : APPLIED + TAKEN_BACK
        ]
    )
    if len(people) < APPLIED + TAKEN_BACK:
        return
    opened, draw = now - OPENED_BEFORE, Random(f"{seed}/ended")  # noqa: S311 - a drawing
    officer, colleague = users["olivia.hart"], users["peter.nadeau"]
    site = Site.objects.select_related("organization").get(organization__slug=HOUSE)
    closed = opened + OPEN_FOR
    with transaction.atomic():
        job = _posted(site, seed, opened)
        job.team.set([colleague])
        fits = field_of(job, people, now=opened)
        hiring = Hiring(job, site.organization, fits, opened, colleague)
        came = _applicants(draw, people[:APPLIED])
        _apply(draw, hiring, came, people[APPLIED:], officer)
        for week in range(WEEKS):
            _answer(hiring, came, week)
        fill_job(job=job, by=officer, now=closed)
        _settle(colleague, closed)
    for about in (job, None):
        made = closed + timedelta(hours=1)
        make_report(organization=site.organization, jobs=[job], job=about, now=made)


def _posted(site: Site, seed: int, opened: datetime) -> Job:
    posting = _posting(site, seed)
    job = store_posting(
        read=read_posting_text(posting.text),
        now=opened,
        organization=site.organization,
        site=site,
        status=Job.Status.OPEN,
        slug=slugify(f"{TITLE} {HOUSE} ended"),
        is_demo=True,
    )
    job.expires_on = (opened + OPEN_FOR).date() + timedelta(days=14)
    job.openings = HIRED
    job.save(update_fields=["expires_on", "openings"])
    return with_lines(Job.objects.select_related("organization")).get(pk=job.pk)


def _posting(site: Site, seed: int) -> DemoPosting:
    """Return the first of that house and title, of numbers beyond those that stand open."""
    towns: dict[str, str] = defaultdict(lambda: f"{site.city}, {site.state}")
    drawn = (demo_posting(number, seed=seed, towns=towns) for number in count(1_000_000))
    return next(each for each in drawn if (each.organization, each.title) == (HOUSE, TITLE))


def _applicants(draw: Random, people: Sequence[Person]) -> list[Came]:
    """Return everybody who stays to the end, spread over the weeks, answers shuffled."""
    came: list[Came] = []
    waiting = iter(people)
    for reach in (READ, TALKED, MET):
        answers = {question: _answers(draw, question, reach) for question in CAME}
        for at, said in enumerate(zip(*answers.values(), strict=True)):
            named = dict(zip(answers, said, strict=True))
            came.append(Came(next(waiting), named, reach, week=at % WEEKS))
    for number, each in enumerate([each for each in came if each.reach == MET][:OFFERED]):
        each.reach = CAME_IN if number < HIRED else GOT_OFFER
    return came


def _answers(draw: Random, question: str, reach: int) -> list[str]:
    """Return what those said who came just so far, shuffled."""
    said = []
    for answer, came in CAME[question].items():
        further = came[reach + 1] if reach < MET else 0
        said += [answer] * (came[reach] - further)
    draw.shuffle(said)
    return said


def _apply(
    draw: Random, hiring: Hiring, came: Sequence[Came], changed_mind: Sequence[Person], by: User
) -> None:
    explained, positions = (
        hiring.field.explain(sorted(hiring.field.fitted)),
        positions_of(hiring.job),
    )

    def send(person: Person, at: datetime) -> Application:
        lines = lines_shown(explained[person.pk].lines, positions)
        return applying.apply(job=hiring.job, person=person, by=None, now=at, lines=lines)

    for each in came:
        at = hiring.opened + timedelta(days=7 * each.week, hours=draw.uniform(1, 24 * 6.5))
        each.application = send(each.person, at)
        keep_answers(person=each.person, **each.said, by=by, now=at)
        reasons = suggested(hiring.job, explained[each.person.pk])[:MOST_REASONS]
        each.because = [Because(r.reason, r.line, "", r.needed, r.competency) for r in reasons]
    for person in changed_mind:
        at = hiring.opened + timedelta(days=1)
        application = send(person, at)
        applying.withdraw(application=application, by=None, now=at + timedelta(days=2))


def _answer(hiring: Hiring, came: Sequence[Came], week: int) -> None:
    """Take the applications of one week from step to step, those who stay, and answer the rest."""
    start, staying = hiring.opened + timedelta(days=7 * week), [e for e in came if e.week == week]
    for kind, days, reach in STEPS:
        at = start + timedelta(days=days)
        going = [each for each in staying if each.reach < reach]
        staying = [each for each in staying if each.reach >= reach]
        if going:
            because = {_sent(each).pk: each.because for each in going}
            refusals.refuse(
                applications=[_sent(each) for each in going],
                because=because,
                to=hiring.step(Kind.NOT_NOW),
                by=hiring.colleague,
                now=at,
            )
        if staying:
            pipeline.move(
                applications=[_sent(each) for each in staying],
                to=hiring.step(kind),
                by=hiring.colleague,
                now=at,
            )


def _sent(came: Came) -> Application:
    assert came.application is not None  # everybody who came applied  # noqa: S101
    return came.application


def _settle(colleague: User, closed: datetime) -> None:
    """What was told at the time was read and went out then."""
    read_notices(user=colleague, now=closed)
    for mail in Mail.objects.filter(recipient=colleague.public_id, sent_at=None).order_by("pk"):
        note_mail_sent(mail=mail, now=mail.made_at)
