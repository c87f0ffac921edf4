"""Sections, jobs and degrees are found however a resume is laid out."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engine.extract.resumes import read

from preceptor.engine.extract.resume_sections import heading_kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("PROFESSIONAL EXPERIENCE", "experience"),
        ("Work History", "experience"),
        ("Employment", "experience"),
        ("Clinical Experience", "experience"),
        ("Education and Training", "education"),
        ("Academic Background", "education"),
        ("LICENSES & CERTIFICATIONS", "credentials"),
        ("Certifications/Licensure", "credentials"),
        ("Skill Highlights", "skills"),
        ("Core Competencies", "skills"),
        ("Areas of Expertise", "skills"),
        ("TRANSFERABLE SKILLS FOR ACUTE CARE", "skills"),
        ("Professional Summary", "summary"),
        ("Career Focus", "summary"),
        ("Professional Development", "courses"),
        ("Volunteer Experience", "volunteer"),
        ("Projects", "projects"),
        ("Professional Affiliations", "other"),
    ],
)
def test_headings_are_known_by_their_words(line: str, kind: str):
    assert heading_kind(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Director of Education",
        "Training Specialist",
        "IT MANAGER",
        "Experience with Epic and Cerner systems.",
        "experience",
        "Skills 2000",
        "",
    ],
)
def test_lines_that_head_nothing(line: str):
    assert heading_kind(line) is None


@pytest.mark.parametrize(
    "block",
    [
        "Coder\nApril 2014 to May 2016 Company Name City , State\n",
        "Coder 04/2014 to 05/2016 Company Name City , State\n",
        "April 2014 to May 2016\nCompany Name City , State Coder\n",
        "Company Name April 2014 to May 2016 Coder\nCity , State\n",
        "April 2014\nto\nMay 2016\nCompany Name City , State Coder\n",
        "Coder\nCompany Name\nCity , State\nApril 2014\nto\nMay 2016\n",
        "Coder , 04/2014 to 05/2016 Company Name\n",
        "04/2014 to 05/2016\nCoder Company Name City , State\n",
        "Coder | Mercy Hospital, Denver, CO | Apr 2014 \u2013 May 2016\n",
        "Coder\nMercy Hospital, Denver, CO\nApril 2014 - May 2016\n",
        "Mercy Hospital, Denver, CO          April 2014 - May 2016\nCoder\n",
        "Apr 2014 - May 2016   Coder, Mercy Hospital\n",
        "Coder at Mercy Hospital (04/2014-05/2016)\n",
    ],
)
def test_a_job_is_found_in_every_order_of_its_parts(block: str):
    text = f"Work History\n{block}- Coded charts of all kinds.\n"

    [job] = read(text).jobs

    assert (job.title, job.started, job.ended) == ("Coder", date(2014, 4, 1), date(2016, 5, 1))


def test_titles_after_the_dates_are_not_taken_from_the_duties_before():
    text = (
        "Experience\n01/2014 to 12/2015\nCompany Name City , State Coder\n"
        "Helped the nurse manager\n"
        "01/2012 to 12/2013\nCompany Name City , State Biller\nPosted payments for the director\n"
    )

    assert [job.title for job in read(text).jobs] == ["Coder", "Biller"]


def test_a_span_of_dates_inside_a_sentence_is_no_job():
    text = (
        "Experience\nCoder 01/2014 to 12/2015 Company Name\n"
        "      Led the conversion from 01/2014 to 06/2014 and trained the staff.\n"
    )

    assert [job.title for job in read(text).jobs] == ["Coder"]


@pytest.mark.parametrize(
    ("education", "highest"),
    [
        ("Bachelor of Science : Nursing , May 2015 City College", "bachelor"),
        ("B.S. in Biology, 2010", "bachelor"),
        ("BSc (Hons) Nursing, University of Leeds, 2007-2010", "bachelor"),
        ("BEng Computing 2011", "bachelor"),
        ("MBA Pepperdine University", "master"),
        ("Masters of Public Health\n5/1998\nState University", "master"),
        ("MA : Administration\nBA : History", "master"),
        ("M.D., State University, 2001", "doctorate"),
        ("PharmD, State University, 2001", "doctorate"),
        ("PGDip Health Informatics, 2012\nBSc Biology, 2008", "postgraduate_diploma"),
        ("Associate of Arts Degree : Health Information Technology", "associate"),
        ("HND Computing, 2004", "associate"),
        ("AAS, Health Information Technology, 2012", "associate"),
        ("Certificate in Medical Coding, City College, 2012\nHigh School Diploma", "certificate"),
        ("Certified Medical Assistant : Program 2009 Career College", "certificate"),
        ("GED, 2001", "high_school"),
        ("HS : General Studies City High School", "high_school"),
        ("NVQ Level 3 Health and Social Care", "secondary_vocational"),
        ("8 GCSEs", "secondary"),
        ("Master of Science, in progress\nBachelor of Science 2012", "bachelor"),
        ("MSN candidate\nBSN 2012", "bachelor"),
        ("Master of Science (completed 46 credits)\nBachelor of Arts 1999", "bachelor"),
        ("Bachelor of Science, City College, expected May 2019\nAAS 2015", "associate"),
        ("Bachelor of Science 2016 - Present\nHigh School Diploma 2015", "high_school"),
        ("A.S : Nursing City College BSN. State University", "associate"),
        ("City College, Boston, MA", None),
        ("", None),
    ],
)
def test_the_highest_degree_completed(education: str, highest: str | None):
    assert read(f"Education\n{education}\n").education_highest == highest


def test_degrees_spelled_out_in_the_summary_count():
    assert read("Summary\nLeader with an MBA.\n").education_highest == "master"
    assert read("Summary\nMentored students to a master's degree.\n").education_highest is None


def test_letters_after_the_name_count():
    assert read("Ana Ruiz, MSN, RN\nSummary\nNurse.\n").education_highest == "master"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Austin, TX | (555) 010-0000", "Austin, TX"),
        ("12 Main St, St. Louis, Missouri 63101", "St. Louis, Missouri 63101"),
        ("Leeds LS1 4AP", "Leeds LS1 4AP"),
        ("City , State", None),
        ("ana@example.org", None),
    ],
)
def test_the_place_given_in_the_head(line: str, place: str | None):
    assert read(f"Ana Ruiz\n{line}\nSummary\nCoder.\n").place == place


def test_projects_and_courses_document_what_stands_in_them():
    text = "Projects\nHL7 viewer (Spring 2015)\nProfessional Development\nEpic course, May 2016\n"

    found = [(entry.competency, entry.grade, entry.last_used) for entry in read(text).competencies]

    assert found == [
        ("hl7", "documented", date(2015, 4, 1)),
        ("epic", "documented", date(2016, 5, 1)),
    ]
