import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.factories.accounts import (
    PASSWORD,
    TOTP_SECRET,
    administrator_of,
    make_member,
    make_organization,
    make_steward,
    make_user,
    with_second_factor,
)

from preceptor.accounts.models import Membership
from preceptor.common.models import LogEntry, Mail

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/login/"


def app_code(secret=TOTP_SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def without_second_factor(user):
    Authenticator.objects.filter(user=user).delete()
    return user


def sign_in(client, user):
    return client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})


def confirm(client):
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def test_an_administrator_is_led_to_set_one_up_before_any_page_of_the_organization(client):
    organization = make_organization()
    client.force_login(without_second_factor(administrator_of(organization)))

    answer = client.get("/o/kennebec/members/")

    assert answer["Location"] == "/account/second-factor/?next=%2Fo%2Fkennebec%2Fmembers%2F"
    assert client.get(answer["Location"]).status_code == 200
    # Even what would be refused anyway, so that nothing is learned from the answer.
    assert client.get("/o/another/")["Location"].startswith("/account/second-factor/")


def test_a_steward_is_led_to_set_one_up_before_any_page_of_stewards(client):
    client.force_login(without_second_factor(make_steward()))

    assert client.get("/steward/organizations/")["Location"].startswith("/account/second-factor/")


def test_who_teaches_is_led_there_and_who_hires_mentors_or_counsels_is_not(client):
    organization = make_organization()
    for hat in ("teaches", "hires", "mentors", "counsels"):
        user = make_member(organization, **{hat: True})
        client.force_login(without_second_factor(user))
        led = client.get("/o/kennebec/").status_code == 302
        assert led is (hat == "teaches"), hat


def test_a_persons_own_pages_stay_open_without_one(client):
    client.force_login(without_second_factor(administrator_of(make_organization())))

    assert client.get("/me/account/").status_code == 200
    assert client.get("/organizations/kennebec/").status_code == 200


def test_a_post_to_a_page_of_a_hat_does_nothing_before_one_is_set_up(client):
    organization = make_organization()
    client.force_login(without_second_factor(administrator_of(organization)))

    client.post("/o/kennebec/sites/new/", {"name": "North", "zip_code": "04401"})

    assert organization.sites.count() == 1


def test_nobody_is_compelled_where_the_setting_says_so(client, settings):
    settings.COMPEL_SECOND_FACTOR = False
    client.force_login(without_second_factor(administrator_of(make_organization())))

    assert client.get("/o/kennebec/").status_code == 200


def test_people_of_the_demo_world_are_not_compelled_while_it_is_a_demo(client, settings):
    organization = make_organization()
    user = make_member(
        organization, user=make_user(is_demo=True), role=Membership.Role.ADMINISTRATOR
    )
    client.force_login(without_second_factor(user))

    settings.DEMO = True
    assert client.get("/o/kennebec/").status_code == 200
    settings.DEMO = False
    assert client.get("/o/kennebec/").status_code == 302


def test_an_app_is_set_up_with_recovery_codes_and_leads_back_to_where_one_was_going(
    client, django_capture_on_commit_callbacks
):
    user = without_second_factor(administrator_of(make_organization()))
    sign_in(client, user)
    client.get(client.get("/o/kennebec/members/")["Location"])
    confirm(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page).group(1)

    refused = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/2fa/totp/activate/", {"code": app_code(secret)})

    assert refused.status_code == 422
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    codes = client.get(answer["Location"]).content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code>", codes)) == 10
    assert 'href="/o/kennebec/members/"' in codes
    assert client.get("/o/kennebec/members/").status_code == 200
    assert LogEntry.objects.filter(kind="accounts.second_factor_added", actor=user.public_id)
    assert Mail.objects.filter(kind="mfa.totp_activated", recipient=user.public_id).exists()


def test_setting_one_up_asks_for_the_password_again(client):
    user = make_user()
    sign_in(client, user)

    answer = client.get("/account/2fa/totp/activate/")

    assert answer["Location"].startswith("/account/reauthenticate/")


def test_signing_in_takes_the_code_and_no_code_twice(client):
    user = with_second_factor(make_user())
    code = app_code()

    assert sign_in(client, user)["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 422
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)

    other = type(client)()
    sign_in(other, user)
    assert other.post("/account/2fa/authenticate/", {"code": code}).status_code == 422


def test_a_code_by_mail_is_no_way_around_the_second_step(client):
    user = with_second_factor(make_user())
    client.post("/account/login/code/", {"email": user.email})
    code = re.search(r"^    (\S+)$", Mail.objects.latest("pk").text, re.MULTILINE).group(1)

    answer = client.post("/account/login/code/confirm/", {"code": code})

    assert answer["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session


def test_a_new_password_by_mail_is_no_way_around_the_second_step(client):
    user = with_second_factor(make_user())
    client.post("/account/password/reset/", {"email": user.email})
    link = re.search(r"(/account/password/reset/key/\S+)", Mail.objects.latest("pk").text).group(1)
    page = client.get(link, follow=True)

    new = "seven dry herons waiting"
    client.post(page.redirect_chain[-1][0], {"password1": new})

    assert "_auth_user_id" not in client.session
    answer = client.post("/account/login/", {"login": user.email, "password": new})
    assert answer["Location"] == "/account/2fa/authenticate/"


def test_a_recovery_code_takes_the_place_of_the_app_once(client):
    user = make_user()
    sign_in(client, user)
    confirm(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page).group(1)
    client.post("/account/2fa/totp/activate/", {"code": app_code(secret)})
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    code = re.search(r"<li><code>(\d{8})</code>", page).group(1)

    for browser, works in ((type(client)(), True), (type(client)(), False)):
        sign_in(browser, user)
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in browser.session) is works


def test_who_must_have_one_cannot_remove_the_last_and_others_can(client):
    administrator = administrator_of(make_organization())
    free = with_second_factor(make_user())
    for user, is_kept in ((administrator, True), (free, False)):
        browser = type(client)()
        sign_in(browser, user)
        browser.post("/account/2fa/authenticate/", {"code": app_code()})
        confirm(browser)
        answer = browser.post("/account/2fa/totp/deactivate/")
        assert answer.status_code == (422 if is_kept else 302)
        assert Authenticator.objects.filter(user=user).exists() is is_kept


def test_wrong_codes_are_slowed_by_account_whatever_the_browser(client):
    user = with_second_factor(make_user())
    for _ in range(5):
        browser = type(client)()
        sign_in(browser, user)
        browser.post("/account/2fa/authenticate/", {"code": "000000"})

    browser = type(client)()
    sign_in(browser, user)
    answer = browser.post("/account/2fa/authenticate/", {"code": app_code()})

    assert answer.status_code == 422
    assert "Too many tries. Wait 5 seconds" in answer.content.decode()


def test_the_page_of_passkeys_holds_data_and_no_script_of_its_own(client):
    user = make_user()
    sign_in(client, user)
    confirm(client)

    page = client.get("/account/2fa/webauthn/add/").content.decode()

    kinds = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in kind or 'type="application/json"' in kind for kind in kinds)
    assert '"passwordless": "id_passwordless"' in page
