"""Who can be tried out in the demo world is one person throughout."""

import pytest
from tests.factories import MONDAY
from tests.factories import make_vocabulary as store

from preceptor.accounts.models import Person
from preceptor.cli.demo.build import build_demo_world
from preceptor.resumes.queries import current_resume

pytestmark = pytest.mark.django_db


def test_everybody_who_signs_in_has_a_resume_under_their_own_name():
    store()

    build_demo_world(now=MONDAY, people=60, jobs=10)

    cast = [
        person
        for person in Person.objects.filter(user__isnull=False).select_related("user")
        if current_resume(person) is not None
    ]
    assert len(cast) > 4
    for person in cast:
        first = current_resume(person).document.text.partition("\n")[0]
        assert first == person.user.name.upper() == person.name.upper()
