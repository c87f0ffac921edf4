"""Years of experience: from dates, each month once, and from stated totals."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engine.extract.resumes import read


def jobs(*entries: tuple[str, str]) -> str:
    lines = [f"{title}\n{dates} Company Name City , State\n" for title, dates in entries]
    return "Experience\n" + "".join(lines)


def test_overlapping_jobs_of_one_field_count_once():
    text = jobs(("Staff Nurse", "01/2010 to 12/2013"), ("Charge Nurse", "01/2012 to 12/2014"))

    assert read(text).months["clinical"] == 60


def test_a_month_counts_in_the_field_named_first():
    text = jobs(("Network Engineer", "01/2012 to 12/2014"), ("Nurse", "01/2010 to 12/2012"))

    assert read(text).months == {"clinical": 24, "it": 36, "records": None}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Registered Nurse", "clinical"),
        ("Pharmacy Technician", "clinical"),
        ("Paramedic", "clinical"),
        ("Physical Therapy Assistant", "clinical"),
        ("Help Desk Technician", "it"),
        ("Systems Analyst", "it"),
        ("Epic Analyst", "it"),
        ("IT Manager", "it"),
        ("Medical Coder", "records"),
        ("Physician Billing Specialist", "records"),
        ("Release of Information Clerk", "records"),
        ("Practice Manager", "records"),
        ("Clinical Research Coordinator", None),
        ("Security Officer", None),
        ("Teacher", None),
        ("Marketing Director", None),
    ],
)
def test_the_field_of_a_job_by_its_title(title: str, field: str | None):
    [job] = read(jobs((title, "01/2012 to 12/2014"))).jobs

    assert (job.title, job.domain) == (title, field)


def test_the_duties_decide_where_the_title_is_silent():
    text = (
        jobs(("Analyst", "01/2012 to 12/2014"))
        + "      Worked insurance claims, denials and appeals.\n"
    )

    assert read(text).months["records"] == 36


@pytest.mark.parametrize(
    ("summary", "months"),
    [
        ("Over 15 years of nursing experience.", {"clinical": 180}),
        ("Seventeen years of nursing experience.", {"clinical": 204}),
        ("12+ years of clinical experience and 6 years in EHR work.", {"clinical": 144, "it": 72}),
        ("More than 10 years in medical billing and coding.", {"records": 120}),
        ("Two decades of experience in software development.", {"it": 240}),
        ("Twenty-five years of experience as a network engineer.", {"it": 300}),
    ],
)
def test_totals_that_a_person_states(summary: str, months: dict[str, int]):
    counted = read(f"Summary\n{summary}\n").months

    assert {field: count for field, count in counted.items() if count} == months


@pytest.mark.parametrize(
    "summary",
    [
        "A 12 years old hospital.",
        "Worked there 5 years ago.",
        "Met goals 3 consecutive years.",
        "In the past 2 years the clinic grew.",
    ],
)
def test_years_that_are_no_experience(summary: str):
    assert read(f"Summary\n{summary}\n").stated_years == ()


def test_a_total_counts_only_where_the_dates_show_less():
    text = "Summary\n3 years of nursing experience.\n" + jobs(("Nurse", "01/2010 to 12/2014"))

    assert read(text).months["clinical"] == 60


def test_a_total_without_a_field_is_the_whole_career():
    text = "Summary\nOver 10 years of experience.\n" + jobs(
        ("Network Engineer", "01/2012 to 12/2016"), ("Nurse", "01/2010 to 12/2011")
    )

    assert read(text).months == {"clinical": 24, "it": 96, "records": None}


def test_a_first_date_alone_over_the_latest_job_is_open():
    text = (
        "Experience\n06/2016\nRegistered Nurse Company Name City , State\n      Bedside care.\n"
        "06/2010\nMedical Assistant Company Name City , State\n      Took vitals.\n"
    )

    resume = read(text)

    assert [job.title for job in resume.jobs] == ["Registered Nurse", "Medical Assistant"]
    assert resume.months["clinical"] == 20 + 12


def test_dates_that_run_backwards_or_lie_ahead_are_told():
    text = jobs(("Nurse", "05/2015 to 02/2014"), ("Nurse", "05/2020 to Current"))

    resume = read(text, as_of=date(2018, 2, 1))

    assert resume.warnings == (
        "A job ends before it begins (2015-05 to 2014-02).",
        "A job begins after the date of reading (2020-05 to open).",
    )
    assert resume.months["clinical"] is None
