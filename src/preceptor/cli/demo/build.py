"""Write the demo world into the database, through the same services as real people."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.text import slugify

from preceptor.accounts.models import Consent, Organization, Person, Site, User
from preceptor.accounts.services import erase_person
from preceptor.cli.demo.cast import cast_numbers, make_cast
from preceptor.cli.demo.doors import open_doors
from preceptor.cli.demo.ended import end_one_job
from preceptor.cli.demo.hiring import fill_pipelines, invite_some
from preceptor.cli.demo.people import DemoPerson, demo_file, demo_person
from preceptor.cli.demo.postings import demo_posting
from preceptor.cli.demo.team import work_as_teams
from preceptor.cli.ending import Progress
from preceptor.common.documents import ExtractedText
from preceptor.common.places import find_zip
from preceptor.jobs.models import Job
from preceptor.jobs.reading import read_posting_text
from preceptor.jobs.services import drop_jobs, store_posting
from preceptor.matches.services import build_snapshot
from preceptor.resumes.reading import ReadResume, read_extracted
from preceptor.resumes.services import store_resumes

PEOPLE, JOBS = 400, 120
# Whoever verified the invented organizations is as invented as they are.
DEMO_STEWARD = uuid.uuid5(uuid.NAMESPACE_URL, "preceptor/demo/steward")
CHUNK = 200


def build_demo_world(
    *, now: datetime, people: int = PEOPLE, jobs: int = JOBS, seed: int = 1
) -> None:
    """Replace the demo world by one of this size, then build the pool's snapshot.

    What is not marked as demo stays untouched. Each chunk is one transaction.
    """
    _clear(now)
    sites = _organizations(now)
    _people(people, seed, now)
    _jobs(jobs, seed, now, sites)
    users = make_cast(people=people, seed=seed, now=now)
    build_snapshot(now=now)
    open_doors(users=users, people=people, seed=seed, now=now)
    end_one_job(users=users, seed=seed, now=now)
    fill_pipelines(users=users, seed=seed, now=now)
    invite_some(users=users, now=now)
    work_as_teams(users=users, seed=seed, now=now)


def _clear(now: datetime) -> None:
    with transaction.atomic():
        drop_jobs(Job.objects.filter(is_demo=True).select_related("document"))
        Organization.objects.filter(is_demo=True).delete()
    while chunk := list(Person.objects.filter(is_demo=True).order_by("pk")[:CHUNK]):
        with transaction.atomic():
            for person in chunk:
                erase_person(person=person, now=now, reason="demo world replaced")
    User.objects.filter(is_demo=True).delete()


@transaction.atomic
def _organizations(now: datetime) -> dict[str, Site]:
    sites = {}
    for entry in demo_file("region.yaml")["organizations"]:
        organization = Organization.objects.create(
            slug=entry["slug"],
            name=entry["name"],
            kind=entry["kind"],
            summary=entry["summary"],
            created_at=now,
            verified_at=now,
            verified_by=DEMO_STEWARD,
            is_demo=True,
        )
        place = find_zip(entry["zip"])
        if place is None:
            raise ValueError(f"{entry['slug']}: no place has the ZIP code {entry['zip']}.")
        sites[entry["slug"]] = Site.objects.create(
            organization=organization,
            name=entry["name"],
            city=place.city,
            state=place.state,
            zip_code=place.zip_code,
            latitude=place.latitude,
            longitude=place.longitude,
        )
    return sites


def _people(count: int, seed: int, now: datetime) -> None:
    progress = Progress("People", count)
    today = now.date()
    named = {entry["email"]: entry["name"] for entry in demo_file("cast.yaml")["users"]}
    cast = {
        number: named[email]
        for email, number in cast_numbers(people=count, seed=seed, today=today).items()
    }
    for first in range(0, count, CHUNK):
        numbers = range(first, min(first + CHUNK, count))
        drawn = [
            _as_cast(demo_person(number, seed=seed, today=today), cast.get(number))
            for number in numbers
        ]
        read = [_read(person, today) for person in drawn]
        with transaction.atomic():
            stored = Person.objects.bulk_create([_row(person, now) for person in drawn])
            Consent.objects.bulk_create(
                Consent(person=person, purpose=purpose, given_at=now)
                for number, person in zip(numbers, stored, strict=True)
                for purpose in _agreed(number)
            )
            store_resumes(people=stored, read=read, now=now)
        progress(min(first + CHUNK, count))


def _as_cast(person: DemoPerson, name: str | None) -> DemoPerson:
    """Return a person under the name of who plays them, on their resume, too."""
    if name is None:
        return person
    resume = person.resume.replace(person.name.upper(), name.upper(), 1)
    return replace(person, name=name, resume=resume)


def _agreed(number: int) -> list[str]:
    """Everybody may be found; one in four does not want to be contacted first."""
    found, contacted = Consent.Purpose.FOUND, Consent.Purpose.CONTACTED
    return [found] if number % 4 == 3 else [found, contacted]


def _row(person: DemoPerson, now: datetime) -> Person:
    home = person.home
    return Person(
        name=person.name,
        city=home.city if home else "",
        state=home.state if home else "",
        zip_code=home.zip_code if home else "",
        latitude=home.latitude if home else None,
        longitude=home.longitude if home else None,
        is_willing_to_move=person.is_willing_to_move,
        right_to_work=Person.RightToWork.YES,
        is_demo=True,
        created_at=now,
    )


def _read(person: DemoPerson, today: date) -> ReadResume:
    return read_extracted(ExtractedText(person.resume, 1, "text"), as_of=today)


def _jobs(count: int, seed: int, now: datetime, sites: dict[str, Site]) -> None:
    progress = Progress("Jobs", count)
    towns = {slug: f"{site.city}, {site.state}" for slug, site in sites.items()}
    for first in range(0, count, CHUNK):
        with transaction.atomic():
            for number in range(first, min(first + CHUNK, count)):
                posting = demo_posting(number, seed=seed, towns=towns)
                site = sites[posting.organization]
                job = store_posting(
                    read=read_posting_text(posting.text),
                    now=now - timedelta(days=number % 30),
                    organization=site.organization,
                    site=site,
                    status=Job.Status.OPEN,
                    slug=slugify(f"{posting.title} {posting.organization} {number + 1}")[:120],
                    is_demo=True,
                )
                _terms(job, Random(f"{seed}/terms/{number}"))  # noqa: S311
        progress(min(first + CHUNK, count))


def _terms(job: Job, draw: Random) -> None:
    """State pay, hours and a last day, as two postings in three do."""
    job.expires_on = job.created_at.date() + timedelta(days=draw.randint(40, 90))
    if draw.random() < 2 / 3:
        job.pay_period = Job.Pay.YEAR if draw.random() < 3 / 4 else Job.Pay.HOUR
        is_year = job.pay_period == Job.Pay.YEAR
        # Whole thousands a year, whole dollars an hour, in cents.
        unit = 100_000 if is_year else 100
        job.pay_least = unit * (draw.randint(42, 98) if is_year else draw.randint(19, 44))
        job.pay_most = job.pay_least + unit * draw.randint(4, 18)
        job.hours_week = draw.choice([40, 40, 40, 40, 24, 20])
    job.save()
