"""What a resume states is read with its words, ground, level and time."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engine.extract.resumes import AS_OF, NURSE_ANALYST, RESUME_SITE, read

from preceptor.engine.extract.facts import Resume


def held(resume: Resume, competency: str) -> set[tuple[int | None, str, date | None]]:
    return {
        (entry.level, entry.grade, entry.last_used)
        for entry in resume.competencies
        if entry.competency == competency
    }


def credentials(resume: Resume) -> dict[str, str]:
    return {entry.credential: entry.status for entry in resume.credentials}


def test_jobs_have_title_employer_dates_and_field():
    resume = read(NURSE_ANALYST)

    assert [
        (job.title, job.employer, job.started, job.ended, job.is_current, job.domain)
        for job in resume.jobs
    ] == [
        (
            "Clinical Informatics Specialist",
            "Mercy Health System",
            date(2015, 3, 1),
            None,
            True,
            "it",
        ),
        (
            "Staff Nurse",
            "St. Luke's Hospital",
            date(2010, 6, 1),
            date(2015, 2, 1),
            False,
            "clinical",
        ),
    ]


def test_months_are_counted_to_the_as_of_date_by_field():
    assert read(NURSE_ANALYST).months == {"clinical": 57, "it": 35, "records": None}
    assert read(NURSE_ANALYST, as_of=date(2019, 2, 1)).months["it"] == 47


def test_a_claim_has_the_level_its_words_state():
    resume = read(NURSE_ANALYST)

    assert held(resume, "epic") == {(3, "claimed", None)}
    assert held(resume, "sql") == {(2, "claimed", None)}


def test_what_stands_in_a_job_is_documented_until_the_job_ended():
    resume = read(NURSE_ANALYST)

    assert held(resume, "hl7") == {(None, "documented", AS_OF)}
    assert held(resume, "cerner") == {
        (2, "claimed", None),
        (None, "documented", date(2015, 2, 1)),
    }


def test_the_rule_tells_building_from_using():
    rules = {entry.competency: entry.rule for entry in read(NURSE_ANALYST).competencies}

    assert rules["hl7"] == "job+worked-on"


def test_virtues_in_duties_and_credentials_of_others_do_not_count():
    resume = read(NURSE_ANALYST)

    assert held(resume, "initiative") == set()
    assert not any("hires" in NURSE_ANALYST[c.words.end :][:7] for c in resume.credentials)


def test_credentials_are_in_force_pending_or_expired():
    assert credentials(read(NURSE_ANALYST)) == {
        "rn": "held",
        "cphims": "pending",
        "bls": "expired",
    }
    assert credentials(read(NURSE_ANALYST, as_of=date(2019, 10, 1)))["rn"] == "expired"


def test_a_degree_under_way_is_not_the_highest():
    resume = read(NURSE_ANALYST)

    assert resume.education_highest == "master"
    assert [(entry.level, entry.is_complete) for entry in resume.education] == [
        ("master", True),
        ("master", True),
        ("bachelor", True),
        ("doctorate", False),
    ]


def test_place_and_headline_stand_at_the_top():
    resume = read(NURSE_ANALYST)

    assert resume.place == "Denver, CO 80203"
    assert resume.headline == "Clinical Informatics Specialist"
    assert read(RESUME_SITE).headline == "MEDICAL BILLER"
    assert read(RESUME_SITE).place is None


def test_a_resume_site_text_is_read_in_both_its_forms_of_a_job():
    resume = read(RESUME_SITE)

    assert [(job.title, job.employer, job.domain) for job in resume.jobs] == [
        ("Medical Biller", "", "records"),
        ("Claims Analyst", "", "records"),
    ]
    assert resume.months == {"clinical": None, "it": None, "records": 83}
    assert resume.education_highest == "associate"
    assert held(resume, "excel") == {(None, "claimed", None)}


@pytest.mark.parametrize("text", [NURSE_ANALYST, RESUME_SITE])
def test_the_words_of_every_fact_stand_at_their_span(text: str):
    resume = read(text)
    words = [
        *(entry.words for entry in resume.competencies),
        *(entry.words for entry in resume.credentials),
        *(entry.words for entry in resume.jobs),
        *(entry.words for entry in resume.education),
    ]

    assert words
    assert [text[word.start : word.end] for word in words] == [word.text for word in words]


@pytest.mark.parametrize(
    ("skills", "level"),
    [
        ("SQL (expert)", 5),
        ("SQL - advanced", 4),
        ("Excel: intermediate", 3),
        ("Expert in SQL", 5),
        ("Working knowledge of HL7, SQL and SAS", 3),
        ("Basic Excel", 2),
        ("Familiar with SQL", 2),
        ("SQL (6 years)", 5),
        ("2 years of experience with SQL", 3),
        ("4 years using SQL", 4),
        ("SQL", None),
        ("Experience with SQL", None),
        ("Strong team player. SQL", None),
    ],
)
def test_levels_by_words_and_by_years(skills: str, level: int | None):
    resume = read(f"Ana Ruiz\nSkills\n{skills}\n")

    levels = {entry.level for entry in resume.competencies if entry.competency in ("sql", "excel")}
    assert levels == {level}


def test_what_a_person_lacks_is_not_held():
    assert held(read("Skills\nSQL; no experience with SAS\n"), "sas") == set()
    assert held(read("Summary\nEager to learn HL7.\n"), "hl7") == set()


def test_a_product_name_used_as_a_verb_is_no_product():
    assert held(read("Summary\nExcel in busy clinics.\n"), "excel") == set()


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("RHIT", "held"),
        ("RHIT pending", "pending"),
        ("RHIT (exam scheduled for May 2018)", "pending"),
        ("RHIT eligible", "pending"),
        ("Sitting for RHIT", "pending"),
        ("RHIT, Exp. 08/2026", "held"),
        ("RHIT, Exp. 08/2016", "expired"),
        ("RHIT (2010 - 2014)", "expired"),
        ("RHIT - inactive", "expired"),
        ("Formerly RHIT", "expired"),
    ],
)
def test_the_status_of_a_credential(line: str, status: str):
    assert credentials(read(f"Certifications\n{line}\n")) == {"rhit": status}


def test_a_pending_credential_is_pending_wherever_it_is_named():
    resume = read("Education\nCity College, RHIT Pending\nSkills\nRHIT, SQL\n")

    assert [entry.status for entry in resume.credentials] == ["pending", "pending"]


def test_one_pending_credential_leaves_its_neighbor_in_force():
    assert credentials(read("Certifications\nCPC, RHIT pending\n")) == {
        "cpc": "held",
        "rhit": "pending",
    }


def test_a_training_for_a_credential_is_not_the_credential():
    assert credentials(read("Education\nITIL training, 2016\n")) == {"itil": "pending"}


def test_a_state_is_no_licence():
    assert credentials(read("Education\nCity College, College Park, MD\n")) == {}
    assert credentials(read("Pat Smith, MD\nSummary\nInternist.\n")) == {"physician": "held"}


def test_a_text_without_dates_says_so():
    assert read("Skills\nSQL\n").warnings == (
        "No dated jobs were found, so no years were counted from dates.",
    )


def test_an_empty_text_states_nothing():
    resume = read("")

    assert (resume.competencies, resume.credentials, resume.jobs) == ((), (), ())
    assert resume.months == {"clinical": None, "it": None, "records": None}
    assert resume.education_highest is None


def test_an_everyday_word_counts_as_an_item_of_a_list_only():
    assert held(read("Skills\nSQL, Outlook, typing\n"), "outlook") == {(None, "claimed", None)}
    assert held(read("Skills\nSQL, outlook, typing\n"), "outlook") == set()
    assert held(read("Summary\nOutlook on life: sunny.\n"), "outlook") == set()


def test_colleagues_and_neutral_words_say_nothing_of_the_writer():
    text = (
        "Experience\nAnalyst, Acme\n01/2012 to 02/2015\n"
        "Worked closely with Epic analysts and HL7 engineers. "
        "Built workflows, not limited to SQL.\n"
    )
    resume = read(text)

    assert held(resume, "hl7") == set()
    assert {level for level, _, _ in held(resume, "sql")} == {None}


def test_the_title_of_an_article_states_no_skill():
    article = "Doe, J. (2004). Medical billing in clinics. Care, 11(6):4-9.\n"
    assert held(read(f"Education\nMaster of Science\n{article}"), "billing") == set()
    assert held(read("Education\nCourse in medical billing, 2004\n"), "billing") != set()
