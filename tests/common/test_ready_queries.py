"""A query that is written once answers as the same query written anew."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import BooleanField, DateTimeField, Exists, OuterRef, Q, UUIDField
from django.test.utils import CaptureQueriesContext

from preceptor.accounts.models import Notice
from preceptor.common.ready_queries import Given, ReadyQuery
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
User = get_user_model()


def asked(public_id, before, is_steward):
    told = Exists(Notice.objects.filter(user=OuterRef("pk"), made_at__lt=before))
    return User.objects.filter(
        Q(joined_at__lt=before) & Q(is_steward=is_steward) | told, public_id=public_id
    ).values_list("pk", "public_id", "joined_at", "is_active", "email")


def test_a_ready_query_gives_the_rows_of_the_query_it_is():
    user, other = make_user(), make_user()
    ready = ReadyQuery(
        lambda: asked(Given(0, UUIDField()), Given(1, DateTimeField()), Given(2, BooleanField()))
    )
    later = user.joined_at + timedelta(seconds=1)

    for given in (
        (user.public_id, later, False),
        (user.public_id, later, True),
        (user.public_id, user.joined_at, False),
        (other.public_id, other.joined_at + timedelta(days=1), False),
        (uuid.UUID(int=7), later, False),
    ):
        assert ready.rows(*given) == list(asked(*given))
    ((_, public_id, joined_at, is_active, _),) = ready.rows(user.public_id, later, False)
    assert (public_id, joined_at, is_active) == (user.public_id, user.joined_at, True)


def test_a_ready_query_is_written_once_and_asked_each_time():
    written = []

    def build():
        written.append(1)
        return User.objects.filter(public_id=Given(0, UUIDField())).values_list("email")

    ready = ReadyQuery(build)
    user = make_user()
    with CaptureQueriesContext(connection) as questions:
        first = ready.rows(user.public_id)
        User.objects.filter(pk=user.pk).update(email="new@example.org")
        second = ready.rows(user.public_id)

    assert (first, second) == ([(user.email,)], [("new@example.org",)])
    assert (len(questions), len(written)) == (3, 1)
