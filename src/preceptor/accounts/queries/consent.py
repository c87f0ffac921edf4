"""What people agreed to, and who may see their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from django.db.models import Q

from preceptor.accounts.models import Consent, Organization, Person

# Says which of these people (by number) the organization has a ground of its own to know.
Ground = Callable[[Organization, Collection[int]], Iterable[int]]

_grounds: dict[str, Ground] = {}


def register_ground(ground: Ground) -> Ground:
    """Declare a ground on which an organization may see names: applied, said yes.

    Apps above declare theirs when they are loaded; declaring it again changes nothing.
    """
    _grounds[f"{ground.__module__}.{ground.__qualname__}"] = ground
    return ground


def has_consent(person: Person, purpose: str, organization: Organization | None = None) -> bool:
    """Tell whether consent stands: for everybody or, where one is given, for this organization."""
    for_whom = Q(organization__isnull=True)
    if organization is not None:
        for_whom |= Q(organization=organization)
    standing = Consent.objects.filter(for_whom, purpose=purpose, withdrawn_at__isnull=True)
    return standing.filter(person=person).exists()


def known_people(organization: Organization, person_numbers: Collection[int]) -> set[int]:
    """Return whom of these people the organization knows by what they did: applied, said yes."""
    known: set[int] = set()
    for ground in _grounds.values():
        known.update(ground(organization, person_numbers))
    return known & set(person_numbers)


def named_people(organization: Organization, person_numbers: Collection[int]) -> set[int]:
    """Return whose names of these people the organization may see; none of nobody.

    Who applied or said yes, who shares the name with every employer, and the clients of
    counselors while their consent stands. One question of the database for each ground. An
    employer is whom a steward verified: consent given to all of them reaches no other.
    """
    if not person_numbers:
        return set()
    agreed = Q(purpose=Consent.Purpose.COUNSELED, organization=organization)
    if organization.is_trusted:
        agreed |= Q(purpose=Consent.Purpose.NAMED, organization__isnull=True)
    consents = Consent.objects.filter(
        agreed, withdrawn_at__isnull=True, person__in=list(person_numbers)
    )
    return {*consents.values_list("person_id", flat=True)} | known_people(
        organization, person_numbers
    )


def may_see_name(organization: Organization, person: Person) -> bool:
    """Tell whether the organization may see this person's name, address and documents."""
    return person.pk in named_people(organization, [person.pk])


def may_write_to(organization: Organization, person: Person) -> bool:
    """Tell whether the organization may write to this person first."""
    may_any = organization.is_trusted and has_consent(person, Consent.Purpose.CONTACTED)
    return may_any or bool(known_people(organization, [person.pk]))
