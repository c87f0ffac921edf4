from datetime import date, timedelta

import pytest
from tests.factories import MONDAY
from tests.factories.accounts import make_member, make_organization, make_user

from preceptor.accounts.models import Schooling
from preceptor.accounts.services import person_for
from preceptor.accounts.services.schooling import confirm_schooling, state_schooling

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 29), date(2026, 6, 30)


@pytest.fixture
def college():
    return make_organization("franklin", name="Franklin State College", kind="college")


@pytest.fixture
def ruth():
    return make_user("ruth@example.org", name="Ruth Moody")


def state(ruth, college, finished_on, now=MONDAY):
    return state_schooling(
        person=person_for(user=ruth, now=MONDAY),
        organization=college,
        cohort="Spring 2026",
        finished_on=finished_on,
        by=ruth,
        now=now,
    )


def test_stating_it_again_keeps_what_the_program_confirmed(college, ruth):
    teacher = make_member(college, teaches=True)
    confirm_schooling(schooling=state(ruth, college, MAY), is_true=True, by=teacher, now=MONDAY)

    state(ruth, college, MAY, now=MONDAY + timedelta(days=1))

    (kept,) = Schooling.objects.all()
    assert (kept.confirmed_at, kept.confirmed_by) == (MONDAY, teacher.public_id)
    assert kept.stated_at == MONDAY


def test_another_day_is_confirmed_by_nobody_yet(college, ruth):
    teacher = make_member(college, teaches=True)
    confirm_schooling(schooling=state(ruth, college, MAY), is_true=True, by=teacher, now=MONDAY)

    state(ruth, college, JUNE)

    (kept,) = Schooling.objects.all()
    assert kept.finished_on == JUNE
    assert (kept.confirmed_at, kept.confirmed_by) == (None, None)
