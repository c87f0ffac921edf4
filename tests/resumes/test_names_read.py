"""The name at the head of a resume is known, so that views without names can leave it out."""

from importlib import import_module

import pytest
from django.apps import apps
from tests.factories import NURSE, TECHNICIAN, make_person, make_resume, make_vocabulary

from preceptor.accounts.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    make_vocabulary()
    person = make_person(name="")
    make_resume(person=person, text=NURSE)
    return person


def test_the_newest_resume_says_it(ruth):
    assert Person.objects.get(pk=ruth.pk).name_read == "RUTH MOODY"

    make_resume(person=ruth, text="Registered Nurse\n\nSUMMARY\nSix years in acute care.\n")

    assert Person.objects.get(pk=ruth.pk).name_read == ""


def test_resumes_that_stood_before_are_read_once(ruth):
    make_resume(person=make_person(name="Wade"), text=TECHNICIAN)
    known = dict(Person.objects.values_list("pk", "name_read"))
    Person.objects.update(name_read="")

    migration = import_module("preceptor.resumes.migrations.0003_read_the_names_of_papers")
    migration.read_names(apps, None)

    assert dict(Person.objects.values_list("pk", "name_read")) == known
    assert known[ruth.pk] == "RUTH MOODY"
