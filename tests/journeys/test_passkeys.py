"""Passkeys in a real browser: added, used alone and as the second step, under the strict policy."""

import pytest
from playwright.sync_api import Page
from tests.factories.accounts import PASSWORD, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def faults():
    return []


@pytest.fixture
def device(browser, live_server, settings, faults):
    """A page on a device that can keep passkeys; the browser wants a name, not a number."""
    settings.ALLOWED_HOSTS = ["*"]
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/account/login/?next=/me/account/")
    page.get_by_label("E-mail address").fill("ruth@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_is_added_and_signs_in_alone_and_as_the_second_step(device, faults):
    make_user("ruth@example.org", name="Ruth Moody")
    sign_in(device)
    device.goto("/account/2fa/webauthn/add/")
    device.get_by_label("Your password").fill(PASSWORD)
    device.get_by_role("button", name="Go on").click()
    device.get_by_role("button", name="Add it").click()
    device.get_by_text("Keep these codes").wait_for()
    sign_out(device)

    device.goto("/account/login/?next=/me/account/")
    device.get_by_role("button", name="Sign in with a passkey").click()
    device.get_by_role("heading", name="Sign-in and security").wait_for()
    sign_out(device)

    sign_in(device)
    device.get_by_role("heading", name="The second step").wait_for()
    device.get_by_role("button", name="Use your passkey").click()
    device.get_by_role("heading", name="Sign-in and security").wait_for()
    assert faults == []
