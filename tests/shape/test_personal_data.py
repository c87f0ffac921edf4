from django.apps import apps
from django.db import models

from preceptor.accounts.models import Change, Person
from preceptor.accounts.personal_data import holdings
from preceptor.matches.models import Shortlist

# Changes hold numbers only, kept so that snapshots learn of an erasure; they lead to nobody. A
# shortlist is a team's; whom it lists is declared.
NOT_ABOUT_A_PERSON = {Change, Shortlist}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("preceptor.")]


def test_every_table_that_leads_to_a_person_is_declared():
    declared = {holding.model for holding in holdings()}
    about: set[type[models.Model]] = {Person}
    grown = True
    while grown:
        grown = False
        for model in own_models():
            targets = {
                field.related_model
                for field in model._meta.get_fields()
                if isinstance(field, models.ForeignKey)
            }
            if model not in about and targets & about:
                about.add(model)
                grown = True

    missing = about - declared - NOT_ABOUT_A_PERSON
    # Stamps rest on snapshots, which hold numbers only.
    assert {model._meta.label for model in missing} == set()
