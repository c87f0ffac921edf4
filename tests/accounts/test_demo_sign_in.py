import pytest
from tests.factories import MONDAY
from tests.factories.accounts import make_member, make_organization, make_user

from preceptor.accounts.policies.passwords import DEMO_PASSWORD
from preceptor.accounts.queries.sign import demo_users
from preceptor.accounts.services import person_for

pytestmark = pytest.mark.django_db

DEMO = "/account/demo/"


@pytest.fixture
def people():
    hospital = make_organization()
    hires = make_member(hospital, user=make_user(name="Ann Pelletier", is_demo=True), hires=True)
    ruth = make_user("ruth@example.org", name="Ruth Moody", is_demo=True)
    person = person_for(user=ruth, now=MONDAY)
    person.city, person.state = "Augusta", "ME"
    person.save()
    steward = make_user(name="Stella Ward", is_demo=True, is_steward=True)
    return {"hires": hires, "candidate": ruth, "steward": steward, "real": make_user()}


def test_the_sign_in_page_lists_the_people_of_the_demo_by_what_they_do(client, people, settings):
    settings.DEMO = True

    groups = [
        (group.title, [(user.name, user.what) for user in group.users]) for group in demo_users()
    ]

    assert groups == [
        ("Looking for work", [("Ruth Moody", "Looks for work near Augusta, ME")]),
        (
            "Hire for an employer",
            [("Ann Pelletier", "Hires for Kennebec River Medical Center")],
        ),
        ("Run this site", [("Stella Ward", "Runs this site")]),
    ]
    page = client.get("/account/login/").content.decode()
    assert "preceptor demo world" in page
    assert people["real"].email not in page


def test_one_click_signs_in_as_one_of_them_and_goes_where_one_was_going(client, people, settings):
    settings.DEMO = True

    answer = client.post(DEMO, {"user": people["hires"].public_id, "next": "/o/kennebec/"})

    assert answer["Location"] == "/o/kennebec/"
    assert client.session["_auth_user_id"] == str(people["hires"].pk)
    assert client.get("/o/kennebec/").status_code == 200


def test_nobody_real_is_signed_in_that_way(client, people, settings):
    settings.DEMO = True

    for user in (people["real"].public_id, "", "not-an-id", people["real"].pk):
        assert client.post(DEMO, {"user": user}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_the_demo_there_is_no_such_page_and_no_list(client, people, settings):
    settings.DEMO = False

    assert client.post(DEMO, {"user": people["hires"].public_id}).status_code == 404
    assert client.get(DEMO).status_code == 405
    page = client.get("/account/login/").content.decode()
    assert "Ann Pelletier" not in page
    assert "preceptor demo world" not in page


def test_outside_the_demo_the_password_that_everybody_can_read_opens_nothing(
    client, people, settings
):
    settings.DEMO = False
    steward = people["steward"]
    steward.set_password(DEMO_PASSWORD)
    steward.save()

    said = {"login": steward.email, "password": DEMO_PASSWORD}
    answer = client.post("/account/login/", said)

    assert answer["Location"] == "/account/inactive/"
    assert "_auth_user_id" not in client.session
    settings.DEMO = True
    client.post("/account/login/", said)
    assert client.session["_auth_user_id"] == str(steward.pk)
