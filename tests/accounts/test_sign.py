import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from tests.factories import MONDAY
from tests.factories.accounts import PASSWORD, make_user

from preceptor.accounts.models import User
from preceptor.accounts.services.notices import tell
from preceptor.common.models import LogEntry, Mail

pytestmark = pytest.mark.django_db

CODE = re.compile(r"^    (\S+)$", re.MULTILINE)
SIGN_UP = {"name": "Ruth Moody", "email": "ruth@example.org", "password1": PASSWORD}


def code_of(mail):
    return CODE.search(mail.text).group(1)


def newest_mail():
    return Mail.objects.latest("pk")


def kinds():
    return list(LogEntry.objects.order_by("number").values_list("kind", flat=True))


def test_an_account_is_made_with_a_code_that_is_mailed(client):
    answer = client.post("/account/signup/", SIGN_UP)
    assert answer["Location"] == "/account/confirm-email/"
    assert "_auth_user_id" not in client.session

    mail = newest_mail()
    assert (mail.to, mail.kind) == ("ruth@example.org", "account.email_confirmation_signup")
    answer = client.post("/account/confirm-email/", {"code": code_of(mail)})

    user = User.objects.get(email="ruth@example.org")
    assert answer["Location"] == "/me/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.name == "Ruth Moody"
    assert EmailAddress.objects.get(user=user).verified is True
    assert [kind for kind in kinds() if kind.startswith("accounts.signed")] == [
        "accounts.signed_up",
        "accounts.signed_in",
    ]


def test_a_wrong_code_answers_422_and_three_of_them_end_it(client):
    client.post("/account/signup/", SIGN_UP)

    assert client.post("/account/confirm-email/", {"code": "WRONG1"}).status_code == 422
    assert client.post("/account/confirm-email/", {"code": "WRONG2"}).status_code == 422
    client.post("/account/confirm-email/", {"code": "WRONG3"})
    answer = client.post("/account/confirm-email/", {"code": code_of(newest_mail())})

    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session


def test_signing_up_with_a_taken_address_looks_the_same_and_mails_its_owner(client):
    make_user("ruth@example.org")
    fresh = client.post("/account/signup/", {**SIGN_UP, "email": "new@example.org"})
    client.cookies.clear()

    taken = client.post("/account/signup/", SIGN_UP)

    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    assert "ruth@example.org" in client.get("/account/confirm-email/").content.decode()
    assert newest_mail().kind == "account.account_already_exists"
    assert User.objects.filter(email__iexact="ruth@example.org").count() == 1


def test_a_user_signs_in_with_address_and_password(client):
    user = make_user("ruth@example.org")

    page = client.get("/account/login/")
    assert page.status_code == 200
    answer = client.post("/account/login/", {"login": "Ruth@example.org", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_whoever_signs_in_comes_back_to_where_they_were_going_and_nowhere_else(client):
    make_user("ruth@example.org")
    words = {"login": "ruth@example.org", "password": PASSWORD}

    answer = client.post("/account/login/", {**words, "next": "/me/account/"})
    assert answer["Location"] == "/me/account/"
    client.post("/account/logout/")

    answer = client.post("/account/login/", {**words, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/me/"


@pytest.mark.parametrize("address", ["ruth@example.org", "nobody@example.org"])
def test_a_wrong_password_says_the_same_whether_or_not_there_is_an_account(client, address):
    make_user("ruth@example.org")

    answer = client.post("/account/login/", {"login": address, "password": "wrong"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{address}"' in page
    assert "This address and this password do not belong together." in page
    assert 'value="wrong"' not in page


def test_a_code_by_mail_signs_in_and_an_unknown_address_gets_a_mail_that_says_so(client):
    user = make_user("ruth@example.org")
    client.post("/account/login/code/", {"email": "nobody@example.org"})
    assert newest_mail().kind == "account.unknown_account"
    client.cookies.clear()

    client.post("/account/login/code/", {"email": "ruth@example.org"})
    mail = newest_mail()
    assert (mail.kind, mail.recipient) == ("account.login_code", user.public_id)
    client.post("/account/login/code/confirm/", {"code": code_of(mail)})

    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(client, settings):
    settings.SITE_ADDRESS = "https://preceptor.example"
    user = make_user("ruth@example.org")
    client.post("/account/password/reset/", {"email": "ruth@example.org"})
    link = re.search(r"https://preceptor\.example(/\S+)", newest_mail().text).group(1)

    form = client.get(link)["Location"]
    assert client.post(form, {"password1": "seven blue kites over"}).status_code == 302

    user.refresh_from_db()
    assert user.check_password("seven blue kites over")
    assert "This link no longer works" in client.get(link, follow=True).content.decode()


def test_asking_for_a_new_password_says_the_same_for_an_address_without_account(client):
    make_user("ruth@example.org")

    known = client.post("/account/password/reset/", {"email": "ruth@example.org"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert newest_mail().kind == "account.unknown_account"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short but mine", "This password is too short. It must contain at least 15 characters."),
        ("passwordpassword", "This password is easy to guess."),
        ("abcabcabcabcabcabc", "This password is easy to guess."),
        ("preceptorpreceptor", "This password is easy to guess."),
        ("preceptor demo world", "This password is easy to guess."),
        ("aaaaaaaabbbbbbbbbb", "This password is easy to guess."),
        ("ruth@example.org", "The password is too similar to the email."),
        ("x1" * 101, "This password has 202 characters. Use 200 at most."),
    ],
)
def test_passwords_that_are_easy_to_guess_are_refused(client, password, says):
    answer = client.post("/account/signup/", {**SIGN_UP, "password1": password})

    assert answer.status_code == 422
    assert says in answer.content.decode().replace("&#x27;", "'")
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "password", ["five wet otters rowing", "ünd sö ein gürtel für", "k" + "qxyz " * 39]
)
def test_any_long_password_of_any_characters_is_taken_whole(client, password):
    answer = client.post("/account/signup/", {**SIGN_UP, "password1": password})

    assert answer.status_code == 302
    assert User.objects.get().check_password(password)
    assert not User.objects.get().check_password(password[:-1])


def test_changing_the_password_needs_the_old_one_and_is_mailed(client):
    user = make_user("ruth@example.org")
    client.force_login(user)
    words = {"oldpassword": "wrong", "password1": "seven blue kites over"}

    assert client.post("/account/password/change/", words).status_code == 422
    client.post("/account/password/change/", {**words, "oldpassword": PASSWORD})

    user.refresh_from_db()
    assert user.check_password("seven blue kites over")
    assert newest_mail().kind == "account.password_changed"


def test_a_new_address_counts_once_its_code_is_typed_and_the_old_one_is_told(client):
    user = make_user("ruth@example.org")
    client.force_login(user)

    words = {"email": "moody@example.org", "action_add": ""}
    answer = client.post("/account/email/", words)
    # An open browser alone takes no account over.
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert Mail.objects.count() == 0
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", words)
    user.refresh_from_db()
    assert user.email == "ruth@example.org"
    assert "Begin again" not in client.get("/account/confirm-email/").content.decode()
    client.post("/account/confirm-email/", {"code": code_of(newest_mail())})

    user.refresh_from_db()
    assert user.email == "moody@example.org"
    assert (newest_mail().kind, newest_mail().to) == ("account.email_changed", "ruth@example.org")
    assert "accounts.address_changed" in kinds()


def test_signing_out_everywhere_else_ends_the_other_sessions(client):
    user = make_user("ruth@example.org")
    words = {"login": "ruth@example.org", "password": PASSWORD}
    other = type(client)()
    for browser in (client, other):
        browser.post("/account/login/", words)
    assert "2 browsers" in client.get("/account/sessions/").content.decode()

    client.post("/account/sessions/")

    assert client.get("/me/account/").status_code == 200
    assert other.get("/me/account/").status_code == 302
    assert Session.objects.filter(pk=other.session.session_key).count() == 0
    assert user.is_active


def test_a_closed_account_cannot_sign_in(client):
    user = make_user("ruth@example.org")
    User.objects.filter(pk=user.pk).update(is_active=False)

    client.post("/account/login/", {"login": "ruth@example.org", "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_a_mail_names_nobody_and_belongs_to_its_recipient(client):
    user = make_user("ruth@example.org", name="Ruth Moody")

    client.post("/account/password/reset/", {"email": "ruth@example.org"})

    assert newest_mail().recipient == user.public_id
    assert "Ruth" not in newest_mail().text


def test_the_name_that_colleagues_see_is_changed(client):
    user = make_user("ruth@example.org")
    client.force_login(user)

    client.post("/me/account/", {"name": "Ruth M."})
    client.post("/me/account/", {"name": "Ruth M."})

    user.refresh_from_db()
    assert user.name == "Ruth M."
    assert kinds().count("accounts.name_changed") == 1
    assert client.post("/me/account/", {"name": "x" * 201}).status_code == 422


def test_the_header_says_who_is_signed_in(client):
    assert ">Sign in</a>" in client.get("/").content.decode()

    user = make_user(name="Ruth Moody")
    client.force_login(user)
    page = client.get("/").content.decode()

    assert "<summary>Ruth Moody</summary>" in page
    tell(user=user, kind="test", text="Something is new.", address="", now=MONDAY)
    assert "What is new (1)" in client.get("/").content.decode()
    assert ">Sign in</a>" not in page


def test_pages_behind_sign_in_lead_there_and_back(client):
    answer = client.get("/me/account/")

    assert answer["Location"] == "/account/login/?next=/me/account/"


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/me/todos/?show=done", "/me/todos/%3Fshow%3Ddone"),
        ("https://elsewhere.example/me/todos/", "/me/notices/read/"),
        ("", "/me/notices/read/"),
    ],
)
def test_who_was_signed_out_before_a_form_was_sent_comes_back_to_the_form(client, page, back):
    answer = client.post("/me/notices/read/", headers={"Referer": page})

    assert answer["Location"] == f"/account/login/?next={back}"
