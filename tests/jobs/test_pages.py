import re
from xml.etree import ElementTree

import pytest
from tests.factories import MONDAY, make_job, make_vocabulary

from preceptor.jobs.models import Job
from preceptor.jobs.services.indexing import index_jobs

# Inside a test's transaction nothing is kept in memory: three of these read the columns anew.
QUERIES = 6

pytestmark = pytest.mark.django_db

TRAINER = """\
EHR Trainer

This position is remote.

Requirements
- Training delivery
- Experience with Epic
"""


@pytest.fixture
def jobs():
    make_vocabulary()
    return [make_job(), make_job(text=TRAINER, slug="ehr-trainer")]


def titles(page):
    return re.findall(r'<h3><a href="/jobs/[\w-]+/">([^<]+)</a>', page)


def test_the_list_names_its_count_and_leads_to_each_job(client, jobs):
    page = client.get("/jobs/").content.decode()

    assert "<h1>2 open health IT jobs</h1>" in page
    assert set(titles(page)) == {job.title for job in jobs}


def test_without_any_job_the_list_says_so(client):
    page = client.get("/jobs/").content.decode()

    assert "No job is open here yet" in page


def test_a_search_narrows_by_words_role_and_place(client, jobs):
    assert titles(client.get("/jobs/?q=kennebec+trainer").content.decode()) == ["EHR Trainer"]
    assert titles(client.get("/jobs/?work_mode=remote").content.decode()) == ["EHR Trainer"]
    assert titles(client.get(f"/jobs/?role={jobs[1].role}").content.decode()) == ["EHR Trainer"]


def test_a_search_without_a_hit_leads_back_to_all(client, jobs):
    page = client.get("/jobs/?q=zzzz").content.decode()

    assert "No open job fits all of this" in page
    assert "Show every open job" in page


def test_a_search_that_cannot_be_run_says_why(client, jobs):
    response = client.get("/jobs/?work_mode=moon&near=Nowhere, ZZ&q=epic")
    page = response.content.decode()

    assert response.status_code == 422
    assert "Choose what is listed under “Where you work”." in page
    assert "We know no place of this name." in page
    assert 'value="epic"' in page


def test_a_short_list_says_what_each_filter_costs(client, jobs):
    page = client.get("/jobs/?q=epic&work_mode=remote&kind=internship").content.decode()

    assert "<h1>0 of 2 open jobs fit this search</h1>" in page
    assert re.findall(r"without <a [^>]*>([^<]+)</a>, <b>(\d+)</b>", page) == [("Internship", "1")]


def test_what_was_asked_stands_as_chips_that_take_it_away(client, jobs):
    page = client.get("/jobs/?q=epic&work_mode=remote&sort=pay").content.decode()

    chips = re.findall(r'<a class="tag"\s+href="([^"]+)"', page)
    assert chips == ["?work_mode=remote&amp;sort=pay", "?q=epic&amp;sort=pay"]


def test_the_search_as_a_feed_names_the_newest_with_their_addresses(client, jobs, settings):
    answer = client.get("/jobs/?q=trainer&format=atom")
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = feed.findall("{*}entry")
    assert [entry.findtext("{*}title") for entry in entries] == [
        "EHR Trainer, Kennebec River Medical Center"
    ]
    link = entries[0].find("{*}link")
    assert link is not None
    assert link.get("href") == f"{settings.SITE_ADDRESS}/jobs/ehr-trainer/"


def test_an_empty_feed_is_a_feed(client, jobs):
    answer = client.get("/jobs/?q=zzzz&format=atom")
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own

    assert feed.findall("{*}entry") == []
    assert feed.findtext("{*}updated")


def test_a_live_choice_gets_the_part_that_changes(client, jobs):
    whole = client.get("/jobs/?q=epic")
    part = client.get("/jobs/?q=epic", headers={"HX-Request-Type": "partial"})

    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert titles(part.content.decode()) == titles(whole.content.decode())
    assert "HX-Request-Type" in part["Vary"]


def test_orders_are_chosen_by_link(client, jobs):
    Job.objects.filter(pk=jobs[0].pk).update(pay_most=90_000_00)
    index_jobs(jobs=jobs[:1])

    page = client.get("/jobs/?sort=pay").content.decode()

    assert titles(page) == [jobs[0].title, jobs[1].title]
    assert "up to $90,000 a year" in page
    assert '<b aria-current="true">highest pay</b>' in page


def test_the_list_as_csv_has_a_row_per_job(client, jobs):
    answer = client.get("/jobs/?format=csv")

    assert len(answer.content.decode().splitlines()) == 3
    assert "/jobs/ehr-trainer/" in answer.content.decode()
    assert "Kennebec River Medical Center" in answer.content.decode()


def test_a_pasted_need_is_in_no_list(client, jobs):
    jobs[0].status = Job.Status.PASTED
    jobs[0].save(update_fields=["status"])

    assert titles(client.get("/jobs/").content.decode()) == ["EHR Trainer"]


def test_a_longer_list_asks_no_more_queries(client, django_assert_num_queries, jobs):
    client.get("/jobs/")
    with django_assert_num_queries(QUERIES):
        client.get("/jobs/")
    for number in range(3):
        make_job(slug=f"more-{number}")
    assert Job.objects.filter(opened_at=MONDAY).count() == 5
    with django_assert_num_queries(QUERIES):
        client.get("/jobs/")
