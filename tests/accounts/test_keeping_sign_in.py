from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import MONDAY
from tests.factories.accounts import PASSWORD, make_user, with_second_factor

from preceptor.accounts.models import Kept, User
from preceptor.accounts.services.erasing import erase_account
from preceptor.accounts.services.sign import make_steward, open_account, unmake_steward
from preceptor.accounts.tasks.sign import prune_sign_in
from preceptor.cli.__main__ import main
from preceptor.common.models import LogEntry, Mail

pytestmark = pytest.mark.django_db


def sign_in(client, user):
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def test_erasing_an_account_leaves_no_row_of_the_sign_in_library(client):
    user, other = make_user(), make_user()
    for each in (user, other):
        browser = type(client)()
        sign_in(browser, each)
        with_second_factor(each)
        SocialAccount.objects.create(user=each, provider="maine", uid=each.email)

    erase_account(user=user, now=timezone.now(), reason="asked")

    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        assert set(model.objects.values_list("user", flat=True)) == {other.pk}, model
    assert Session.objects.count() == 1
    assert User.objects.get() == other


def test_an_account_whose_address_was_never_confirmed_goes_after_a_week(client):
    words = {"name": "", "email": "ruth@example.org", "password1": PASSWORD}
    client.post("/account/signup/", words)
    confirmed = make_user()
    User.objects.update(joined_at=MONDAY)

    prune_sign_in.func(now=MONDAY + timedelta(days=7))
    assert User.objects.count() == 2
    prune_sign_in.func(now=MONDAY + timedelta(days=8))

    assert User.objects.get() == confirmed
    assert LogEntry.objects.latest("number").kind == "accounts.account_erased"


def test_accounts_that_were_never_confirmed_go_together_and_once():
    for name in ("ada", "ben", "eve"):
        client = Client()
        email = f"{name}@example.org"
        client.post("/account/signup/", {"name": "", "email": email, "password1": PASSWORD})
        EmailAddress.objects.create(
            user=User.objects.get(email=email), email=f"second-{email}", verified=False
        )
    kept = Client()
    sign_in(kept, make_user())
    User.objects.update(joined_at=MONDAY)

    with CaptureQueriesContext(connection) as queries:
        done = prune_sign_in.func(now=MONDAY + timedelta(days=8))

    assert done["accounts"] == 3
    assert LogEntry.objects.filter(kind="accounts.account_erased").count() == 3
    assert list(Session.objects.values_list("pk", flat=True)) == [kept.session.session_key]
    opened = [q for q in queries if 'FROM "django_session" ORDER BY' in q["sql"]]
    assert len(opened) == 1


def test_counts_and_ended_sessions_go(client):
    user = make_user()
    sign_in(client, user)
    cache.set("counted", 1, 60)
    assert UserSession.objects.count() == 1
    Session.objects.all().delete()

    done = prune_sign_in.func(now=timezone.now() + timedelta(seconds=90_000))

    assert (done["sessions"], UserSession.objects.count()) == (1, 0)
    assert LogEntry.objects.get(kind="accounts.sessions_pruned").details == {"count": 1}
    assert Kept.objects.count() == 0


def test_a_steward_is_made_of_an_account_or_gets_one_and_both_are_in_the_log():
    user = make_user("ruth@example.org")

    assert make_steward(email="Ruth@example.org", now=MONDAY) is False
    assert make_steward(email="ruth@example.org", now=MONDAY) is False
    assert make_steward(email="stella@example.org", now=MONDAY) is True

    user.refresh_from_db()
    assert user.is_steward
    stella = User.objects.get(email="stella@example.org")
    assert (stella.is_steward, stella.has_usable_password()) == (True, False)
    assert EmailAddress.objects.get(user=stella).verified
    unmake_steward(user=stella, now=MONDAY)
    stella.refresh_from_db()
    assert not stella.is_steward
    kinds = list(LogEntry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds.count("accounts.steward_made") == 2
    assert kinds.count("accounts.steward_unmade") == 1


def test_who_lost_every_second_step_gets_in_again_and_is_told(client):
    user = with_second_factor(make_user())
    sign_in(client, user)
    client.force_login(user)
    other = with_second_factor(make_user())

    assert main(["steward", "reset", user.email]) == 0

    assert set(Authenticator.objects.values_list("user", flat=True)) == {other.pk}
    assert Mail.objects.get().subject == "Your second step for signing in was removed"
    browser = type(client)()
    sign_in(browser, user)
    assert "_auth_user_id" in browser.session


def test_the_command_says_what_it_did(capsys):
    open_account(email="ruth@example.org", password=None, now=MONDAY)

    assert main(["steward", "add", "stella@example.org"]) == 0
    assert main(["steward", "list"]) == 0
    assert main(["steward", "remove", "STELLA@example.org"]) == 0
    assert main(["steward", "unlock", "ruth@example.org"]) == 0
    assert main(["steward", "unlock", "nobody@example.org"]) == 1

    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "stella@example.org is a steward."
    assert "a code is mailed" in said.out
    assert "stella@example.org is no steward any more." in said.out
    assert "ruth@example.org is heard again." in said.out
    assert "There is no account with the address nobody@example.org." in said.err
