"""The directory of organizations and the page of each: what everybody may see of them."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import MONDAY
from tests.factories.accounts import make_organization
from tests.factories.hiring import bare_application, bare_job

from preceptor.accounts.models import Organization, Site
from preceptor.jobs.models import Application, Job
from preceptor.jobs.queries.clock import answer_rates
from preceptor.jobs.queries.organizations import (
    OrganizationSearch,
    find_organizations,
    organization_rows,
    states_of_organizations,
)

pytestmark = pytest.mark.django_db
Kind = Organization.Kind
DAY = timedelta(days=1)


def names(client, query=""):
    answer = client.get(f"/organizations/?format=csv&{query}")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return [row["name"] for row in rows]


def answered(job, *, in_time, late=0):
    """Let applications have been answered before and after the promised day."""
    for number in range(in_time + late):
        application = bare_application(job, has_account=False)
        at = MONDAY + (2 if number < in_time else 12) * DAY
        Application.objects.filter(pk=application.pk).update(
            promised_by=MONDAY + 10 * DAY, first_answer_at=at
        )


@pytest.fixture
def three():
    """A hospital of Augusta, a clinic of Bangor and Boston, and one that nobody verified."""
    make_organization("kennebec")
    clinic = make_organization("acadia", name="Acadia Clinic", kind=Kind.PRACTICE)
    clinic.sites.update(city="Bangor")
    Site.objects.create(
        organization=clinic,
        name="Across the border",
        city="Boston",
        state="MA",
        zip_code="02108",
        latitude=42.36,
        longitude=-71.06,
    )
    make_organization("unseen", name="Unseen Clinic", is_verified=False)
    bare_job(organization="kennebec")
    bare_job(organization="kennebec")
    bare_job(organization="kennebec", status=Job.Status.FILLED)
    bare_job(organization="acadia")
    bare_job(organization="unseen")


def test_everybody_finds_verified_organizations_by_name_kind_and_state(client, three):
    assert names(client) == ["Acadia Clinic", "Kennebec River Medical Center"]
    assert names(client, "q=clinic") == ["Acadia Clinic"]
    assert names(client, "q=MEDICAL+river") == ["Kennebec River Medical Center"]
    assert names(client, "q=100%25") == []
    assert names(client, "kind=hospital") == ["Kennebec River Medical Center"]
    assert names(client, "state=MA") == ["Acadia Clinic"]
    assert names(client, "state=ME&kind=practice") == ["Acadia Clinic"]
    assert states_of_organizations() == ["MA", "ME"]


def test_a_row_tells_kind_places_open_jobs_and_answers(client, three):
    answered(Job.objects.filter(organization__slug="acadia").get(), in_time=4, late=2)

    [row, other] = organization_rows(
        list(find_organizations(OrganizationSearch(), now=MONDAY + 20 * DAY)),
        now=MONDAY + 20 * DAY,
    )

    assert row.organization.slug == "acadia"
    assert row.places == ("Boston, MA", "Bangor, ME")
    assert (row.job_count, row.rate.answered, row.rate.due, row.rate.percent) == (1, 4, 6, 67)
    assert (other.job_count, other.rate.due) == (2, 0)


def test_many_places_are_counted_not_told():
    organization = make_organization()
    for city in ("Bangor", "Calais", "Dover", "Eastport"):
        Site.objects.create(
            organization=organization,
            name=city,
            city=city,
            state="ME",
            zip_code="04330",
            latitude=44,
            longitude=-69,
        )

    [row] = organization_rows(
        list(find_organizations(OrganizationSearch(), now=MONDAY)), now=MONDAY
    )

    assert row.places_named == "Augusta, ME; Bangor, ME; Calais, ME and 2 more"


def test_the_order_is_by_name_by_open_jobs_or_by_answers(client):
    for slug in ("alder", "birch", "cedar", "dogwood"):
        make_organization(slug, name=slug.title())
    answered(bare_job(organization="birch"), in_time=5)
    answered(bare_job(organization="alder"), in_time=4, late=1)
    # Four are too few to say a rate, however good.
    answered(bare_job(organization="cedar"), in_time=4)
    bare_job(organization="cedar")
    now = MONDAY + 20 * DAY

    def order(sort):
        found = find_organizations(OrganizationSearch(sort=sort), now=now)
        return [organization.slug for organization in found]

    assert order("") == ["alder", "birch", "cedar", "dogwood"]
    assert order("jobs") == ["cedar", "alder", "birch", "dogwood"]
    assert order("answers") == ["birch", "alder", "cedar", "dogwood"]
    # The order is of the rates that are shown.
    rates = answer_rates(Organization.objects.values_list("pk", flat=True), now=now).values()
    assert sorted((rate.answered, rate.due) for rate in rates) == [(0, 0), (4, 4), (4, 5), (5, 5)]


def test_many_organizations_take_as_many_questions_as_one(client):
    make_organization("first")
    bare_job(organization="first")

    def asked(query):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(f"/organizations/{query}").status_code == 200
        return len(asked)

    few = [asked(""), asked("?sort=answers"), asked("?format=csv")]
    for number in range(50):
        house = Organization.objects.create(
            slug=f"house-{number}",
            name=f"House {number}",
            kind=Kind.PRACTICE,
            created_at=MONDAY,
            is_demo=True,
        )
        if number % 2:
            bare_job(organization=house)
    assert [asked(""), asked("?sort=answers"), asked("?format=csv")] == few
    assert "Page 3" in client.get("/organizations/").content.decode()


def test_an_empty_directory_and_an_empty_search_lead_on(client):
    page = client.get("/organizations/").content.decode()
    assert "No organization is here yet" in page
    assert 'href="/o/new/"' in page

    make_organization()
    page = client.get("/organizations/?q=nowhere").content.decode()
    assert "0 organizations fit this search" in page
    assert 'href="/organizations/"' in page


@pytest.mark.parametrize(
    "query", ["kind=zoo", "state=ZZ", "sort=random", "q=%00", "q=" + "a" * 101]
)
def test_a_search_that_cannot_be_run_is_to_be_corrected(client, query):
    make_organization()

    answer = client.get(f"/organizations/?{query}")

    assert answer.status_code == 422
    assert "This search cannot be run" in answer.content.decode()


def test_everybody_sees_a_verified_organization_with_its_jobs_and_nobody_another(client, three):
    page = client.get("/organizations/kennebec/").content.decode()

    assert "Kennebec River Medical Center" in page
    assert "Augusta, ME" in page
    assert "Verified" in page
    assert "2 open jobs" in page
    assert "no answer rate yet" in page
    assert 'href="/organizations/kennebec/jobs.atom"' in page
    assert "@" not in page.split("<main")[1].split("<footer")[0]
    assert client.get("/organizations/unseen/").status_code == 404


def test_an_organization_without_an_open_job_leads_to_those_of_others(client):
    make_organization()

    page = client.get("/organizations/kennebec/").content.decode()

    assert "It has no open job now" in page
    assert 'href="/jobs/"' in page


def test_every_page_leads_to_the_directory(client):
    footer = client.get("/accessibility/").content.decode().split("<footer")[1]

    assert '<a href="/organizations/">Organizations</a>' in " ".join(footer.split())
