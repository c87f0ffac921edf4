"""Jobs as feeds: well-formed, complete, the same again unless something changed."""

from __future__ import annotations

import gzip
import json
from xml.etree import ElementTree as ET

import pytest
from tests.factories import MONDAY, make_job
from tests.factories.accounts import make_organization

from preceptor.accounts.models import Organization
from preceptor.common.places import find_zip
from preceptor.jobs.models import Job
from preceptor.jobs.queries import feeds as queries
from preceptor.jobs.services import publishing
from preceptor.jobs.services.places import PlaceGiven, put_places

pytestmark = pytest.mark.django_db
# Our own feeds hold no entities.
parsed = ET.fromstring
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/feeds/jobs.xml", "/feeds/jobs.atom", "/feeds/jobs.json")


@pytest.fixture
def three():
    jobs = [make_job(slug=f"job-{number}") for number in (1, 2, 3)]
    Job.objects.filter(pk=jobs[0].pk).update(
        title='Analyst <"Epic"> & more \x0b', pay_least=6_200_000, pay_most=7_150_050
    )
    return jobs


def body(client, address, **headers):
    answer = client.get(address, **headers)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def ids_in(client, address):
    """Return the ids of every job of a feed, following its pages."""
    data = body(client, address)
    if address.endswith("json"):
        return [item["id"] for item in json.loads(data)["items"]]
    root = parsed(data)
    if root.tag == "source":
        return [job.findtext("referencenumber") for job in root.iter("job")]
    found = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    for link in root.findall(f"{ATOM}link"):
        if link.get("rel") == "next":
            found += ids_in(client, link.get("href").partition("8000")[2] or link.get("href"))
    return [each.removeprefix("urn:uuid:") for each in found]


@pytest.mark.parametrize("address", FEEDS)
def test_every_job_that_is_shown_is_in_each_feed_once(client, three, address):
    Job.objects.filter(pk=three[2].pk).update(status=Job.Status.PAUSED)

    assert ids_in(client, address) == [str(job.public_id) for job in (three[1], three[0])]


def test_atom_comes_in_pages_that_lead_on(client, three, monkeypatch, settings):
    settings.SITE_ADDRESS = ""
    monkeypatch.setattr(queries, "PAGE", 2)

    first = parsed(body(client, "/feeds/jobs.atom"))

    links = {link.get("rel"): link.get("href") for link in first.findall(f"{ATOM}link")}
    assert links["next"] == f"/feeds/jobs.atom?before={three[1].pk}"
    assert len(first.findall(f"{ATOM}entry")) == 2
    last = parsed(body(client, links["next"]))
    assert [entry.findtext(f"{ATOM}title") for entry in last.findall(f"{ATOM}entry")] == [
        'Analyst <"Epic"> & more '
    ]
    rels = [link.get("rel") for link in last.findall(f"{ATOM}link")]
    assert "next" not in rels
    assert first.findtext(f"{ATOM}id") == last.findtext(f"{ATOM}id")


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_not_written_again_until_something_changed(client, three, address):
    first = client.get(address)
    tag = first["ETag"]
    assert first["Last-Modified"] == "Mon, 16 Nov 2026 09:00:00 GMT"
    b"".join(first.streaming_content)

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    publishing.touch(job=three[0], now=MONDAY)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    changed = client.get(address)["ETag"]
    # What goes away moves no date.
    Job.objects.filter(pk=three[1].pk).update(status=Job.Status.PAUSED)
    assert client.get(address, headers={"If-None-Match": changed}).status_code == 200


def test_one_organization_has_feeds_of_its_own(client, three):
    make_organization("penobscot", name="Penobscot Valley Clinic")
    other = Organization.objects.get(slug="penobscot")
    Job.objects.filter(pk=three[0].pk).update(organization=other)

    assert ids_in(client, "/organizations/penobscot/jobs.json") == [str(three[0].public_id)]
    assert len(ids_in(client, "/organizations/kennebec/jobs.xml")) == 2
    assert len(ids_in(client, "/organizations/kennebec/jobs.atom")) == 2
    assert client.get("/organizations/nobody/jobs.xml").status_code == 404
    assert client.get("/feeds/jobs.rss").status_code == 404


def test_a_job_says_what_it_is_in_every_form(client, three, settings):
    settings.SITE_ADDRESS = "https://jobs.example.org"

    job = parsed(body(client, "/feeds/jobs.xml")).findall("job")[-1]
    told = {field.tag: field.text for field in job}
    assert told["title"] == 'Analyst <"Epic"> & more '
    assert told["url"] == "https://jobs.example.org/jobs/job-1/?from=feed"
    assert told["salary"] == "$62,000 - $71,500.50 per year"
    assert (told["city"], told["state"], told["country"]) == ("Augusta", "ME", "US")
    assert told["description"].startswith("<p>EHR Implementation Specialist</p>")

    item = json.loads(body(client, "/feeds/jobs.json"))["items"][-1]
    assert item["url"] == "https://jobs.example.org/jobs/job-1/?from=feed"
    assert item["date_published"] == "2026-11-16T09:00:00Z"
    assert (item["_job"]["pay_least"], item["_job"]["pay_most"]) == (62000, 71500.5)


def test_without_any_job_a_feed_is_empty_and_whole(client):
    for address in FEEDS:
        assert ids_in(client, address) == []


def test_a_page_of_jobs_leads_to_the_feeds(client, three):
    page = client.get("/jobs/").content.decode()
    assert 'type="application/atom+xml" title="Every open job" href="/feeds/jobs.atom"' in page
    page = client.get("/jobs/job-2/").content.decode()
    assert 'href="/organizations/kennebec/jobs.atom"' in page


def test_a_feed_is_compressed_as_it_goes(client, three):
    packed = body(client, "/feeds/jobs.json", headers={"Accept-Encoding": "gzip"})

    assert len(json.loads(gzip.decompress(packed))["items"]) == 3


@pytest.mark.parametrize("address", ["/feeds/jobs.xml", "/feeds/jobs.json", "/feeds/jobs.atom"])
def test_a_feed_asks_as_many_questions_for_fifty_jobs_as_for_one(client, three, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as queries:
            body(client, address)
        return len(queries)

    Job.objects.filter(pk__in=[job.pk for job in three[1:]]).update(status=Job.Status.PAUSED)
    one = asked()
    Job.objects.update(status=Job.Status.OPEN)
    home = find_zip("04401")
    place = PlaceGiven(home.city, home.state, home.zip_code, home.latitude, home.longitude)
    put_places(
        job=three[0],
        places=[place] * 3,
        work_mode="onsite",
        states=[],
        radius_miles=50,
    )
    three[0].save()

    assert asked() == one
