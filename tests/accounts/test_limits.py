from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from tests.factories import MONDAY
from tests.factories.accounts import PASSWORD, make_user

from preceptor.accounts.models import FailedTries
from preceptor.accounts.services.failed_tries import (
    FREE_TRIES,
    LONGEST_PAUSE,
    MOST_TRIES,
    TooManyTries,
    password_bucket,
    pause_after,
    prune_failed_tries,
    take_try,
    unlock_account,
)
from preceptor.common.models import LogEntry, Mail

BUCKET = "password:test"


def fail_until_locked(bucket, now=MONDAY):
    """Try as early as it is heard, until nothing is; return how many were heard and how long."""
    began, heard = now, 0
    while True:
        try:
            take_try(bucket=bucket, now=now)
            heard += 1
        except TooManyTries as refused:
            if refused.free_at is None:
                return heard, now - began
            now = refused.free_at


def wrong(client, address="ruth@example.org", password="wrong"):  # noqa: S107
    return client.post("/account/login/", {"login": address, "password": password})


@pytest.mark.django_db
def test_four_tries_are_free_then_each_waits_twice_as_long_up_to_a_quarter_of_an_hour():
    seconds = [pause_after(count).total_seconds() for count in range(1, 14)]

    assert seconds == [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900]
    assert pause_after(MOST_TRIES) == LONGEST_PAUSE


@pytest.mark.django_db
def test_a_guesser_is_heard_90_times_in_a_row_and_no_more():
    heard, took = fail_until_locked(BUCKET)

    assert heard == MOST_TRIES < 100
    assert took > timedelta(hours=18)


@pytest.mark.django_db
def test_a_pause_is_kept_to_the_second_and_tries_within_it_do_not_count():
    for _ in range(FREE_TRIES):
        take_try(bucket=BUCKET, now=MONDAY)

    for _ in range(20):
        with pytest.raises(TooManyTries, match="Wait 5 seconds"):
            take_try(bucket=BUCKET, now=MONDAY)
    assert take_try(bucket=BUCKET, now=MONDAY + timedelta(seconds=5)) == FREE_TRIES + 1


@pytest.mark.django_db
def test_the_right_password_forgives_what_went_before(client):
    make_user("ruth@example.org")
    for _ in range(4):
        wrong(client)

    wrong(client, password=PASSWORD)

    assert FailedTries.objects.count() == 0
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["ruth@example.org", "nobody@example.org"])
def test_the_sixth_try_waits_whether_or_not_there_is_an_account(client, address):
    make_user("ruth@example.org")
    for _ in range(5):
        assert "do not belong together" in wrong(client, address).content.decode()

    answer = wrong(client, address, password=PASSWORD)

    assert answer.status_code == 422
    assert "Too many tries. Wait 5 seconds" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_another_spelling_of_an_address_is_the_same_account():
    spellings = [
        "ruth@example.org",
        " RUTH@example.org",
        "ruth@example.or\uff47",
        "ru\uff34h@example.org",
    ]

    assert len({password_bucket(spelling) for spelling in spellings}) == 1
    assert password_bucket("wade@example.org") != password_bucket("ruth@example.org")


@pytest.mark.django_db
def test_no_address_stands_in_the_table(client):
    wrong(client)

    assert "ruth" not in str(list(FailedTries.objects.values()))


@pytest.mark.django_db
def test_a_locked_account_opens_with_a_new_password_by_mail_or_by_a_steward(client):
    user = make_user("ruth@example.org")
    bucket = password_bucket(user.email)
    fail_until_locked(bucket)
    assert "is locked" in wrong(client, password=PASSWORD).content.decode()

    unlock_account(user=user, now=MONDAY)

    wrong(client, password=PASSWORD)
    assert "_auth_user_id" in client.session
    assert LogEntry.objects.filter(kind="accounts.account_unlocked", target=user.public_id)


@pytest.mark.django_db
def test_the_owner_is_told_when_the_password_locks_and_a_stranger_is_not(client):
    user = make_user("ruth@example.org")
    for address in ("ruth@example.org", "nobody@example.org"):
        bucket = password_bucket(address)
        fail_until_locked(bucket)
        FailedTries.objects.filter(bucket=bucket).update(count=MOST_TRIES - 1)
        wrong(client, address)

    mail = Mail.objects.get()
    assert (mail.kind, mail.recipient) == ("accounts.password_locked", user.public_id)
    told = LogEntry.objects.filter(kind__startswith="accounts.tries_")
    assert set(told.values_list("kind", "target")) == {
        ("accounts.tries_slowed", None),
        ("accounts.tries_locked", None),
    }
    assert all(entry.details == {"what": "password"} for entry in told)


@pytest.mark.django_db
def test_rows_that_nobody_added_to_for_a_year_go():
    take_try(bucket=BUCKET, now=MONDAY)

    assert prune_failed_tries(now=MONDAY + timedelta(days=364)) == 0
    assert prune_failed_tries(now=MONDAY + timedelta(days=366)) == 1
    assert LogEntry.objects.get(kind="accounts.failed_tries_pruned").details == {"count": 1}


@pytest.mark.django_db
def test_one_address_that_tries_many_accounts_is_stopped_and_told_429(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}

    answers = [wrong(client, f"user{n}@example.org").status_code for n in range(4)]

    assert answers == [422, 422, 422, 429]


@pytest.mark.django_db
def test_behind_a_server_of_our_own_the_address_it_saw_is_counted(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}

    def tried(seen):
        # What stands further left was made up by whoever asks.
        headers = {"X-Forwarded-For": f"10.9.8.7, {seen}"}
        words = {"login": "a@example.org", "password": "wrong"}
        return client.post("/account/login/", words, headers=headers).status_code

    assert [tried("192.0.2.1"), tried("192.0.2.1"), tried("192.0.2.2")] == [422, 429, 422]


@pytest.mark.django_db
def test_counts_by_address_lie_in_the_database_for_all_processes():
    cache.set("counted", [1.0], 60)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_kept")
        assert cursor.fetchone() == (1,)
