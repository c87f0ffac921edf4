import re

import pytest
from tests.factories import MONDAY, make_job, make_vocabulary

from preceptor.jobs.models import Job

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
    return re.findall(r'<th scope="row"><a href="/jobs/[\w-]+/">([^<]+)</a>', page)


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
    response = client.get("/jobs/?work_mode=moon")

    assert response.status_code == 422
    assert "Choose one of the places in the list." in response.content.decode()


def test_columns_sort_either_way_by_link(client, jobs):
    assert titles(client.get("/jobs/?sort=title").content.decode()) == sorted(
        job.title for job in jobs
    )
    assert titles(client.get("/jobs/?sort=-title").content.decode()) == sorted(
        (job.title for job in jobs), reverse=True
    )


def test_the_list_as_csv_has_a_row_per_job(client, jobs):
    answer = client.get("/jobs/?format=csv")

    assert len(answer.content.decode().splitlines()) == 3
    assert "Kennebec River Medical Center" in answer.content.decode()


def test_a_pasted_need_is_in_no_list(client, jobs):
    Job.objects.filter(pk=jobs[0].pk).update(status=Job.Status.PASTED)

    assert titles(client.get("/jobs/").content.decode()) == ["EHR Trainer"]


def test_a_longer_list_asks_no_more_queries(client, django_assert_num_queries, jobs):
    client.get("/jobs/")
    with django_assert_num_queries(3):
        client.get("/jobs/")
    for number in range(3):
        make_job(slug=f"more-{number}")
    assert Job.objects.filter(opened_at=MONDAY).count() == 5
    with django_assert_num_queries(3):
        client.get("/jobs/")
