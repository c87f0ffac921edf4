import json
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from tests.accounts.oidc_provider import provider
from tests.factories.accounts import PASSWORD, make_user, with_second_factor

from preceptor.accounts.models import User
from preceptor.accounts.oidc import oidc_origins, oidc_providers
from preceptor.common.models import Mail

RUTH = {"sub": "7", "email": "ruth@state.example", "email_verified": True, "name": "Ruth Moody"}
MAINE = {
    "id": "maine",
    "name": "State of Maine",
    "client_id": "preceptor",
    "secret": "a secret",
    "server_url": "https://login.state.example/realms/work",
}


def test_no_setting_is_no_provider():
    assert oidc_providers("") == {}
    assert oidc_origins({}) == []


def test_a_provider_is_named_with_where_its_forms_lead():
    found = oidc_providers(
        json.dumps([MAINE, {**MAINE, "id": "b", "sign_in_origin": "https://x.org"}])
    )

    assert oidc_origins(found) == ["https://login.state.example", "https://x.org"]
    assert found["openid_connect"]["OAUTH_PKCE_ENABLED"] is True
    assert found["openid_connect"]["APPS"][0]["provider_id"] == "maine"


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("maine", "this is no JSON"),
        ('{"id": "maine"}', "a list of objects is needed"),
        (json.dumps([{"id": "maine"}]), "maine lacks name, client_id, server_url."),
        (json.dumps([MAINE, MAINE]), "two providers have the same id."),
        (json.dumps([{**MAINE, "id": "Maine!"}]), "may hold a-z, 0-9 and - only."),
        (json.dumps([{**MAINE, "server_url": "http://x.org"}]), "does not begin with https://"),
        (json.dumps([{**MAINE, "colour": "teal"}]), "has colour, which mean nothing here."),
        (json.dumps([{**MAINE, "sign_in_origin": "x.org/y"}]), "is no origin"),
    ],
)
def test_a_wrong_setting_is_said_in_a_sentence(setting, says):
    with pytest.raises(ValueError, match=says):
        oidc_providers(setting)


@pytest.fixture
def state(settings):
    """The provider of a state, on this machine, which knows Ruth."""
    with provider(dict(RUTH)) as address:
        settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(
            json.dumps([{**MAINE, "server_url": address}])
        )
        yield address


def come_back(client):
    """Go to the provider and come back as it sends one; return the answer."""
    away = client.post("/account/oidc/maine/login/")["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    return client.get(
        "/account/oidc/maine/login/callback/", {"code": "abc", "state": asked["state"][0]}
    )


@pytest.mark.django_db
def test_somebody_new_signs_in_through_their_organization(client, state):
    page = client.get("/account/login/").content.decode()
    assert "Through your organization" in page
    assert "State of Maine" in page
    assert (
        "Sign in through State of Maine?"
        in client.get("/account/oidc/maine/login/").content.decode()
    )

    come_back(client)

    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.name) == ("ruth@state.example", "Ruth Moody")
    assert user.emailaddress_set.get().verified
    assert not user.has_usable_password()


@pytest.mark.django_db
def test_a_provider_that_names_somebodys_address_does_not_become_them(client, state):
    owner = make_user("ruth@state.example")

    come_back(client)

    assert "_auth_user_id" not in client.session
    assert User.objects.get() == owner
    assert SocialAccount.objects.count() == 0
    assert all(mail.to == owner.email for mail in Mail.objects.all())


@pytest.mark.django_db
def test_an_account_is_connected_by_its_owner_and_signs_them_in_from_then_on(client, state):
    owner = make_user("other@example.org")
    client.post("/account/login/", {"login": owner.email, "password": PASSWORD})
    away = client.post("/account/oidc/maine/login/?process=connect")["Location"]
    words = {"code": "abc", "state": parse_qs(urlsplit(away).query)["state"][0]}
    answer = client.get("/account/oidc/maine/login/callback/", words)
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert SocialAccount.objects.count() == 0
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert SocialAccount.objects.get().user == owner
    assert "State of Maine" in client.get("/account/3rdparty/").content.decode()

    browser = type(client)()
    come_back(browser)

    assert browser.session["_auth_user_id"] == str(owner.pk)

    with_second_factor(owner)
    browser = type(client)()
    assert come_back(browser)["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in browser.session


@pytest.mark.django_db
def test_an_answer_that_nobody_asked_for_signs_nobody_in(client, state):
    answer = client.get("/account/oidc/maine/login/callback/", {"code": "abc", "state": "made up"})

    assert "The other side did not sign you in" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_without_a_provider_nothing_is_offered(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert "Through your organization" not in client.get("/account/login/").content.decode()
    assert client.get("/account/oidc/maine/login/").status_code == 404
