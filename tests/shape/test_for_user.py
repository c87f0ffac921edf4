"""Whatever is somebody's is fetched through ``for_user``, or says here why not."""

import pytest
from django.apps import apps
from django.db import models
from tests.factories import make_person, make_vocabulary
from tests.factories.rows import fill_every_table

from preceptor.accounts.models import Membership, Organization, Person, User
from preceptor.accounts.personal_data import holdings

# Tables that lead to somebody and have no ``for_user``, each with its reason.
PUBLIC = "everybody may see it"
WITHOUT = {
    "accounts.Organization": PUBLIC,
    "accounts.Site": PUBLIC,
}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("preceptor.")]


def owned_models() -> list[type[models.Model]]:
    """The tables from which a way leads to a person, an organization or a user."""
    owned: set[type[models.Model]] = {Person, Organization, User}
    while True:
        more = {
            model
            for model in own_models()
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and field.related_model in owned
        }
        if more <= owned:
            return sorted(owned - {User}, key=lambda model: model._meta.label)
        owned |= more


SCOPED = [model for model in owned_models() if hasattr(model._default_manager, "for_user")]


def test_whatever_is_somebodys_has_for_user_or_a_reason():
    missing = {model._meta.label for model in owned_models()} - {
        model._meta.label for model in SCOPED
    }

    assert sorted(missing - WITHOUT.keys()) == []


def test_every_reason_is_still_needed():
    assert sorted(WITHOUT.keys() - {model._meta.label for model in owned_models()}) == []
    assert sorted(WITHOUT.keys() & {model._meta.label for model in SCOPED}) == []


@pytest.mark.django_db
def test_a_stranger_sees_nothing_of_what_is_held_about_somebody():
    make_vocabulary()
    ruth = make_person()
    ruth.user = User.objects.create_user("ruth@example.org")
    ruth.save()
    house = Organization.objects.create(slug="house", name="A house", kind="hospital")
    fill_every_table(ruth, house, words="hers")
    stranger = User.objects.create_user("stranger@example.org")
    other = Organization.objects.create(slug="other", name="Another", kind="practice")
    hats = {"hires": True, "teaches": True, "counsels": True, "mentors": True}
    Membership.objects.create(organization=other, user=stranger, role="administrator", **hats)

    held = {holding.model for holding in holdings() if holding.model in SCOPED}
    seen = {
        model._meta.label
        for model in held - {Membership}
        if model._default_manager.for_user(stranger).exists()
    }

    assert len(held) > 30
    assert seen == set()
    assert [each.user for each in Membership.objects.for_user(stranger)] == [stranger]
