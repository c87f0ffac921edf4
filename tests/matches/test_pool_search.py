import csv
import io
import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import MONDAY, NURSE, TECHNICIAN, make_person, make_resume, make_vocabulary
from tests.factories.accounts import make_member, make_organization, make_user, sign_in

from preceptor.accounts.models import Consent, Look, Person, Schooling
from preceptor.accounts.services import note_change, withdraw_consent
from preceptor.accounts.services.looking import rest_person
from preceptor.common.places import find_zip
from preceptor.matches.queries.pool_columns import pool_columns
from preceptor.matches.queries.pool_filters import FACETS, Asked, PeopleQuery
from preceptor.matches.queries.pool_search import SORTS, search_pool, who_fits
from preceptor.matches.queries.pool_words import found_by_words
from preceptor.matches.services import build_snapshot, ready_pool

pytestmark = pytest.mark.django_db

TODAY = MONDAY.date()
BANGOR, AUGUSTA = "04401", "04330"


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


def lives_in(person, zip_code):
    home = find_zip(zip_code)
    Person.objects.filter(pk=person.pk).update(
        city=home.city,
        state=home.state,
        zip_code=home.zip_code,
        latitude=home.latitude,
        longitude=home.longitude,
    )


def changed(person, **values):
    Person.objects.filter(pk=person.pk).update(**values)
    note_change(person=person, now=MONDAY)


def ruth_and_wade():
    """A nurse in Augusta, and a help desk technician in Bangor."""
    ruth, wade = make_person(), make_person(name="Wade Libby")
    lives_in(wade, BANGOR)
    make_resume(person=ruth, text=NURSE)
    make_resume(person=wade, text=TECHNICIAN)
    return ruth, wade


def columns():
    return pool_columns(ready_pool(now=MONDAY))


def found(query=None, **more):
    return search_pool(columns(), query or PeopleQuery(), today=TODAY, **more)


def counts(searched, field):
    facet = next(facet for facet in searched.facets if facet.field == field)
    return {value.key: value.people for value in facet.values}


def address(team, **query):
    return reverse("matches:people", args=[team.slug], query=query)


def test_everybody_who_may_be_found_is_listed_the_newest_first():
    ruth, wade = ruth_and_wade()
    make_resume(person=make_person(name="Zoe Hidden", is_findable=False))

    assert found().numbers() == [wade.pk, ruth.pk]


def test_words_are_found_in_headlines_and_evidence_and_never_in_names():
    ruth, wade = ruth_and_wade()

    assert found_by_words("registered nurse") == {ruth.pk}
    assert found_by_words('"Active Directory"') == {wade.pk}
    assert found_by_words("Moody") == frozenset()
    assert found_by_words("Libby") == frozenset()
    assert found_by_words("") is None


def test_whoever_withdraws_is_found_by_no_word_in_the_same_transaction():
    ruth, _ = ruth_and_wade()

    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)

    assert found_by_words("nurse") == frozenset()
    assert ruth.pk not in found().numbers()


def test_withdrawn_consent_removes_a_person_from_a_count_being_looked_at(client, team, hanna):
    ruth, _ = ruth_and_wade()
    before = client.get(address(team, q="nurse")).content.decode()

    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)
    after = client.get(address(team, q="nurse")).content.decode()

    assert "<h1>1 of 2 people fits this search</h1>" in before
    assert "<h1>0 of 1 person fit this search</h1>" in after


def test_a_resting_profile_is_not_found_and_comes_back():
    ruth, wade = ruth_and_wade()

    rest_person(person=ruth, by=None, now=MONDAY)
    assert found().numbers() == [wade.pk]

    changed(ruth, resting_since=None)
    assert found().numbers() == [wade.pk, ruth.pk]


def test_a_competency_counts_what_implies_it_and_asks_level_and_proof_of_one_piece():
    ruth, wade = ruth_and_wade()

    assert found(PeopleQuery(competencies=(Asked("help-desk"),))).numbers() == [wade.pk]
    assert found(PeopleQuery(competencies=(Asked("epic-ehr"),))).numbers() == [ruth.pk]
    # Epic is a record system: who knows the one knows the other.
    asked = Asked("electronic-health-record")
    assert ruth.pk in found(PeopleQuery(competencies=(asked,))).numbers()
    assert found(PeopleQuery(competencies=(Asked("help-desk", level=5),))).numbers() == []
    assert found(PeopleQuery(competencies=(Asked("help-desk", grade=4),))).numbers() == []


def test_who_does_not_show_a_competency_is_counted_as_not_stating_it():
    ruth_and_wade()

    (asked,) = found(PeopleQuery(competencies=(Asked("help-desk", level=5),))).asked

    assert (asked.people, asked.below, asked.unstated) == (0, 1, 1)


def test_a_place_finds_who_lives_near_and_on_wish_who_would_move():
    ruth, wade = ruth_and_wade()
    near_augusta = PeopleQuery(place=find_zip(AUGUSTA), zip_code=AUGUSTA, miles="25")

    assert found(near_augusta).numbers() == [ruth.pk]
    assert found(replace(near_augusta, miles="100")).numbers() == [wade.pk, ruth.pk]

    changed(wade, is_willing_to_move=True)
    assert found(near_augusta).numbers() == [wade.pk, ruth.pk]
    assert found(replace(near_augusta, is_with_movers=False)).numbers() == [ruth.pk]


def test_who_does_not_say_where_they_live_is_counted_apart():
    ruth, wade = ruth_and_wade()
    changed(ruth, city="", state="", zip_code="", latitude=None, longitude=None)

    searched = found(PeopleQuery(place=find_zip(BANGOR), zip_code=BANGOR, miles="10"))

    assert searched.numbers() == [wade.pk]
    assert counts(searched, "miles")["unstated"] == 1


def test_availability_is_counted_by_date_with_not_stated_apart():
    ruth, wade = ruth_and_wade()
    changed(ruth, available_on=TODAY)
    changed(wade, available_on=TODAY + timedelta(days=45))
    make_resume(person=make_person(name="Zoe Soon"))

    assert counts(found(), "when") == {"now": 1, "30": 1, "60": 2, "90": 2, "unstated": 1}


def test_a_cohort_is_counted_with_what_the_program_confirmed_apart(team):
    ruth, wade = ruth_and_wade()
    college = make_organization("stillwater", name="Stillwater College", kind="college")
    for person, confirmed in ((ruth, True), (wade, False)):
        Schooling.objects.create(
            person=person,
            organization=college,
            cohort="Spring 2026",
            stated_at=MONDAY,
            confirmed_at=MONDAY if confirmed else None,
            confirmed_by=make_user().public_id if confirmed else None,
        )
        note_change(person=person, now=MONDAY)
    of_cohort = PeopleQuery(school="stillwater|Spring 2026")

    assert counts(found(), "school") == {
        "stillwater": 2,
        "stillwater|Spring 2026": 2,
        "unstated": 0,
    }
    assert counts(found(of_cohort), "schooled") == {"confirmed": 1, "stated": 1}
    assert found(replace(of_cohort, schooled="confirmed")).numbers() == [ruth.pk]


def test_years_that_are_stated_and_those_that_are_not_stand_apart():
    ruth, wade = ruth_and_wade()

    clinical = counts(found(), "clinical")

    assert clinical["5"] == 1
    assert found(PeopleQuery(clinical="5")).numbers() == [ruth.pk]
    assert clinical["unstated"] == 1
    assert found(PeopleQuery(clinical="unstated")).numbers() == [wade.pk]


def test_languages_and_who_let_people_go_are_facets():
    ruth, wade = ruth_and_wade()
    changed(ruth, languages=["en", "es"], displaced_from="Harrow Medical Systems")
    changed(wade, languages=[])

    searched = found()

    assert counts(searched, "language") == {"en": 1, "es": 1, "unstated": 0}
    assert counts(searched, "displaced") == {
        "any": 1,
        "Harrow Medical Systems": 1,
        "unstated": 1,
    }


def test_every_filter_says_what_it_costs_the_worst_first():
    ruth_and_wade()

    filters = found(
        PeopleQuery(competencies=(Asked("help-desk"),), clinical="5", education="1")
    ).filters

    assert {(each.field, each.without, each.cost) for each in filters} == {
        ("c", 1, 1),
        ("clinical", 1, 1),
        ("education", 0, 0),
    }
    assert filters[-1].field == "education"


def test_the_list_that_nobody_fits_leads_on_to_those_that_somebody_does(client, team, hanna):
    ruth_and_wade()

    page = client.get(address(team, c="help-desk:1:0", clinical="5")).content.decode()

    assert "Nobody fits all of this" in page
    assert page.count("1 person</li>") == 2


@pytest.fixture
def mixed_world(db):
    """Nine people of every sort: near and far, stating much and stating nothing."""
    states = itertools.product((NURSE, TECHNICIAN), ("04330", "04401", "04101", ""))
    for number, (text, zip_code) in enumerate([*states, (NURSE, "04330")]):
        person = make_person(name="Some One")
        make_resume(person=person, text=text)
        home = find_zip(zip_code) if zip_code else None
        changed(
            person,
            city=home.city if home else "",
            state=home.state if home else "",
            latitude=home.latitude if home else None,
            longitude=home.longitude if home else None,
            is_willing_to_move=number % 3 == 0,
            available_on=(None, TODAY, TODAY + timedelta(days=50))[number % 3],
            languages=(None, [], ["en"], ["en", "es"])[number % 4],
            displaced_from=("", "Harrow", "Lumen", "")[number % 4],
        )
    return columns()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    role=st.sampled_from(["", "tech_support", "unstated"]),
    when=st.sampled_from(["", "now", "60", "unstated"]),
    language=st.sampled_from(["", "es", "unstated"]),
    clinical=st.sampled_from(["", "3", "unstated"]),
    displaced=st.sampled_from(["", "any", "Lumen"]),
    miles=st.sampled_from(["", "25", "100"]),
    skill=st.sampled_from(["", "help-desk", "electronic-health-record"]),
)
def test_every_count_equals_the_list_it_leads_to(mixed_world, miles, skill, **facets):
    world = mixed_world
    query = PeopleQuery(
        miles=miles,
        place=find_zip(AUGUSTA) if miles else None,
        competencies=(Asked(skill),) if skill else (),
        **facets,
    )

    searched = search_pool(world, query, today=TODAY)

    for facet in searched.facets:
        for value in facet.values:
            chosen = replace(query, **{facet.field: value.key})
            listed = search_pool(world, chosen, today=TODAY)
            assert value.people == len(listed), (facet.field, value.key)
    for held in searched.held:
        more = replace(query, competencies=(*query.competencies, Asked(held.competency)))
        assert held.people == len(search_pool(world, more, today=TODAY))
    for each in searched.filters:
        blank = () if each.field == "c" else ""
        name = "competencies" if each.field == "c" else each.field
        assert each.without == len(search_pool(world, replace(query, **{name: blank}), today=TODAY))


def test_the_columns_equal_those_read_anew_after_many_changes():
    ruth, wade = ruth_and_wade()
    columns()
    changed(ruth, languages=["es"])
    withdraw_consent(person=wade, purpose=Consent.Purpose.FOUND, now=MONDAY)
    zoe = make_person(name="Zoe New")
    make_resume(person=zoe, text=TECHNICIAN)

    now = columns()

    assert now.number.tolist() == [ruth.pk, zoe.pk]
    assert [extra.languages for extra in now.extras] == [("es",), None]


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_lists_the_same_people(sort):
    ruth, wade = ruth_and_wade()
    query = PeopleQuery(place=find_zip(BANGOR), zip_code=BANGOR, miles="250")

    assert sorted(found(query, sort=sort).numbers()) == [ruth.pk, wade.pk]


def test_orders_put_first_what_they_say():
    ruth, wade = ruth_and_wade()
    changed(ruth, available_on=date(2026, 12, 1))
    near_augusta = PeopleQuery(place=find_zip(AUGUSTA), zip_code=AUGUSTA, miles="250")

    assert found(near_augusta, sort="near").numbers() == [ruth.pk, wade.pk]
    assert found(sort="soon").numbers() == [ruth.pk, wade.pk]
    assert found(sort="clinical").numbers() == [ruth.pk, wade.pk]
    assert found(sort="it").numbers() == [wade.pk, ruth.pk]


def test_an_unknown_value_is_nobodys_and_an_unreadable_competency_asks_nothing(client, team, hanna):
    ruth_and_wade()

    nobody = client.get(address(team, role="astronaut"))
    everybody = client.get(address(team, c="nonsense:9:9"))

    assert "0 of 2 people fit this search" in nobody.content.decode()
    assert "2 people can be found" in everybody.content.decode()


def test_the_page_shows_no_name_and_every_person_can_read_who_looked(client, team, hanna):
    ruth, wade = ruth_and_wade()

    page = client.get(address(team)).content.decode()

    assert "Moody" not in page
    assert "Libby" not in page
    assert set(Look.objects.values_list("person_id", "viewer", "kind")) == {
        (ruth.pk, hanna.public_id, "listed"),
        (wade.pk, hanna.public_id, "listed"),
    }


def test_a_competency_that_is_typed_leads_to_the_address_that_asks_it(client, team, hanna):
    answer = client.get(address(team, skill="help desk", level="3", grade="1", role="trainer"))

    assert answer.status_code == 302
    assert answer.url == f"{address(team)}?role=trainer&c=help-desk%3A3%3A1"


def test_a_search_that_cannot_be_run_says_why_and_runs_the_rest(client, team, hanna):
    ruth_and_wade()

    answer = client.get(address(team, zip="00001", role="tech_support"))

    assert answer.status_code == 422
    assert "We know no ZIP code 00001." in answer.content.decode()


def test_the_table_of_a_search_is_blind_and_as_long_as_its_list(client, team, hanna):
    ruth_and_wade()

    answer = client.get(address(team, format="csv", clinical="unstated"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert len(rows) == len(found(PeopleQuery(clinical="unstated")))
    assert rows[0]["headline"] == "Help Desk Technician"
    assert "Libby" not in answer.content.decode()


def test_only_who_hires_searches_people(client, team):
    assert client.get(address(team)).status_code == 302

    sign_in(client, make_member(team, teaches=True))
    assert client.get(address(team)).status_code == 403

    sign_in(client, make_user())
    assert client.get(address(team)).status_code == 404


def test_the_list_asks_as_many_questions_for_one_person_as_for_many(client, team, hanna):
    def asked():
        build_snapshot(now=MONDAY)
        client.get(address(team))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(team))
        return len(queries)

    make_resume(person=make_person(name="Zoe First"))
    with_one = asked()
    for number in range(30):
        make_resume(person=make_person(name=f"Somebody {number}"), text=TECHNICIAN)

    assert asked() == with_one


def test_every_facet_has_a_field_of_the_query():
    assert {facet.field for facet in FACETS} <= {*PeopleQuery.__dataclass_fields__}
    assert len(who_fits(columns(), PeopleQuery(), today=TODAY)) == 0
