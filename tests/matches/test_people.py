import uuid

import pytest
from django.urls import reverse
from tests.factories import MONDAY, NURSE, make_job, make_person, make_resume, make_vocabulary
from tests.factories.accounts import make_member, make_organization, make_user, sign_in
from tests.factories.hiring import bare_application, bare_job

from preceptor.accounts.models import Consent, Look, Person
from preceptor.accounts.queries.consent import register_ground
from preceptor.accounts.queries.seen import id_seen_by
from preceptor.accounts.services import give_consent, withdraw_consent
from preceptor.matches.answers import Quote
from preceptor.matches.queries.blind import blind_quote
from preceptor.matches.queries.people import best_skills, person_for, profile_of
from preceptor.matches.queries.pool_words import found_by_words
from preceptor.matches.queries.shown import shown_people, shown_pieces
from preceptor.resumes.queries.blind import blind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()


@pytest.fixture
def team():
    return make_organization()


@pytest.fixture
def hanna(client, team):
    hanna = make_member(team, hires=True)
    sign_in(client, hanna)
    return hanna


@pytest.fixture
def ruth():
    user = make_user("ruth@riverside.example.org")
    person = make_person()
    Person.objects.filter(pk=person.pk).update(user=user, phone="207 555 0147")
    person.refresh_from_db()
    text = NURSE.replace(
        "acute care.", "acute care. Ask Ruth Moody, ruth@moody.example, 2075550147."
    )
    make_resume(person=person, text=text)
    return person


def address(team, person):
    return reverse("matches:person", args=[team.slug, id_seen_by(team, person.public_id)])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Registered nurse", "Registered nurse"),
        ("Ruth Moody, RN", "[…] […], RN"),
        ("RUTH is moody", "[…] is […]"),
        ("Truth and moodiness", "Truth and moodiness"),
        ("Write to r.moody+jobs@clinic.example.org", "Write to […]"),
        ("Call (207) 555-0147 or +1 207 555 0199", "Call […] or […]"),
        ("See linkedin.com/in/ruthm", "See […]"),
        ("From 2019 to 2024", "From 2019 to 2024"),
        ("", ""),
    ],
)
def test_what_names_somebody_is_left_out_of_words(ruth, text, left):
    assert blind(text, ruth) == left


def test_a_quote_keeps_its_place_without_the_name(ruth):
    quote = Quote("Ask Ruth about ", "Epic", " at moody@example.org", (4, 8))

    assert blind_quote(quote, ruth) == Quote("Ask […] about ", "Epic", " at […]", (4, 8))
    assert blind_quote(None, ruth) is None


def test_people_read_their_own_words_whole_and_employers_read_them_blind(ruth):
    own = [piece.quote for piece in shown_pieces(ruth) if piece.quote]
    seen = [piece.quote for piece in shown_people([ruth.pk])[ruth.pk].pieces if piece.quote]

    assert len(own) == len(seen)
    assert [quote for quote in seen if "Moody" in f"{quote.before}{quote.words}{quote.after}"] == []


def test_who_gave_no_name_is_not_named_by_their_resume_either(client, team, hanna, ruth):
    Person.objects.filter(pk=ruth.pk).update(name="")
    ruth.refresh_from_db()
    make_resume(person=ruth, text=NURSE.replace("RUTH MOODY\n", "RUTH MOODY, RN, "))

    page = client.get(address(team, ruth)).content.decode()
    shown = shown_people([ruth.pk])[ruth.pk]

    assert ruth.name_read == "RUTH MOODY"
    assert "Registered Nurse" in shown.headline
    assert "moody" not in page.casefold()
    assert "moody" not in repr(shown).casefold()
    assert found_by_words("Moody") == frozenset()
    assert found_by_words("medication administration") == {ruth.pk}


def test_the_profile_shows_evidence_with_words_and_no_name(client, team, hanna, ruth):
    page = client.get(address(team, ruth)).content.decode()

    assert "<h1>Registered Nurse</h1>" in page
    assert "You do not see who this is." in page
    for name in ("Moody", "ruth@", "555 0147", "5550147"):
        assert name not in page
    assert "Harborview General Hospital" in page
    assert list(Look.objects.values_list("person_id", "kind")) == [(ruth.pk, "profile")]


def test_who_shares_the_name_is_seen_with_it_and_can_read_that(client, team, hanna, ruth):
    give_consent(person=ruth, purpose=Consent.Purpose.NAMED, now=MONDAY)

    page = client.get(address(team, ruth)).content.decode()

    assert "<h1>Ruth Moody</h1>" in page
    assert "ruth@riverside.example.org" in page
    assert "207 555 0147" in page
    assert list(Look.objects.values_list("kind", flat=True)) == ["named"]


def test_where_somebody_worked_and_learned_is_told_with_the_name(client, team, hanna, ruth):
    def past():
        page = client.get(address(team, ruth)).content.decode()
        return page[page.index('id="past"') :]

    blind_past = past()
    give_consent(person=ruth, purpose=Consent.Purpose.NAMED, now=MONDAY)
    named_past = past()

    job = next(each for each in profile_of(ruth, team).jobs if each.employer)
    assert job.employer in named_past
    assert f"{job.started:%B %Y}" in named_past
    assert job.employer not in blind_past
    assert f"{job.started:%B %Y}" not in blind_past
    assert (job.title in blind_past, f"{job.started:%Y}" in blind_past) == (True, True)
    assert profile_of(ruth, team).studies != ()


def test_who_may_not_be_found_is_not_there(client, team, hanna, ruth):
    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)

    assert client.get(address(team, ruth)).status_code == 404
    assert client.get(reverse("matches:person", args=[team.slug, uuid.uuid4()])).status_code == 404
    assert Look.objects.count() == 0


def test_sharing_the_name_alone_is_no_ground_to_be_looked_at(client, team, hanna, ruth):
    give_consent(person=ruth, purpose=Consent.Purpose.NAMED, now=MONDAY)
    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)

    assert client.get(address(team, ruth)).status_code == 404


def test_who_applied_is_seen_though_they_are_found_no_more(client, team, hanna, ruth, monkeypatch):
    monkeypatch.setattr("preceptor.accounts.queries.consent._grounds", {})
    register_ground(lambda organization, numbers: [ruth.pk])
    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)

    page = client.get(address(team, ruth)).content.decode()

    assert "<h1>Ruth Moody</h1>" in page
    assert "not looking to be found now" in page


def test_only_members_who_hire_see_people(client, team, ruth):
    assert person_for(make_user(), team, id_seen_by(team, ruth.public_id)) == ruth
    sign_in(client, make_user())
    assert client.get(address(team, ruth)).status_code == 404
    sign_in(client, make_member(team, counsels=True))
    assert client.get(address(team, ruth)).status_code == 403


@pytest.mark.parametrize(
    ("route", "names_person"),
    [
        ("matches:people", False),
        ("matches:need_start", False),
        ("matches:shortlists", False),
        ("matches:person", True),
        ("jobs:invite", True),
    ],
)
def test_an_organization_that_nobody_verified_sees_nobody(client, ruth, route, names_person):
    new = make_organization("new", name="New Clinic", is_verified=False)
    sign_in(client, make_member(new, hires=True))

    arguments = [new.slug, id_seen_by(new, ruth.public_id)] if names_person else [new.slug]
    answer = client.get(reverse(route, args=arguments))

    assert answer.status_code == 403
    assert "organizations that a steward has verified" in answer.content.decode()
    assert not Look.objects.exists()


def test_an_invitation_is_offered_to_who_agreed_to_be_contacted(client, team, hanna, ruth):
    assert "does not want to be contacted first" in client.get(address(team, ruth)).content.decode()
    give_consent(person=ruth, purpose=Consent.Purpose.CONTACTED, now=MONDAY)

    job = make_job()
    page = client.get(f"{address(team, ruth)}?job={job.public_id}").content.decode()
    seen = id_seen_by(team, ruth.public_id)
    assert f"/o/kennebec/people/{seen}/invite/?job={job.public_id}" in page
    assert f"/o/kennebec/messages/to/{seen}/" in page


def test_who_applied_is_written_to_and_not_invited_unless_they_agreed(client, team, hanna, ruth):
    bare_application(bare_job(organization=team), ruth)

    page = client.get(address(team, ruth)).content.decode()

    assert "Write</a>" in page
    assert "Invite to apply" not in page


def test_two_organizations_know_a_person_by_different_ids(client, team, hanna, ruth):
    other = make_organization("riverside", name="Riverside Practice")
    here, there = (id_seen_by(each, ruth.public_id) for each in (team, other))
    listed = client.get(reverse("matches:people", args=[team.slug]))
    pages = [listed, client.get(address(team, ruth))]

    for page in pages:
        assert str(here) in page.content.decode()
        assert str(ruth.public_id) not in page.content.decode()
        assert str(there) not in page.content.decode()
    for stranger in (there, ruth.public_id):
        strange = reverse("matches:person", args=[team.slug, stranger])
        assert client.get(strange).status_code == 404


def test_each_competency_stands_once_with_its_best_level_and_grade():
    skills = best_skills([("sql", 2, 0), ("hl7-v2", None, 1), ("sql", None, 3), ("gone", 5, 4)])

    assert [(each.competency, each.level, each.grade) for each in skills] == [
        ("sql", 2, 3),
        ("hl7-v2", None, 1),
    ]


def test_a_profile_says_what_is_not_stated(team):
    person = make_person(name="")
    Person.objects.filter(pk=person.pk).update(right_to_work="")
    person.refresh_from_db()

    profile = profile_of(person, team)

    assert profile.languages is None
    assert profile.right_to_work == ""
    assert profile.card.headline == "Person without a headline"
    assert profile.skills == profile.credentials == profile.jobs == ()
