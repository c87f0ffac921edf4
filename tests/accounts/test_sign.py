import pytest
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_a_user_signs_in_with_address_and_password(client):
    user = make_user("ruth@example.org")

    page = client.get("/account/login/")
    assert page.status_code == 200
    answer = client.post("/account/login/", {"login": "Ruth@example.org", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_answers_422_and_keeps_the_address(client):
    make_user("ruth@example.org")

    answer = client.post("/account/login/", {"login": "ruth@example.org", "password": "wrong"})

    assert answer.status_code == 422
    assert 'value="ruth@example.org"' in answer.content.decode()
