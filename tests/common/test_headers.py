import pytest
from django.urls import reverse

from preceptor.accounts.models import User

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}


@pytest.fixture
def ruth(db):
    return User.objects.create_user("ruth@example.org")


@pytest.mark.parametrize("address", ["/components/", "/nowhere/", "/healthz"])
def test_every_answer_says_what_a_browser_may_do(client, address):
    answer = client.get(address)

    assert {name: answer[name] for name in HEADERS} == HEADERS


def test_the_address_of_a_form_says_in_words_that_nothing_can_be_read_there(client):
    address = reverse("portal:delete_data").replace("delete/", "")

    page = client.post(address)

    assert page.status_code == 405
    assert page["Allow"] == "GET"
    assert "<h1>Nothing can be read at this address</h1>" in page.content.decode()
    assert client.post(address, headers={"Accept": "application/json"}).content == b""


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline(client):
    stated = client.get("/components/")["Content-Security-Policy"].split(";")

    assert dict(rule.strip().split(" ", 1) for rule in stated) == POLICY


def test_a_page_may_use_passkeys_and_no_sensor(client):
    stated = client.get("/components/")["Permissions-Policy"].split(", ")

    allowed = [rule for rule in stated if not rule.endswith("=()")]
    assert allowed == ["publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(stated)


def test_a_page_of_somebody_signed_in_is_kept_by_no_cache(client, ruth):
    client.force_login(ruth)

    answer = client.get(reverse("common:work"))

    assert answer.status_code == 403
    assert set(answer["Cache-Control"].split(", ")) >= {"no-store", "private"}


def test_a_page_for_everybody_may_be_kept(client):
    assert "no-store" not in client.get("/components/").get("Cache-Control", "")


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(settings):
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
