import re

import pytest
from django.utils import timezone
from tests.factories import TECHNICIAN, make_resume, make_vocabulary

from preceptor.accounts.queries import VISITOR_KEY
from preceptor.accounts.services import make_visitor
from preceptor.resumes.models import Correction, Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def resume():
    make_vocabulary()
    return make_resume(person=make_visitor(now=timezone.now()), text=TECHNICIAN)


@pytest.fixture
def address(client, resume):
    session = client.session
    session[VISITOR_KEY] = str(resume.person.public_id)
    session.save()
    return f"/record/{resume.public_id}/"


def held(resume, slug):
    return Evidence.objects.filter(person=resume.person, competency__slug=slug)


def test_a_record_shows_every_competency_with_its_words(client, address, resume):
    page = client.get(address).content.decode()

    for fact in resume.facts.filter(competency__isnull=False).select_related("competency"):
        assert f'id="held-{fact.competency.slug}"' in page
        assert f"<u>{fact.words}</u>" in page


def test_a_record_shows_its_text_with_the_words_marked(client, address):
    page = client.get(address).content.decode()

    assert '<a class="says" href="#held-active-directory">Active Directory</a>' in page


def test_one_row_at_a_time_is_open_to_change(client, address):
    closed = client.get(address).content.decode()
    opened = client.get(f"{address}?change=sql").content.decode()

    link = f'href="{address}?change=sql#held-sql"'
    assert link in closed
    assert 'name="subject" value="sql"' not in closed
    assert opened.count('name="subject" value="sql"') == 1
    assert link not in opened


def test_nobody_else_can_open_a_record(client, address, resume):
    client.session.flush()
    client.cookies.clear()

    assert client.get(address).status_code == 404
    assert client.post(f"{address}correct/", {"kind": "competency"}).status_code == 404


def test_a_level_that_a_person_changes_counts_at_once_and_is_listed(client, address, resume):
    response = client.post(
        f"{address}correct/",
        {"kind": "competency", "subject": "sql", "action": "change", "level": "4"},
        follow=True,
    )

    page = response.content.decode()
    assert "counts at level 4" in page
    assert "you corrected 1" in page
    assert {piece.level for piece in held(resume, "sql")} == {4}


def test_what_a_person_removes_counts_nowhere(client, address, resume):
    client.post(
        f"{address}correct/",
        {"kind": "competency", "subject": "sql", "action": "remove"},
    )

    assert not held(resume, "sql").exists()
    assert "you took it out" in client.get(address).content.decode()


@pytest.mark.parametrize("words", ["sql\0", "x" * 400])
def test_what_was_never_corrected_is_not_taken_back(client, address, resume, words):
    client.post(f"{address}correct/", {"kind": "competency", "subject": "sql", "action": "remove"})

    said = {"kind": "competency", "subject": "sql", "words": words}

    assert client.post(f"{address}undo/", said).status_code == 302
    assert Correction.objects.count() == 1


def test_a_correction_can_be_taken_back(client, address, resume):
    client.post(f"{address}correct/", {"kind": "competency", "subject": "sql", "action": "remove"})
    client.post(f"{address}undo/", {"kind": "competency", "subject": "sql", "words": ""})

    assert held(resume, "sql").exists()
    assert Correction.objects.count() == 0


def test_a_search_offers_what_can_be_added(client, address, resume):
    page = client.get(f"{address}?add=rhit").content.decode()

    assert re.search(r'name="subject" value="rhit"', page)
    client.post(
        f"{address}correct/",
        {"kind": "competency", "subject": "rhit", "action": "add", "status": "held"},
    )
    assert held(resume, "rhit").exists()
    assert Correction.objects.get().kind == "credential"


def test_a_search_without_a_hit_says_so(client, address):
    assert "Nothing is written like “zzzz”" in client.get(f"{address}?add=zzzz").content.decode()


def test_years_and_education_are_taken_as_the_person_states_them(client, address, resume):
    client.post(
        f"{address}correct/",
        {"kind": "years", "subject": "years_clinical", "action": "change", "years": "2.5"},
    )
    client.post(
        f"{address}correct/", {"kind": "education", "action": "change", "education": "master"}
    )

    record = resume.person.record
    record.refresh_from_db()
    assert (record.quarters_clinical, record.education) == (10, 5)


def home_of(resume):
    resume.person.refresh_from_db()
    return (resume.person.city, resume.person.zip_code, resume.person.is_willing_to_move)


def test_where_a_person_lives_is_read_stated_and_taken_back(client, address, resume):
    assert home_of(resume)[0] == "Bangor"

    page = client.post(
        f"{address}correct/",
        {"kind": "place", "action": "change", "zip": "04330-1234", "is_willing_to_move": "on"},
        follow=True,
    ).content.decode()
    assert "Where you live: Augusta, ME 04330; willing to move." in page
    assert home_of(resume) == ("Augusta", "04330", True)

    client.post(f"{address}undo/", {"kind": "place", "subject": "home", "words": ""})
    assert home_of(resume)[0] == "Bangor"
    assert home_of(resume)[2] is False


def test_a_person_may_only_say_that_they_would_move(client, address, resume):
    before = home_of(resume)
    client.post(
        f"{address}correct/",
        {"kind": "place", "action": "change", "zip": "", "is_willing_to_move": "on"},
    )

    assert home_of(resume) == (*before[:2], True)


def test_a_refused_zip_code_stays_in_its_field_with_what_else_was_given(client, address):
    page = client.post(
        f"{address}correct/",
        {"kind": "place", "action": "change", "zip": "00000", "is_willing_to_move": "on"},
    ).content.decode()

    assert 'name="zip" value="00000"' in " ".join(page.split())
    assert 'name="is_willing_to_move" checked' in page
    assert "We know no ZIP code 00000." in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            {"kind": "place", "action": "change", "zip": "Bangor"},
            "Give the five digits of a ZIP code, such as 04330.",
        ),
        (
            {"kind": "years", "subject": "years_it", "action": "change", "years": "many"},
            "Give the years as a number, such as 2.5.",
        ),
        (
            {"kind": "years", "subject": "years_it", "action": "change", "years": "99"},
            "Give at most 63 years.",
        ),
        (
            {"kind": "competency", "subject": "alchemy", "action": "add"},
            "Choose a competency of the list.",
        ),
        (
            {"kind": "competency", "subject": "sql", "action": "change", "level": "9"},
            "A level is a number from 1 to 5.",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_in_words(client, address, data, words):
    response = client.post(f"{address}correct/", data)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Correction.objects.count() == 0
