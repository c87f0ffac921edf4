"""Organizations: found one, change it, say where it works, find that it is who it says."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from preceptor.accounts.models import Membership, Organization, Site, User
from preceptor.accounts.queries.organizations import administrators_of, face_of
from preceptor.accounts.services.notices import tell
from preceptor.accounts.signals import organization_changed
from preceptor.common.places import PlaceFound
from preceptor.common.services import append_log, lock_log

# Words that stand where a slug stands in addresses.
RESERVED = {"new"}
HATS = ("hires", "teaches", "counsels", "mentors")


class NameIsVerified(Exception):
    """What a steward has verified is changed by a steward only."""


class ChangedMeanwhile(Exception):
    """The organization says something else of itself than what the steward looked at."""


class SiteIsLast(Exception):
    """An organization works somewhere."""


@transaction.atomic
def make_organization(
    *,
    name: str,
    kind: str,
    by: User,
    now: datetime,
    place: PlaceFound,
    site_name: str = "",
    website: str = "",
    summary: str = "",
    hats: Collection[str] = (),
    is_demo: bool = False,
) -> Organization:
    """Make an organization with its first site; who makes it administers it and wears these hats.

    It is shown to others once a steward has verified it.
    """
    lock_log()  # two of the same name at the same time get two slugs
    organization = Organization.objects.create(
        slug=_free_slug(name),
        name=name,
        kind=kind,
        website=website,
        summary=summary,
        created_at=now,
        is_demo=is_demo,
    )
    Site.objects.create(organization=organization, name=site_name or name, **_place_fields(place))
    Membership.objects.create(
        organization=organization,
        user=by,
        role=Membership.Role.ADMINISTRATOR,
        joined_at=now,
        **{hat: hat in hats for hat in HATS},
    )
    append_log(
        kind="accounts.organization_made",
        target=organization.public_id,
        by=by.public_id,
        now=now,
        details={"kind": kind},
    )
    return organization


@transaction.atomic
def change_organization(
    *,
    organization: Organization,
    name: str,
    kind: str,
    website: str,
    summary: str,
    reply_days: int,
    by: User,
    now: datetime,
) -> Organization:
    """Change what an organization says of itself.

    Raises NameIsVerified where who is no steward would change a verified name or kind. A refused
    one that changes anything waits to be looked at again.
    """
    is_renamed = (name, kind) != (organization.name, organization.kind)
    if is_renamed and organization.verified_at is not None and not by.is_steward:
        raise NameIsVerified("A steward verified this name and kind.")
    organization.name, organization.kind = name, kind
    organization.website, organization.summary = website, summary
    organization.reply_days = reply_days
    organization.refused_why = ""
    organization.save(
        update_fields=["name", "kind", "website", "summary", "reply_days", "refused_why"]
    )
    _note(organization, "changed", by=by, now=now)
    return organization


@transaction.atomic
def rename_organization(
    *, organization: Organization, name: str, kind: str, by: User, now: datetime
) -> None:
    """Correct the name and the kind of an organization, as a steward does after a look."""
    organization.name, organization.kind = name, kind
    organization.save(update_fields=["name", "kind"])
    _note(organization, "renamed", by=by, now=now)


@transaction.atomic
def add_site(
    *, organization: Organization, name: str, place: PlaceFound, by: User, now: datetime
) -> Site:
    """Add a place where the organization works."""
    site = Site.objects.create(organization=organization, name=name, **_place_fields(place))
    _note(organization, "site_added", by=by, now=now)
    return site


@transaction.atomic
def change_site(*, site: Site, name: str, place: PlaceFound, by: User, now: datetime) -> Site:
    """Change where a site lies or what it is called; jobs posted there keep what they say."""
    site.name = name
    fields = _place_fields(place)
    for field, value in fields.items():
        setattr(site, field, value)
    site.save(update_fields=["name", *fields])
    _note(site.organization, "site_changed", by=by, now=now)
    return site


@transaction.atomic
def remove_site(*, site: Site, by: User, now: datetime) -> None:
    """Remove a site; jobs posted there keep what they say. Raises SiteIsLast for the only one."""
    organization = Organization.objects.select_for_update().get(pk=site.organization_id)
    if not organization.sites.exclude(pk=site.pk).exists():
        raise SiteIsLast("This is the only site. Add another before you remove it.")
    site.delete()
    _note(organization, "site_removed", by=by, now=now)


@transaction.atomic
def verify_organization(
    *, organization: Organization, by: User, now: datetime, seen: str | None = None
) -> None:
    """Note that a steward found an organization to be who it says; its jobs are shown from now.

    ``seen`` is the face_of what the steward looked at. Raises ChangedMeanwhile where it calls
    itself otherwise by now: another name must not slip in behind a look.
    """
    current = Organization.objects.select_for_update().get(pk=organization.pk)
    if seen is not None and seen != face_of(current):
        raise ChangedMeanwhile("It changed while you looked. Look at it as it is now.")
    organization.verified_at, organization.verified_by = now, by.public_id
    organization.refused_why = ""
    organization.save(update_fields=["verified_at", "verified_by", "refused_why"])
    _note(organization, "verified", by=by, now=now)
    _tell_administrators(
        organization,
        kind="accounts.organization_verified",
        text="Your organization is verified. Its open jobs are shown from now on.",
        subject="Your organization is verified",
        now=now,
    )


@transaction.atomic
def refuse_organization(*, organization: Organization, why: str, by: User, now: datetime) -> None:
    """Refuse to verify an organization, or take it back; its jobs are not shown. Says why."""
    organization.verified_at = organization.verified_by = None
    organization.refused_why = why
    organization.save(update_fields=["verified_at", "verified_by", "refused_why"])
    _note(organization, "refused", by=by, now=now)
    _tell_administrators(
        organization,
        kind="accounts.organization_refused",
        text="Your organization could not be verified. Its page says why, and what to do.",
        subject="Your organization could not be verified",
        now=now,
    )


def _note(organization: Organization, what: str, *, by: User, now: datetime) -> None:
    append_log(
        kind=f"accounts.organization_{what}",
        target=organization.public_id,
        by=by.public_id,
        now=now,
    )
    organization_changed.send(sender=Organization, organization=organization, now=now)


def _tell_administrators(
    organization: Organization, *, kind: str, text: str, subject: str, now: datetime
) -> None:
    for user in administrators_of(organization):
        tell(
            user=user,
            kind=kind,
            text=text,
            address=f"/o/{organization.slug}/",
            now=now,
            mail_subject=subject,
        )


def _place_fields(place: PlaceFound) -> dict[str, str | float]:
    return {
        "city": place.city,
        "state": place.state,
        "zip_code": place.zip_code,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def _free_slug(name: str) -> str:
    """Return a slug that nobody has: of the name, with a number where that is taken."""
    base = slugify(name)[:70].strip("-") or "organization"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= RESERVED
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)
