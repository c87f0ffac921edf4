"""Every public job page carries JobPosting data without a fault, in every state it can be in."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.factories import MONDAY, POSTING
from tests.factories.accounts import administrator_of, make_organization
from tests.jobs.posting_checker import data_of, faults_of

from preceptor.common.places import find_zip
from preceptor.jobs.models import Job, Line
from preceptor.jobs.reading import read_posting_text
from preceptor.jobs.services import lines, publishing
from preceptor.jobs.services.authoring import write_draft
from preceptor.jobs.services.places import PlaceGiven, put_places

OUT = os.environ.get("PRECEPTOR_PAGES", "")

HOSTILE = """\
</script><script>alert(1)</script> & <b>Analyst</b> "Epic" \u2028
Location: Augusta, ME

What you will do
- Build <i>things</i> & test them]]>
- Epic

Requirements
- Troubleshooting
"""


@pytest.fixture
def kennebec(db):
    organization = make_organization(name="Kennebec & Sons <Hospital>")
    organization.website = "https://kennebec.example.org/"
    organization.save()
    return organization


def given(code, percent=None):
    found = find_zip(code)
    return PlaceGiven(
        found.city, found.state, found.zip_code, found.latitude, found.longitude, percent=percent
    )


def make(kennebec, text=POSTING, **facts):
    user = administrator_of(kennebec)
    job = write_draft(organization=kennebec, read=read_posting_text(text), by=user, now=MONDAY)
    for name, value in facts.items():
        setattr(job, name, value)
    job.save()
    return job


def move(job, mode, codes, states=(), shares=()):
    shares = shares or [None] * len(codes)
    put_places(
        job=job,
        places=[given(code, share) for code, share in zip(codes, shares, strict=True)],
        work_mode=mode,
        states=list(states),
        radius_miles=50,
    )
    job.save()


def opened(job, kennebec):
    return publishing.open_job(
        job=job, by=administrator_of(kennebec), now=MONDAY, expires_on=date(2099, 1, 1)
    )


def page_of(client, job, name):
    answer = client.get(f"/jobs/{job.slug}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    if OUT:
        Path(OUT, f"{name}.html").write_text(page)
    return page


def the_data(client, job, name):
    (data,) = data_of(page_of(client, job, name))
    assert faults_of(data) == []
    return data


def test_a_job_on_site_with_pay(client, kennebec):
    job = make(kennebec, pay_least=6_200_000, pay_most=7_150_050, hours_week=40, openings=2)

    data = the_data(client, opened(job, kennebec), "on-site")

    assert data["title"] == "EHR Implementation Specialist"
    assert data["datePosted"] == "2026-11-16"
    assert data["validThrough"] == "2099-01-01T23:59:59+00:00"
    assert data["employmentType"] == "FULL_TIME"
    assert data["totalJobOpenings"] == 2
    assert data["jobLocation"]["address"]["addressLocality"] == "Augusta"
    assert data["hiringOrganization"]["name"] == "Kennebec & Sons <Hospital>"
    assert data["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "YEAR",
        "minValue": 62000,
        "maxValue": 71500.5,
    }
    assert data["educationRequirements"]["credentialCategory"] == "associate degree"
    assert data["experienceRequirements"]["monthsOfExperience"] == 12


def test_a_job_without_pay_says_nothing_of_it(client, kennebec):
    data = the_data(client, opened(make(kennebec), kennebec), "no-salary")

    assert "baseSalary" not in data
    assert "employmentType" not in data


@pytest.mark.parametrize(
    ("least", "most", "value"),
    [
        (3_150, 3_150, {"value": 31.5}),
        (3_150, None, {"minValue": 31.5}),
        (None, 4_000, {"maxValue": 40}),
    ],
)
def test_pay_by_the_hour_in_each_form(client, kennebec, least, most, value):
    job = make(kennebec, pay_least=least, pay_most=most, pay_period="hour")

    data = the_data(client, opened(job, kennebec), f"hourly-{least}-{most}")

    told = {"@type": "QuantitativeValue", "unitText": "HOUR", **value}
    assert data["baseSalary"]["value"] == told


def test_work_from_home_anywhere_and_in_some_states(client, kennebec):
    anywhere = make(kennebec)
    move(anywhere, "remote", [])
    data = the_data(client, opened(anywhere, kennebec), "remote")
    assert data["applicantLocationRequirements"] == {"@type": "Country", "name": "USA"}
    assert "jobLocation" not in data

    some = make(kennebec)
    move(some, "remote", ["04330"], ["ME", "NH"])
    data = the_data(client, opened(some, kennebec), "remote-states")
    assert data["applicantLocationRequirements"] == [
        {"@type": "State", "name": "Maine, USA"},
        {"@type": "State", "name": "New Hampshire, USA"},
    ]
    assert "jobLocation" not in data


def test_hybrid_work_is_at_a_place_and_flexible_work_at_both(client, kennebec):
    hybrid = make(kennebec)
    move(hybrid, "hybrid", ["04330"])
    data = the_data(client, opened(hybrid, kennebec), "hybrid")
    assert "jobLocationType" not in data

    flexible = make(kennebec)
    move(flexible, "flexible", ["04330"], ["ME"])
    data = the_data(client, opened(flexible, kennebec), "flexible")
    assert data["jobLocationType"] == "TELECOMMUTE"
    assert data["jobLocation"]["address"]["postalCode"] == "04330"


def test_an_engagement_shared_by_sites(client, kennebec):
    job = make(kennebec, kind=Job.Kind.ENGAGEMENT, starts_on=date(2027, 1, 4))
    move(job, "onsite", ["04330", "04401"], shares=[40, 20])

    data = the_data(client, opened(job, kennebec), "engagement")

    assert data["employmentType"] == ["CONTRACTOR", "PART_TIME"]
    assert data["jobStartDate"] == "2027-01-04"
    towns = [place["address"]["addressLocality"] for place in data["jobLocation"]]
    assert towns == ["Augusta", "Bangor"]


def test_a_job_of_a_demo_that_names_no_place_still_names_the_country(client, kennebec):
    job = make(kennebec)
    opened(job, kennebec)
    job.places.all().delete()

    data = the_data(client, job, "no-place")

    assert data["jobLocation"]["address"] == {"@type": "PostalAddress", "addressCountry": "US"}


def test_education_or_experience_in_its_place(client, kennebec):
    job = make(kennebec)
    user = administrator_of(kennebec)
    line = job.lines.get(kind=Line.Kind.EDUCATION)
    ways = [{"level": 4, "quarters": 0}, {"level": 6, "quarters": 0}, {"level": 0, "quarters": 16}]
    lines.change_line(
        line=line, necessity="must", weight=6, spec={"any_of": ways}, by=user, now=MONDAY
    )

    data = the_data(client, opened(job, kennebec), "schooling")

    assert [each["credentialCategory"] for each in data["educationRequirements"]] == [
        "bachelor degree",
        "postgraduate degree",
    ]
    assert data["experienceInPlaceOfEducation"] is True


@pytest.mark.parametrize("end", ["filled", "closed", "expired"])
def test_what_is_over_ends_its_data_with_it(client, kennebec, end):
    job = opened(make(kennebec), kennebec)
    later = MONDAY + timedelta(days=3)
    if end == "expired":
        Job.objects.filter(pk=job.pk).update(expires_on=MONDAY.date())
        publishing.expire_jobs(now=later)
    else:
        how = {"filled": publishing.fill_job, "closed": publishing.close_job}[end]
        how(job=job, by=administrator_of(kennebec), now=later)

    data = the_data(client, job, end)

    assert data["validThrough"] == "2026-11-19T09:00:00+00:00"


def test_past_its_last_day_the_page_says_so_before_the_sweep_comes(client, kennebec):
    job = opened(make(kennebec), kennebec)
    Job.objects.filter(pk=job.pk).update(expires_on=MONDAY.date())

    data = the_data(client, job, "past-its-last-day")

    assert data["validThrough"] == "2026-11-16T23:59:59+00:00"
    page = client.get(f"/jobs/{job.slug}/").content.decode()
    assert "The last day to apply was 16 November 2026." in page


def test_a_paused_job_carries_no_data(client, kennebec):
    job = opened(make(kennebec), kennebec)
    publishing.pause_job(job=job, by=administrator_of(kennebec), now=MONDAY)

    assert data_of(page_of(client, job, "paused")) == []


def test_hostile_words_stay_words(client, kennebec):
    job = opened(make(kennebec, HOSTILE, title='</script><script>alert("&")</script>'), kennebec)

    page = page_of(client, job, "hostile")
    (data,) = data_of(page)

    assert faults_of(data) == []
    assert data["title"] == '</script><script>alert("&")</script>'
    block = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block) == data
    assert "<script>alert" not in page
    assert "&lt;i&gt;things&lt;/i&gt; &amp; test them]]&gt;" in data["description"]


@pytest.mark.samples
@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("valid1", []),
        ("hybrid-job", []),
        (
            "missing-required",
            [
                "hiringOrganization is required",
                "jobLocation is required",
                "hiringOrganization names no organization",
            ],
        ),
        ("missing-recommended", ["applicantLocationRequirements is required"]),
    ],
)
def test_the_checker_agrees_with_a_gallery_of_known_answers(samples, name, faults):
    data = json.loads((samples / "jobposting" / "google" / f"{name}.json").read_text())

    assert sorted(faults_of(data)) == sorted(faults)
