"""Jobs are taken in from other sites: looked at first, known again, nothing hostile let in."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import MONDAY, POSTING, make_job
from tests.factories.accounts import (
    administrator_of,
    make_member,
    make_organization,
    make_steward,
    make_user,
    sign_in,
)

from preceptor.common.models import Document, LogEntry
from preceptor.jobs import fetching
from preceptor.jobs.feed_reading import MOST_ITEMS, FeedRefused, read_feed
from preceptor.jobs.feed_values import pay_of
from preceptor.jobs.fetching import NotFetched, fetch_feed
from preceptor.jobs.models import Intake, Job
from preceptor.jobs.services.intake import ask_intake, bring_intake, fates_of, take_in

HERE = "/o/penobscot/jobs/import/"

XML = """<?xml version="1.0" encoding="utf-8"?>
<source>
<publisher>Penobscot</publisher>
<job>
<title><![CDATA[EHR Trainer]]></title>
<referencenumber>PV-1</referencenumber>
<url>https://careers.example.org/1</url>
<city>Bangor</city><state>ME</state><postalcode>04401</postalcode>
<description><![CDATA[<p>You will</p><ul><li>Train nurses on the EHR &amp; help them</li></ul>
<p>Requirements</p><ul><li>Training delivery</li></ul>]]></description>
<salary>$62,000 - $71,500 per year</salary>
<expirationdate>2027-01-31</expirationdate>
</job>
<job>
<title>Help Desk Analyst</title>
<referencenumber>PV-2</referencenumber>
<description>Requirements: troubleshooting, Active Directory</description>
<jobtype>contractor</jobtype><remotetype>Fully remote</remotetype>
</job>
<job>
<title>No id here</title>
<description>Requirements: SQL</description>
</job>
</source>
"""
POSTING_DATA = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "EHR Trainer",
    "identifier": {"@type": "PropertyValue", "value": "LD-7"},
    "description": "<p>Train nurses.</p><p>Requirements</p><ul><li>Training delivery</li></ul>",
    "validThrough": "2027-01-31T00:00",
    "employmentType": ["FULL_TIME", "CONTRACTOR"],
    "jobLocation": {
        "@type": "Place",
        "address": {"addressLocality": "Bangor", "addressRegion": "ME", "addressCountry": "US"},
    },
    "baseSalary": {
        "currency": "USD",
        "value": {"@type": "QuantitativeValue", "value": 31.5, "unitText": "HOUR"},
    },
}


@pytest.fixture
def clinic(db):
    return make_organization("penobscot", name="Penobscot Valley Clinic")


@pytest.fixture
def employer(client, clinic):
    return sign_in(client, administrator_of(clinic))


def bring(client, data, name="jobs.xml"):
    data = data.encode() if isinstance(data, str) else data
    return client.post(HERE, {"file": SimpleUploadedFile(name, data), "text": ""})


def taken(clinic, data):
    user = administrator_of(clinic)
    intake = bring_intake(
        organization=clinic, data=data.encode(), name="jobs.xml", by=user, now=MONDAY
    )
    ask_intake(intake=intake, by=user, now=MONDAY)
    return take_in(intake=intake, now=MONDAY)


def test_a_feed_is_looked_at_before_anything_is_taken_in(employer):
    answer = bring(employer, XML)

    look = employer.get(answer["Location"])
    page = look.content.decode()
    assert "2 of 3 jobs would be taken in" in page
    line = XML[: XML.rindex("<job>")].count("\n") + 1
    assert f"refused, line {line}: It has no id, so it could not be known again." in page
    assert Job.objects.count() == 0


def test_what_is_taken_in_is_a_draft_with_its_facts(clinic):
    counts = taken(clinic, XML)

    assert counts == {"new": 2, "refused": 1}
    trainer, desk = Job.objects.order_by("pk")
    assert (trainer.status, trainer.source_id, trainer.slug) == ("draft", "PV-1", None)
    assert trainer.source_url == "https://careers.example.org/1"
    assert (trainer.pay_least, trainer.pay_most) == (6_200_000, 7_150_000)
    assert (trainer.city, trainer.expires_on.isoformat()) == ("Bangor", "2027-01-31")
    assert "- Train nurses on the EHR & help them" in trainer.document.text
    assert trainer.lines.get(kind="place").label == "Within 50 miles of Bangor, ME"
    assert (desk.kind, desk.work_mode) == ("engagement", "remote")
    intake = Intake.objects.get()
    assert (intake.taken_at, intake.document) == (MONDAY, None)
    assert not Document.objects.filter(filename="jobs.xml").exists()


def test_the_same_feed_again_changes_nothing(clinic):
    taken(clinic, XML)
    before = list(Job.objects.order_by("pk").values_list("pk", "revision"))

    assert taken(clinic, XML) == {"unchanged": 2, "refused": 1}
    assert list(Job.objects.order_by("pk").values_list("pk", "revision")) == before


def test_what_changed_there_changes_here_and_keeps_the_employers_lines(clinic):
    taken(clinic, XML)
    job = Job.objects.get(source_id="PV-1")
    asked = set(job.lines.values_list("label", flat=True))

    counts = taken(
        clinic, XML.replace("$62,000", "$64,000").replace("Train nurses", "Teach nurses")
    )

    job.refresh_from_db()
    assert counts == {"changed": 1, "unchanged": 1, "refused": 1}
    assert job.pay_least == 6_400_000
    assert "Teach nurses" in job.document.text
    assert set(job.lines.values_list("label", flat=True)) & asked
    kinds = LogEntry.objects.filter(target=job.public_id).order_by("number")
    assert [entry.kind for entry in kinds] == ["jobs.taken_in", "jobs.taken_in_again"]


def test_what_a_feed_does_not_say_stays_as_it_was_said_here(clinic):
    taken(clinic, XML)
    job = Job.objects.get(source_id="PV-1")
    bare = XML.replace("<city>Bangor</city><state>ME</state><postalcode>04401</postalcode>\n", "")
    bare = bare.replace("<expirationdate>2027-01-31</expirationdate>\n", "")
    assert bare != XML

    taken(clinic, bare)

    job.refresh_from_db()
    assert (job.city, job.expires_on) == ("Bangor", date(2027, 1, 31))
    assert [place.city for place in job.places.all()] == ["Bangor"]


def test_taking_in_twice_at_once_makes_each_job_once(clinic):
    user = administrator_of(clinic)
    two = [
        bring_intake(organization=clinic, data=XML.encode(), name="a", by=user, now=MONDAY)
        for _ in range(2)
    ]
    for intake in two:
        ask_intake(intake=intake, by=user, now=MONDAY)
        take_in(intake=intake, now=MONDAY)

    assert Job.objects.count() == 2


def test_the_worker_takes_in_what_was_asked_for(
    employer, clinic, django_capture_on_commit_callbacks
):
    from preceptor.jobs.tasks.intake import take_intake

    address = bring(employer, XML)["Location"]
    employer.post(f"{address}take/")
    page = employer.get(address).content.decode()
    assert "2 of 3 jobs are being taken in" in page

    done = take_intake.call(now=MONDAY, intake_id=str(Intake.objects.get().public_id))

    assert done == {"new": 2, "refused": 1}
    assert "Taken in: 2 of 3 jobs" in employer.get(address).content.decode()
    assert take_intake.call(now=MONDAY, intake_id=str(Intake.objects.get().public_id)) == {}


def test_what_was_brought_can_be_dropped(employer):
    address = bring(employer, XML)["Location"]

    employer.post(f"{address}drop/")

    assert not Intake.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize("kind", ["xml", "atom", "json"])
def test_our_own_feeds_come_back_as_they_went(client, clinic, kind):
    make_job(slug="first")
    sent = make_job(slug="second", text=POSTING.replace("HL7", "FHIR"))
    Job.objects.filter(pk=sent.pk).update(pay_least=6_200_000, pay_most=7_150_000)
    feed = b"".join(client.get(f"/feeds/jobs.{kind}").streaming_content)

    items = read_feed(feed)

    assert [item.why for item in items] == ["", ""]
    told = items[0]
    assert told.title == "EHR Implementation Specialist"
    assert told.source_id.removeprefix("urn:uuid:") == str(sent.public_id)
    assert told.url.endswith("/jobs/second/?from=feed")
    assert "- FHIR" in told.text
    if kind != "atom":
        assert (told.pay_least, told.pay_most, told.city) == (6_200_000, 7_150_000, "Augusta")


def test_a_page_with_job_data_is_read(clinic):
    page = (
        "<!doctype html><html><head><script>var x = 1</script>"
        f'<script type="application/ld+json">{json.dumps({"@graph": [POSTING_DATA]})}</script>'
        '<script type="application/ld+json">not json</script></head></html>'
    )

    for data in (page, json.dumps(POSTING_DATA), json.dumps([POSTING_DATA])):
        (item,) = read_feed(data.encode())
        assert (item.source_id, item.title, item.city) == ("LD-7", "EHR Trainer", "Bangor")
        assert (item.pay_least, item.pay_most, item.pay_period) == (3150, 3150, "hour")
        assert (item.kind, item.why) == ("engagement", "")


LAUGHS = "".join(
    f'<!ENTITY lol{n} "{"&lol" + str(n - 1) + ";" if n else "lol"}">' for n in range(10)
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f"<?xml version='1.0'?><!DOCTYPE source [{LAUGHS}]><source>&lol9;</source>", "entities"),
        (
            '<!DOCTYPE source [<!ENTITY x SYSTEM "file:///etc/passwd">]><source>&x;</source>',
            "entities",
        ),
        ('<!DOCTYPE source SYSTEM "http://evil.example/x.dtd"><source/>', "entities"),
        ("<source><job><title>A</title></source>", "not well-formed XML: line 1"),
        ("<source>" + "<a>" * 60 + "</a>" * 60 + "</source>", "nested deeper"),
        ("<rss><channel/></rss>", "no job feed we know"),
        ("<source></source>", "No job is in it."),
        ("{" * 100_000, "not well-formed JSON"),
        ("[" * 100_000, "not well-formed JSON"),
        ('{"a": 1}', "No job is in it."),
        ("hello", "neither XML nor JSON"),
        ("", "There is nothing in it."),
    ],
)
def test_what_is_hostile_or_no_feed_is_refused_with_the_reason(data, said):
    with pytest.raises(FeedRefused, match=said):
        read_feed(data.encode())


def test_ten_thousand_items_are_the_most():
    job = "<job><title>A</title><referencenumber>{}</referencenumber></job>"
    feed = "<source>" + "".join(job.format(n) for n in range(MOST_ITEMS + 1)) + "</source>"

    with pytest.raises(FeedRefused, match="more than 10,000"):
        read_feed(feed.encode())


def test_a_refused_feed_keeps_what_was_typed(employer):
    answer = employer.post(HERE, {"text": "<rss/>"})

    assert answer.status_code == 422
    assert "no job feed we know" in answer.content.decode()
    assert "&lt;rss/&gt;" in answer.content.decode()
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ({"title": ""}, "It has no title."),
        ({"description": ""}, "It has no description."),
        ({"identifier": "x" * 201}, "longer than 200"),
        (
            {"baseSalary": {"value": {"minValue": 9, "maxValue": 5}}},
            "Its pay begins above where it ends.",
        ),
    ],
)
def test_an_item_that_cannot_be_used_says_why(item, why):
    (found,) = read_feed(json.dumps(POSTING_DATA | item).encode())

    assert why in found.why


def test_an_id_that_comes_twice_is_taken_once(clinic):
    items = read_feed(json.dumps([POSTING_DATA, POSTING_DATA]).encode())

    assert [fate.fate for fate in fates_of(clinic, items)] == ["new", "refused"]
    assert items[1].why == "Its id is also that of item 1."


@pytest.mark.parametrize(
    ("words", "pay"),
    [
        ("$31.50/hr", (3150, 3150, "hour")),
        ("from 62k", (6_200_000, None, "year")),
        ("competitive", (None, None, "year")),
    ],
)
def test_pay_in_words_is_read(words, pay):
    assert pay_of(words) == pay


def test_only_who_hires_there_and_stewards_take_jobs_in(client, clinic):
    sign_in(client, make_user())
    assert client.get(HERE).status_code == 404
    sign_in(client, make_member(clinic, teaches=True))
    assert client.get(HERE).status_code == 403
    sign_in(client, make_steward())
    assert client.get(HERE).status_code == 200
    assert bring(client, XML).status_code == 302


def test_no_address_is_asked_for_unless_fetching_is_allowed(employer, settings):
    assert "Or its address" not in employer.get(HERE).content.decode()

    settings.FETCH_FEEDS = True
    assert "Or its address" in employer.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("address", "ips", "said"),
    [
        ("http://jobs.example.org/feed", ["93.184.216.34"], "begin with https"),
        ("https://jobs.example.org:8443/feed", ["93.184.216.34"], "a port"),
        ("https://u:p@jobs.example.org/feed", ["93.184.216.34"], "a user"),
        ("https://jobs.example.org/feed", ["127.0.0.1"], "no address of the public network"),
        ("https://jobs.example.org/feed", ["10.1.2.3"], "no address of the public network"),
        ("https://jobs.example.org/feed", ["169.254.169.254"], "no address of the public network"),
        ("https://jobs.example.org/feed", ["::1"], "no address of the public network"),
        ("https://jobs.example.org/feed", ["::ffff:127.0.0.1"], "no address of the public"),
        ("https://jobs.example.org/feed", ["93.184.216.34", "192.168.0.1"], "no address of the"),
        ("https://jobs.example.org/feed", [], "no address of the public network"),
    ],
)
def test_only_the_public_network_is_fetched_from(address, ips, said):
    with pytest.raises(NotFetched, match=said):
        fetch_feed(address, most_bytes=1000, resolve=lambda host: ips)


def test_what_was_looked_at_is_what_is_connected_to(monkeypatch):
    asked = []

    def fetched(host, ip, path, most_bytes):
        asked.append((host, ip, path, most_bytes))
        return b"<source/>"

    monkeypatch.setattr(fetching, "_fetched", fetched)
    ip = "93.184.216.34"

    found = fetch_feed(
        "https://jobs.example.org/feed?all=1", most_bytes=1000, resolve=lambda host: [ip]
    )

    assert found == b"<source/>"
    assert asked == [("jobs.example.org", ip, "/feed?all=1", 1000)]
