"""Users, organizations and members for tests; who must have a second factor has one."""

from __future__ import annotations

import itertools

from allauth.mfa.models import Authenticator
from django.test import Client

from preceptor.accounts.models import Membership, Organization, Site, User
from preceptor.accounts.services import open_account
from tests.factories import MONDAY

PASSWORD = "five wet otters rowing"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = itertools.count(1)


def make_user(
    email: str = "", *, name: str = "", is_demo: bool = False, is_steward: bool = False
) -> User:
    """Make a user with a confirmed address; their password is ``PASSWORD``."""
    number = next(_numbers)
    return open_account(
        email=email or f"user{number}@example.org",
        password=PASSWORD,
        name=name or f"User {number}",
        is_demo=is_demo,
        is_steward=is_steward,
        now=MONDAY,
    )


def make_steward(email: str = "") -> User:
    """Make a steward with a second factor."""
    return with_second_factor(make_user(email, name="Stella Ward", is_steward=True))


def with_second_factor(user: User) -> User:
    """Set up an authenticator app with ``TOTP_SECRET``, so that no page asks for it."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": TOTP_SECRET}}
    )
    return user


def make_organization(
    slug: str = "kennebec",
    *,
    name: str = "Kennebec River Medical Center",
    kind: str = Organization.Kind.HOSPITAL,
    administrator: User | None = None,
    is_verified: bool = True,
) -> Organization:
    """Make an organization with a site in Augusta, Maine, and an administrator who hires."""
    organization = Organization.objects.create(
        slug=slug,
        name=name,
        kind=kind,
        created_at=MONDAY,
        verified_at=MONDAY if is_verified else None,
        verified_by=make_user(is_steward=True).public_id if is_verified else None,
    )
    Site.objects.create(
        organization=organization,
        name="Main building",
        city="Augusta",
        state="ME",
        zip_code="04330",
        latitude=44.3232,
        longitude=-69.7665,
    )
    make_member(
        organization,
        user=administrator or make_user(f"administrator@{slug}.example.org"),
        role=Membership.Role.ADMINISTRATOR,
        hires=True,
    )
    return organization


def make_member(
    organization: Organization,
    *,
    user: User | None = None,
    role: str = Membership.Role.MEMBER,
    hires: bool = False,
    teaches: bool = False,
    counsels: bool = False,
    mentors: bool = False,
) -> User:
    """Make a user a member with these hats; with a second factor where one is compelled."""
    user = user or make_user()
    Membership.objects.create(
        organization=organization,
        user=user,
        role=role,
        hires=hires,
        teaches=teaches,
        counsels=counsels,
        mentors=mentors,
        joined_at=MONDAY,
    )
    if role == Membership.Role.ADMINISTRATOR or teaches:
        with_second_factor(user)
    return user


def administrator_of(organization: Organization) -> User:
    """Return the first administrator of an organization."""
    return User.objects.filter(
        memberships__organization=organization,
        memberships__role=Membership.Role.ADMINISTRATOR,
    ).earliest("pk")


def sign_in(client: Client, user: User) -> Client:
    """Sign a test client in, past every question."""
    client.force_login(user)
    return client
