import pytest
from django.test import Client
from tests.factories import NURSE, POSTING, make_job, make_vocabulary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()
    make_job()


def test_a_visitors_resume_is_theirs_alone(client):
    mine = client.post("/advice/", {"text": NURSE}, follow=True)
    address = mine.redirect_chain[-1][0]
    assert client.get(address).status_code == 200

    assert Client().get(address).status_code == 404
    assert Client().get(address.replace("/advice/", "/record/")).status_code == 404


def test_a_visitors_posting_is_theirs_alone(client):
    mine = client.post("/price/", {"text": POSTING}, follow=True)
    address = mine.redirect_chain[-1][0]
    assert client.get(address).status_code == 200

    assert Client().get(address).status_code == 404


def test_a_pasted_posting_stands_in_no_list(client):
    secret = POSTING.replace("EHR Implementation Specialist", "Keeper of the Blue Lantern")
    client.post("/price/", {"text": secret}, follow=True)

    assert "Blue Lantern" not in Client().get("/jobs/").content.decode()


def test_private_pages_are_not_kept_by_caches(client):
    answer = client.post("/advice/", {"text": NURSE}, follow=True)

    assert "no-store" in answer.headers["Cache-Control"]


def test_names_stand_on_no_shortlist(client):
    from tests.factories import make_resume

    make_resume()
    page = client.post("/price/", {"text": POSTING}, follow=True).content.decode()

    assert "Ruth" not in page
    assert "Moody" not in page
