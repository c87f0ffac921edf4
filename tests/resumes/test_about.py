from datetime import date

import pytest
from tests.factories import MONDAY, make_resume, make_vocabulary
from tests.factories.accounts import make_user

from preceptor.accounts.models import Change, Person
from preceptor.accounts.queries import last_change
from preceptor.accounts.services import person_for
from preceptor.accounts.services.about import About, state_about
from preceptor.common.models import LogEntry

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Ruth Moody",
    "phone": "207 555 0100",
    "zip_code": "04401",
    "is_willing_to_move": "on",
    "available_on": "2027-01-15",
    "right_to_work": "yes",
    "languages": ["es", "en"],
    "displaced_from": "Dirigo Systems",
    "displaced_on": "2026-10-30",
}


def test_what_people_say_of_themselves_is_kept_and_looked_at_again(client):
    user = make_user(name="Ruth")
    client.force_login(user)
    seen = last_change()

    answer = client.post("/me/about/", SAID)

    person = Person.objects.get(user=user)
    assert answer["Location"] == "/me/about/"
    assert (person.name, person.phone) == ("Ruth Moody", "207 555 0100")
    assert (person.city, person.state, person.zip_code) == ("Bangor", "ME", "04401")
    assert (round(person.latitude), round(person.longitude)) == (45, -69)
    assert (person.is_willing_to_move, person.right_to_work) == (True, "yes")
    assert (person.available_on, sorted(person.languages)) == (date(2027, 1, 15), ["en", "es"])
    assert (person.displaced_from, person.displaced_on) == ("Dirigo Systems", date(2026, 10, 30))
    changed = {row.person_number for row in Change.objects.filter(number__gt=seen)}
    assert changed == {person.pk}
    assert LogEntry.objects.latest("number").kind == "accounts.about_stated"
    assert 'value="Ruth Moody"' in client.get("/me/about/").content.decode()


def test_what_is_left_out_is_not_stated(client):
    user = make_user()
    client.force_login(user)
    client.post("/me/about/", SAID)

    client.post("/me/about/", {"name": ""})

    person = Person.objects.get(user=user)
    assert (person.name, person.city, person.latitude) == ("", "", None)
    assert (person.languages, person.available_on, person.right_to_work) == (None, None, "")
    assert (person.displaced_from, person.displaced_on) == ("", None)


def test_what_the_sweep_writes_meanwhile_is_kept():
    person = person_for(user=make_user(), now=MONDAY)
    as_read = Person.objects.get(pk=person.pk)
    Person.objects.filter(pk=person.pk).update(looking_asked_at=MONDAY)
    about = About("Ruth", "", None, False, "", None, None)

    state_about(person=as_read, about=about, by=person.user, now=MONDAY)

    person.refresh_from_db()
    assert (person.name, person.looking_asked_at) == ("Ruth", MONDAY)


def test_looking_makes_nobody_and_a_wrong_zip_code_is_said(client):
    client.force_login(make_user())

    assert client.get("/me/about/").status_code == 200
    answer = client.post("/me/about/", {**SAID, "zip_code": "00000"})

    assert answer.status_code == 422
    assert "We know no ZIP code 00000." in answer.content.decode()
    assert Person.objects.count() == 0


def test_a_resume_tells_the_home_of_an_account_that_has_none_and_changes_no_other():
    make_vocabulary()
    without, settled = (person_for(user=make_user(), now=MONDAY) for _ in range(2))
    settled.city, settled.state, settled.zip_code = "Portland", "ME", "04101"
    settled.latitude, settled.longitude = 43.66, -70.26
    settled.save()

    for person in (without, settled):
        make_resume(person=person)
        person.refresh_from_db()

    assert (without.city, without.state) == ("Augusta", "ME")
    assert (settled.city, settled.zip_code) == ("Portland", "04101")


def test_only_who_is_signed_in_has_such_a_page(client):
    assert client.get("/me/about/")["Location"] == "/account/login/?next=/me/about/"
