"""The desk, the class that has just finished, clients and consultants of the demo world."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from preceptor.accounts.models import Organization, Person, User
from preceptor.accounts.services.consent import give_consent
from preceptor.accounts.services.schooling import confirm_schooling, state_schooling
from preceptor.cli.demo.people import demo_person
from preceptor.jobs.models import ConsultantOffer
from preceptor.jobs.services import consultants, sharing
from preceptor.jobs.services.consultants import FreeWeeks
from preceptor.matches.models import Reduction
from preceptor.matches.services import desk
from preceptor.matches.services.caseload import agree_to_counsel, set_goal, take_case

CLASS_SIZE = 24
CLIENTS = 4


@transaction.atomic
def open_doors(*, users: dict[str, User], people: int, seed: int, now: datetime) -> None:
    """Announce the reductions, confirm the class, give the counselor clients, show consultants."""
    houses = {each.slug: each for each in Organization.objects.filter(is_demo=True)}
    tracks = [demo_person(number, seed=seed, today=now.date()).track for number in range(people)]
    invented = list(Person.objects.filter(is_demo=True).order_by("pk")[:people])
    by_track: dict[str, list[Person]] = {}
    for track, person in zip(tracks, invented, strict=False):
        by_track.setdefault(track, []).append(person)
    _finish_class(houses["capital-community-college"], users, by_track.get("graduate", []), now)
    _reduce(houses, users, by_track, now)
    _counsel(houses["down-east-extension-center"], users, now)
    _consult(houses, users, now)


def _finish_class(
    college: Organization, users: dict[str, User], graduates: list[Person], now: datetime
) -> None:
    """Half of the class lets the college see what became of it."""
    teacher = users["dora.quimby"]
    finished = (now - timedelta(days=40)).date()
    for number, person in enumerate(graduates[:CLASS_SIZE]):
        schooling = state_schooling(
            person=person,
            organization=college,
            cohort=f"Class of {finished:%B %Y}",
            finished_on=finished,
            by=person.user or teacher,
            now=now - timedelta(days=35),
        )
        if number % 8 != 7:
            confirm_schooling(schooling=schooling, is_true=True, by=teacher, now=now)
        if number % 2 == 0:
            give_consent(person=person, purpose="outcome", organization=college, now=now)


def _reduce(
    houses: dict[str, Organization],
    users: dict[str, User],
    by_track: dict[str, list[Person]],
    now: datetime,
) -> None:
    center = houses["down-east-extension-center"]
    layoff, _ = desk.announce(
        organization=houses["lumen-clinical-software"],
        kind="layoff",
        title="Support and implementation, Portland",
        site=None,
        people_count=60,
        expected_on=(now + timedelta(days=30)).date(),
        words="Sixty of us go this spring. The desk is paid for until everybody has landed.",
        desk=center,
        by=users["rita.boone"],
        now=now - timedelta(days=20),
    )
    office, _ = desk.announce(
        organization=houses["kennebec-river-medical-center"],
        kind="new_system",
        title="Billing office, Augusta",
        site=houses["kennebec-river-medical-center"].sites.first(),
        people_count=14,
        expected_on=(now + timedelta(days=75)).date(),
        words="The new system does the posting. We want to keep you: see what else is open here.",
        desk=center,
        by=users["olivia.hart"],
        now=now - timedelta(days=12),
    )
    for number, person in enumerate(by_track.get("vendor_laid_off", [])[:9]):
        _come(layoff, person, users, now, sees=number % 2 == 0, counselor=number < CLIENTS)
    for number, person in enumerate(by_track.get("office_displaced", [])[:5]):
        _come(office, person, users, now, sees=number % 3 != 2, counselor=False)
    _come(office, users["june.doak"].person, users, now, sees=True, counselor=True)


def _come(
    reduction: Reduction,
    person: Person,
    users: dict[str, User],
    now: datetime,
    *,
    sees: bool,
    counselor: bool,
) -> None:
    desk.join(
        reduction=reduction,
        person=person,
        work="",
        wants_redeployment=sees,
        wants_counselor=counselor,
        purposes=["found"],
        by=person.user or users["cora.lane"],
        now=now - timedelta(days=8),
    )


def _counsel(center: Organization, users: dict[str, User], now: datetime) -> None:
    counselor = users["cora.lane"]
    for name in ("lena.stone", "june.doak"):
        user = users[name]
        case = agree_to_counsel(organization=center, person=user.person, by=user, now=now)
        take_case(case=case, by=counselor, now=now)
        set_goal(case=case, goal="A first job in health IT by spring", by=counselor, now=now)


def _consult(houses: dict[str, Organization], users: dict[str, User], now: datetime) -> None:
    ana = _offer(users["ana.pelletier"], "Go-live support and template builds", 8500, 9500, now)
    _offer(users["bo.hale"], "Security risk reviews for practices", 11000, None, now)
    consultants.verify_offer(offer=ana, by=users["ezra.wells"], now=now)
    reference = consultants.ask_reference(
        offer=ana,
        organization_name="Harbor Pediatrics",
        email="manager@harbor.demo.example",
        work="Moved eleven clinicians to their first system",
        address="{token}",
        by=users["ana.pelletier"],
        now=now - timedelta(days=25),
    )
    consultants.answer_reference(
        reference=reference,
        confirms=True,
        words="She stayed until the last nurse was calm.",
        now=now - timedelta(days=21),
    )
    request = sharing.ask_share(
        offer=ana,
        organization=houses["mercy-lake-clinic"],
        site=None,
        percent=40,
        starts_on=_first_of_next_month(now.date()),
        ends_on=_first_of_next_month(now.date()) + timedelta(days=90),
        is_open_to_others=True,
        text="Two days a week until our templates are done.",
        by=users["hugo.marsh"],
        now=now - timedelta(days=5),
    )
    sharing.answer_share(
        request=request, agrees=True, by=users["ana.pelletier"], now=now - timedelta(days=4)
    )


def _offer(
    user: User, headline: str, least: int, most: int | None, now: datetime
) -> ConsultantOffer:
    offer = consultants.keep_offer(
        person=user.person,
        headline=headline,
        summary="Twelve go-lives in Maine practices of three to twenty clinicians.",
        rate_least=least,
        rate_most=most,
        hours_week=24,
        radius_miles=90,
        is_remote=most is None,
        by=user,
        now=now - timedelta(days=60),
    )
    consultants.show_offer(offer=offer, is_open=True, by=user, now=now - timedelta(days=60))
    first = _first_of_next_month(now.date())
    consultants.set_free_weeks(
        offer=offer,
        weeks=[FreeWeeks(first, first + timedelta(days=120), 80)],
        by=user,
        now=now - timedelta(days=10),
    )
    return offer


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=7)).replace(day=1)
