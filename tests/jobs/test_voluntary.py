"""The voluntary questions: one click to leave them open; nobody else ever sees an answer."""

import pytest
from tests.factories import MONDAY
from tests.factories.accounts import sign_in
from tests.factories.hiring import bare_application, bare_person

from preceptor.accounts.personal_data import export_person
from preceptor.common.models import LogEntry
from preceptor.jobs.models import VoluntaryAnswers
from preceptor.jobs.queries.voluntary import is_to_be_asked, own_answers
from preceptor.jobs.services.voluntary import keep_answers

pytestmark = pytest.mark.django_db

PAGE = "/me/voluntary/"


def test_answers_are_kept_changed_and_told_to_nobody_but_the_person():
    person = bare_person()
    assert is_to_be_asked(person)

    keep_answers(person=person, sex="female", race="", age="", by=person.user, now=MONDAY)
    keep_answers(person=person, sex="female", race="two", age="", by=person.user, now=MONDAY)

    kept = own_answers(person)
    assert (kept.sex, kept.race, kept.age) == ("female", "two", "")
    assert not is_to_be_asked(person)
    assert export_person(person)["jobs.VoluntaryAnswers"][0]["race"] == "two"
    assert LogEntry.objects.latest("number").details == {}
    assert list(VoluntaryAnswers.objects.for_user(bare_person().user)) == []


def test_one_click_leaves_all_open_and_goes_back(client):
    application = bare_application()
    sign_in(client, application.person.user)
    back = f"/me/applications/{application.public_id}/"

    asked = client.get(f"{PAGE}?next={back}").content.decode()
    done = client.post(PAGE, {"do": "skip", "next": back})

    assert "I would rather not say" in asked
    assert (done.status_code, done["Location"]) == (302, back)
    kept = own_answers(application.person)
    assert (kept.sex, kept.race, kept.age) == ("", "", "")


def test_the_page_after_sending_asks_once(client):
    application = bare_application()
    sign_in(client, application.person.user)
    page = f"/me/applications/{application.public_id}/"

    assert "Three questions you may leave open." in client.get(page).content.decode()
    client.post(PAGE, {"do": "skip"})
    assert "Three questions you may leave open." not in client.get(page).content.decode()


def test_answers_can_be_given_and_taken_back(client):
    person = bare_person()
    sign_in(client, person.user)

    given = client.post(PAGE, {"sex": "male", "race": "asian", "age": "from_40"}, follow=True)
    assert own_answers(person).age == "from_40"
    assert "Take my answers back" in given.content.decode()
    client.post(PAGE, {"do": "skip"})
    assert own_answers(person).age == ""


def test_what_is_no_answer_is_refused_and_no_other_site_is_gone_back_to(client):
    person = bare_person()
    sign_in(client, person.user)

    assert client.post(PAGE, {"sex": "purple"}).status_code == 422
    assert own_answers(person) is None
    for address in ("https://evil.example/", "//evil.example/", "evil"):
        assert client.post(PAGE, {"do": "skip", "next": address})["Location"] == PAGE
    client.logout()
    assert client.get(PAGE).status_code == 302
