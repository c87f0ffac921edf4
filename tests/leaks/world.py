"""Two people in each of six roles, each with private things that carry their own canary.

A canary is a word that stands only in what its owner may see: in a name that is blind to others,
a draft, a note, a message, a list. Whoever else meets it on any page has met a leak.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator

from preceptor.accounts.models import Membership, Organization, Person, Site, User
from preceptor.accounts.services import open_account
from preceptor.accounts.services.consent import give_consent
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.schooling import state_schooling
from preceptor.accounts.services.talk import write_message
from preceptor.accounts.services.todos import add_todo
from preceptor.common.models import Waiting
from preceptor.common.places import find_zip
from preceptor.competencies.services import store_vocabulary
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.models import Application, Job
from preceptor.jobs.reading import read_posting_text
from preceptor.jobs.services import applying, consultants, store_posting
from preceptor.matches.models import SavedSearch, Shortlist
from preceptor.matches.services import desk
from preceptor.matches.services.caseload import agree_to_counsel, set_goal
from preceptor.resumes.services import take_in_resume
from tests.factories import NURSE, POSTING

PASSWORD = "five wet otters rowing"
ROLES = ("candidate", "employer", "program", "counselor", "mentor", "steward")


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody who signs in, their role and their canary."""

    name: str
    role: str
    user: User
    canary: str
    organization: Organization | None = None


@dataclass(slots=True)
class World:
    """Everybody, by name."""

    players: dict[str, Player] = field(default_factory=dict)

    def of(self, role: str) -> list[Player]:
        """Return the players of a role."""
        return [player for player in self.players.values() if player.role == role]


def build_world(*, now: datetime, password: str = PASSWORD) -> World:
    """Build two of every role through the product's own services."""
    store_vocabulary(vocabulary=load_vocabulary(), now=now)
    world = World()
    for letter, zip_code in (("a", "04330"), ("b", "04401")):
        for role in ROLES:
            world.players[f"{role}-{letter}"] = _player(role, letter, zip_code, password, now)
    for letter in "ab":
        _fill_candidate(world.players[f"candidate-{letter}"], now)
        _fill_employer(world.players[f"employer-{letter}"], now)
        _fill_program(world.players[f"program-{letter}"], now)
        _fill_counselor(world.players[f"counselor-{letter}"], now)
        _fill_mentor(world.players[f"mentor-{letter}"], now)
    return world


HOUSES = {
    "employer": Organization.Kind.HOSPITAL,
    "program": Organization.Kind.COLLEGE,
    "counselor": Organization.Kind.EXTENSION_CENTER,
    "mentor": Organization.Kind.CONSULTANCY,
}
HATS = {"employer": "hires", "program": "teaches", "counselor": "counsels", "mentor": "mentors"}


def _player(role: str, letter: str, zip_code: str, password: str, now: datetime) -> Player:
    name = f"{role}-{letter}"
    user = open_account(
        email=f"{name}@example.org",
        password=password,
        name=f"Player {role} {letter}",
        is_steward=role == "steward",
        now=now,
    )
    organization = None
    if role in HOUSES:
        place = find_zip(zip_code)
        assert place is not None
        organization = Organization.objects.create(
            slug=f"house-{name}",
            name=f"House of {role} {letter}",
            kind=HOUSES[role],
            created_at=now,
            verified_at=now,
            verified_by=user.public_id,
        )
        Site.objects.create(
            organization=organization, name="Main building", city=place.city, state=place.state,
            zip_code=zip_code, latitude=place.latitude, longitude=place.longitude,
        )  # fmt: skip
        Membership.objects.create(
            organization=organization, user=user, role="administrator", joined_at=now,
            **{HATS[role]: True},
        )  # fmt: skip
    return Player(name, role, user, f"canary{role}{letter}", organization)


def with_second_factors(world: World) -> None:
    """Give everybody an authenticator app, so that a test client is asked for none."""
    for player in world.players.values():
        Authenticator.objects.create(
            user=player.user,
            type=Authenticator.Type.TOTP,
            data={"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"},
        )


def _person(player_name: str, *, name: str, now: datetime, user: User | None = None) -> Person:
    """Make a person with a resume whose first lines carry the canary, found by employers."""
    user = user or open_account(
        email=f"{name.replace(' ', '.').lower()}@example.org", password=None, name=name, now=now
    )
    person = person_for(user=user, now=now)
    place = find_zip("04330")
    assert place is not None
    person.name, person.phone = name, f"207 555 {player_name}"
    person.city, person.state, person.zip_code = place.city, place.state, place.zip_code
    person.latitude, person.longitude = place.latitude, place.longitude
    person.save()
    take_in_resume(
        person=person, data=NURSE.replace("RUTH MOODY", name).encode(),
        filename=f"{name}.txt", now=now,
    )  # fmt: skip
    for purpose in ("found", "contacted"):
        give_consent(person=person, purpose=purpose, by=user, now=now)
    return person


def _fill_candidate(player: Player, now: datetime) -> None:
    person = _person(player.name, name=f"Candida {player.canary}", now=now, user=player.user)
    add_todo(person=person, kind="learn", title=f"Learn {player.canary}", now=now)
    SavedSearch.objects.create(
        kind="jobs", name=f"Search {player.canary}", owner=player.user, query="q=epic", made_at=now
    )


def _fill_employer(player: Player, now: datetime) -> None:
    """A job in the open, a draft, a private list, and an applicant whom only this house knows."""
    house = player.organization
    assert house is not None
    job = store_posting(
        read=read_posting_text(POSTING), organization=house, site=house.sites.first(),
        status=Job.Status.OPEN, slug=f"open-{player.name}", now=now,
    )  # fmt: skip
    Job.objects.filter(pk=job.pk).update(
        notes=f"Between us: {player.canary}", expires_on=(now + timedelta(days=40)).date()
    )
    draft = store_posting(
        read=read_posting_text(POSTING), organization=house, site=house.sites.first(),
        status=Job.Status.DRAFT, slug=f"draft-{player.name}", now=now,
    )  # fmt: skip
    Job.objects.filter(pk=draft.pk).update(title=f"Draft {player.canary}")
    Shortlist.objects.create(
        organization=house, name=f"List {player.canary}", made_by=player.user, made_at=now
    )
    applicant = _person(player.name, name=f"Applica {player.canary}", now=now)
    begun = applying.begin(job=job, person=applicant, by=applicant.user, now=now)
    applying.save_draft(application=begun, by=applicant.user, now=now, note=f"Dear {player.canary}")
    sent = applying.send(application=begun, by=applicant.user, now=now)
    _talk(player, applicant, sent, now)


def _talk(player: Player, applicant: Person, sent: Application, now: datetime) -> None:
    assert player.organization is not None
    write_message(
        person=applicant, organization=player.organization, subject="Your application",
        about=sent.public_id, side=Waiting.Side.ORGANIZATION, author=player.user,
        text=f"About {player.canary}", now=now,
    )  # fmt: skip


def _fill_program(player: Player, now: datetime) -> None:
    graduate = _person(player.name, name=f"Gradua {player.canary}", now=now)
    assert player.organization is not None
    state_schooling(
        person=graduate, organization=player.organization, cohort="Fall 2026", finished_on=None,
        by=player.user, now=now,
    )  # fmt: skip


def _fill_counselor(player: Player, now: datetime) -> None:
    client = _person(player.name, name=f"Clienta {player.canary}", now=now)
    assert player.organization is not None
    assert client.user is not None
    case = agree_to_counsel(
        organization=player.organization, person=client, by=client.user, now=now
    )
    set_goal(case=case, goal=f"Goal {player.canary}", by=player.user, now=now)
    desk.announce(
        organization=player.organization, kind="layoff", title=f"Cut {player.canary}", site=None,
        people_count=3, expected_on=now.date(), words="", desk=None, by=player.user, now=now,
    )  # fmt: skip


def _fill_mentor(player: Player, now: datetime) -> None:
    person = person_for(user=player.user, now=now)
    offer = consultants.keep_offer(
        person=person, headline=f"Not shown yet {player.canary}", summary="", rate_least=None,
        rate_most=None, hours_week=8, radius_miles=30, is_remote=True, by=player.user, now=now,
    )  # fmt: skip
    consultants.ask_reference(
        offer=offer, organization_name=f"Reference {player.canary}", email="x@example.org",
        work="Builds", address="https://x.example/{token}/", by=player.user, now=now,
    )  # fmt: skip
