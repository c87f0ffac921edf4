"""Jobs with every mixture of what a search asks, drawn from a seed, and a plain reading of it."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from tests.factories import MONDAY

from preceptor.accounts.models import Organization
from preceptor.common.models import Document
from preceptor.common.places import find_place, miles_between
from preceptor.jobs.models import Job, JobPlace
from preceptor.jobs.queries.facets import FACETS, JobSearch, labels_of
from preceptor.jobs.services.indexing import index_jobs

TOWNS = ("Augusta, ME", "Bangor, ME", "Portland, ME", "Concord, NH", "Boston, MA", "Portland, OR")
TITLES = ("EHR Trainer", "Interface Analyst", "Implementation Specialist", "Go-live Support")
WORDS = ("epic", "hl7", "training", "go-live", "icd-10", "sql", "nurse", "clinic", "travel 25%")
ROLES = ("trainer", "impl_support", "not_health_it", "programmer")
NOW = MONDAY + timedelta(hours=3)


def make_organizations() -> list[Organization]:
    """Make five: three verified, one of the demo world, one that nobody looked at."""
    kinds = ("hospital", "practice", "vendor", "college", "hospital")
    made = []
    for number, kind in enumerate(kinds):
        is_verified = number < 3
        made.append(
            Organization.objects.create(
                slug=f"house-{number}",
                name=f"House {number} {kind}",
                kind=kind,
                verified_at=MONDAY if is_verified else None,
                verified_by=Organization._meta.get_field("public_id").default()
                if is_verified
                else None,
                is_demo=number == 3,
            )
        )
    return made


def draw_jobs(count: int, seed: int = 1, *, is_indexed: bool = True) -> list[Job]:
    """Make jobs in which everything may be stated or not; a few are not shown to anybody."""
    draw = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    organizations = make_organizations()
    jobs = [_job(draw, number, organizations) for number in range(count)]
    if is_indexed:
        index_jobs(jobs=jobs)
    return jobs


def _job(draw: random.Random, number: int, organizations: list[Organization]) -> Job:
    text = " ".join(draw.choices(WORDS, k=draw.randint(1, 5)))
    document = Document.objects.create(
        kind="pasted", size=len(text), sha256="0" * 64, text=text, created_at=MONDAY
    )
    period = draw.choice(["hour", "year"])
    least = draw.choice([None, 20, 30, 45]) if period == "hour" else draw.choice([None, 50_000])
    most = None if least is None else least * draw.choice([1, 2])
    towns = draw.sample(TOWNS, k=draw.choice([0, 1, 1, 2]))
    job = Job.objects.create(
        slug=f"job-{number}",
        kind=draw.choice(["job", "job", "engagement", "internship"]),
        status=draw.choice(["open"] * 8 + ["paused", "draft"]),
        title=draw.choice(TITLES),
        document=document,
        organization=draw.choice(organizations),
        role=draw.choice(ROLES),
        work_mode=draw.choice(Job.WorkMode.values),
        states=draw.choice([[], [], ["ME", "VT"]]),
        pay_least=None if least is None else least * 100,
        pay_most=draw.choice([None if most is None else most * 100, None]),
        pay_period=period,
        hours_week=draw.choice([None, 20, 40]),
        is_entry_friendly=draw.choice([None, True, False]),
        needs_clinical=draw.choice([None, True, False]),
        vocabulary_version="1",
        engine_version="1",
        created_at=MONDAY,
        opened_at=NOW - timedelta(hours=draw.randint(1, 24 * 60)),
        expires_on=draw.choice([None, date(2026, 11, 15), date(2026, 11, 16), date(2027, 1, 1)]),
    )
    for order, town in enumerate(towns):
        place = find_place(town)
        assert place is not None
        JobPlace.objects.create(
            job=job,
            order=order,
            city=place.city,
            state=place.state,
            latitude=place.latitude,
            longitude=place.longitude,
        )
    return job


def draw_search(draw: random.Random) -> JobSearch:
    """Draw a search: some words, a place, some values of some facets."""
    near = draw.choice(["", "04330", "04330"])
    chosen = {}
    for name in draw.sample(sorted(FACETS), k=draw.choice([0, 1, 1, 2, 3])):
        values = [value for value in labels_of(name) if near or not value.isdecimal()]
        values = values or list(labels_of(name))
        if name == "state":
            values = ["ME", "NH", "VT", "OR", "unstated"]
        if name == "role":
            values = [*ROLES[:2], "programmer", "other"]
        chosen[name] = tuple(draw.sample(values, k=min(len(values), draw.choice([1, 1, 2]))))
    return JobSearch(
        words=draw.choice(["", "", "epic", "trainer -sql", '"go live"', "hous", "augusta"]),
        near=near,
        place=find_place("Augusta, ME") if near else None,
        chosen={name: some for name, some in chosen.items() if some},
    )


def fits(job: Job, search: JobSearch, now: datetime) -> bool:
    """Tell whether a job fits the choices of a search, read one by one; words are apart."""
    organization = job.organization
    is_shown = (
        job.status == "open"
        and organization is not None
        and (organization.verified_at is not None or organization.is_demo)
        and (job.expires_on is None or job.expires_on >= now.date())
    )
    return is_shown and all(
        any(_has(job, name, value, search, now) for value in values)
        for name, values in search.chosen.items()
    )


def _has(job: Job, name: str, value: str, search: JobSearch, now: datetime) -> bool:
    places = list(job.places.all())
    if name == "role":
        return job.role == ("not_health_it" if value == "other" else value)
    if name == "state":
        if job.work_mode == "remote" and not job.states:
            return value != "unstated"
        states = {place.state for place in places} | set(job.states)
        return not states if value == "unstated" else value in states
    if name == "miles":
        if value == "remote":
            return job.work_mode == "remote"
        if value == "unstated":
            return not places and job.work_mode != "remote"
        home = search.place
        return home is not None and any(
            miles_between((home.latitude, home.longitude), (place.latitude, place.longitude))
            <= int(value)
            for place in places
        )
    if name == "pay":
        pays = [pay for pay in (job.pay_least, job.pay_most) if pay is not None]
        if value == "unstated" or not pays:
            return value == "unstated" and not pays
        return max(pays) * (2080 if job.pay_period == "hour" else 1) >= int(value) * 100
    if name == "posted":
        return job.opened_at is not None and job.opened_at >= now - timedelta(days=int(value))
    if name == "employer":
        return job.organization is not None and job.organization.kind == value
    if name in ("entry", "clinical"):
        held = job.is_entry_friendly if name == "entry" else job.needs_clinical
        return held is {"yes": True, "no": False, "unstated": None}[value]
    return bool({"work_mode": job.work_mode, "kind": job.kind}[name] == value)
