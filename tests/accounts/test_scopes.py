from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories import MONDAY, make_person

from preceptor.accounts.models import (
    Case,
    Consent,
    Conversation,
    Invitation,
    Membership,
    Message,
    Notice,
    Organization,
    Person,
    Schooling,
    ToDo,
    User,
)
from preceptor.accounts.services import give_consent, withdraw_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return Organization.objects.create(
        slug="career", name="Career Center", kind=Organization.Kind.AGENCY
    )


@pytest.fixture
def other_house():
    return Organization.objects.create(
        slug="other", name="Other Center", kind=Organization.Kind.AGENCY
    )


def member(organization, email, **hats):
    user = User.objects.create_user(email)
    Membership.objects.create(organization=organization, user=user, role="member", **hats)
    return user


def person_with_user(email="ruth@example.org"):
    person = make_person()
    person.user = User.objects.create_user(email)
    person.save()
    return person


def test_nobody_signed_in_sees_nothing():
    make_person()

    assert list(Person.objects.for_user(AnonymousUser())) == []


def test_a_conversation_is_seen_by_its_two_sides_and_comes_once(house, other_house):
    ruth = person_with_user()
    conversation = Conversation.objects.create(
        person=ruth, organization=house, subject="A talk", started_at=MONDAY, last_at=MONDAY
    )
    message = Message.objects.create(
        conversation=conversation, side="person", text="Hello", sent_at=MONDAY
    )
    counselor = member(house, "cora@career.example", counsels=True, hires=True)
    mentor = member(house, "max@career.example", mentors=True)
    stranger = member(other_house, "sid@other.example", hires=True, counsels=True)

    for user in (ruth.user, counselor):
        assert list(Conversation.objects.for_user(user)) == [conversation]
        assert list(Message.objects.for_user(user)) == [message]
    for user in (mentor, stranger, person_with_user("eve@example.org").user):
        assert list(Conversation.objects.for_user(user)) == []
        assert list(Message.objects.for_user(user)) == []


def test_a_case_is_seen_by_the_house_only_while_the_client_agrees(house, other_house):
    ruth = person_with_user()
    case = Case.objects.create(organization=house, person=ruth, opened_at=MONDAY)
    counselor = member(house, "cora@career.example", counsels=True)
    same = {"person": ruth, "purpose": Consent.Purpose.COUNSELED, "now": MONDAY}

    give_consent(organization=other_house, **same)
    assert list(Case.objects.for_user(counselor)) == []
    give_consent(organization=house, **same)
    assert list(Case.objects.for_user(counselor)) == [case]
    withdraw_consent(organization=house, **same)
    assert list(Case.objects.for_user(counselor)) == []
    assert list(Case.objects.for_user(ruth.user)) == [case]


def test_what_is_ones_own_is_nobody_elses(house):
    ruth, eve = person_with_user(), person_with_user("eve@example.org")
    give_consent(person=ruth, purpose=Consent.Purpose.CONTACTED, now=MONDAY)
    ToDo.objects.create(person=ruth, kind="show", title="Show it", made_at=MONDAY)
    Notice.objects.create(user=ruth.user, kind="a", text="b", made_at=MONDAY)

    assert list(Person.objects.for_user(ruth.user)) == [ruth]
    assert Consent.objects.for_user(ruth.user).count() == 2
    assert ToDo.objects.for_user(ruth.user).count() == 1
    assert Notice.objects.for_user(ruth.user).count() == 1
    assert Consent.objects.for_user(eve.user).count() == 1
    assert ToDo.objects.for_user(eve.user).count() == 0
    assert Notice.objects.for_user(eve.user).count() == 0


def test_schooling_is_seen_by_the_program_and_invitations_by_its_administrators(house, other_house):
    ruth = person_with_user()
    place = Schooling.objects.create(person=ruth, organization=house, stated_at=MONDAY)
    teacher = member(house, "tess@career.example", teaches=True)
    administrator = User.objects.create_user("ada@career.example")
    Membership.objects.create(organization=house, user=administrator, role="administrator")
    invitation = Invitation.objects.create(
        organization=house,
        email="new@career.example",
        role="member",
        token_digest="0" * 64,
        made_at=MONDAY,
        expires_at=MONDAY + timedelta(days=7),
    )

    assert list(Schooling.objects.for_user(teacher)) == [place]
    assert list(Schooling.objects.for_user(administrator)) == []
    assert list(Invitation.objects.for_user(teacher)) == []
    assert list(Invitation.objects.for_user(administrator)) == [invitation]
    assert Membership.objects.for_user(teacher).count() == 2
    assert Membership.objects.for_user(member(other_house, "o@o.example")).count() == 1
