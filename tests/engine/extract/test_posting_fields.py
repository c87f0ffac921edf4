"""Closed fields of postings: years, education, clinical background, work mode, entry, head."""

import pytest
from tests.engine.extract.adverts import federal, indeed, nhs, read, remote

YEARS = [
    (indeed("Minimum Qualifications: 2-3 years experience in analytics."), 2),
    (indeed("Three (3) to five (5) years of experience in healthcare IT required."), 3),
    (indeed("Requires 1 (one) year of related experience."), 1),
    (indeed("Associate degree and 5 years, or Bachelors degree and 3 years of experience."), 3),
    (indeed("Requirements: Bachelor's degree; 3 years of experience; 1 year with Epic."), 3),
    (indeed("Preferred Qualifications: 5 years of experience."), None),
    (indeed("Ideally, 2+ years of experience in a health company."), None),
    (indeed("We have served the community for over 100 years."), None),
    (indeed("No experience needed. Full training is given."), 0),
    (indeed("Experience:\n\nEpic: 2 years (Required)\n"), 2),
    (indeed("Experience:\n\nEpic: 2 years (Preferred)\n"), None),
    (indeed("Duties:Submit claims.Qualifications:Diploma.1+ year billing experience."), 1),
    (indeed("PhD in Biostatistics or MS with 4+ years."), 4),
    (indeed("A 4-year degree is required."), None),
    (
        indeed(
            "Bachelor's degree or 4 years of experience. Minimum 2 years of billing experience."
        ),
        2,
    ),
    (indeed("Associate's degree or 2 years of related work experience."), 2),
    (nhs("At least 2 years experience of SQL is essential. Fixed term for 3 years."), 2),
    (nhs("The salary rises after 2 years of service."), None),
    (nhs("No previous coding experience is necessary."), 0),
    (remote("## Requirements\n* 5-7 years in data engineering\n"), 5),
    (remote("## You have\n- 6+ years in analytics, at least 3 years in healthcare\n"), 6),
    (
        federal(
            " A. I have one year of specialized experience at the GS-9 level.\n"
            " B. I have 3 years of graduate education leading to a Ph.D.\n"
            " C. I do not have the experience."
        ),
        1,
    ),
    (
        federal(
            "Nurse IV (b) Education: Master's degree and 4 years of nursing experience; OR a "
            "Doctoral degree and 3 years of nursing experience."
        ),
        3,
    ),
]


@pytest.mark.parametrize(("text", "least"), YEARS)
def test_the_smallest_number_of_years_that_opens_the_door(text: str, least: int | None) -> None:
    assert read(text).years_min == least


EDUCATION = [
    (indeed("BS/BA required. Master’s degree preferred."), "bachelor", False),
    (indeed("Bachelor’s degree or equivalent experience required."), "bachelor", True),
    (indeed("Associate’s degree or 2 years of related work experience."), "associate", True),
    (indeed("High School Diploma or equivalent required."), "high_school", False),
    (indeed("High school graduate or GED."), "high_school", False),
    (indeed("Bachelor's in IT, or six years related work experience."), "bachelor", True),
    (indeed("Education:\n\nBachelor's (Preferred)\n"), None, False),
    (indeed("Education:\n\nAssociate (Required)\n"), "associate", False),
    (indeed("MS, Ph.D. or equivalent degrees in Statistics are required."), "master", False),
    (remote("We are a team of practicing MDs, PhDs and engineers."), None, False),
    (remote("## Requirements\n* University or college education\n"), "bachelor", False),
    (nhs("You will also need a degree (or equivalent) in a relevant subject."), "bachelor", True),
    (nhs("Educated to degree level or with substantial experience."), "bachelor", True),
    (nhs("A Diploma in Clinical Pharmacy is essential."), "postgraduate_diploma", False),
    (nhs("NVQ level 3 or equivalent experience in IT."), "secondary_vocational", True),
    (nhs("You should have 5 GCSEs including English."), "secondary", False),
    (nhs("A recognised IT qualification such as BTEC or MCP is essential."), "certificate", False),
    (nhs("You will need to be a registered clinician."), "professional_licence", False),
    (nhs("You will treat a caseload.", title="Physiotherapist"), "professional_licence", False),
    (indeed("RHIT is required."), "certificate", False),
    (indeed("RHIT is required. A trainee may be considered."), None, False),
    (indeed("RHIT is preferred."), None, False),
    (nhs("A postgraduate qualification is preferred, but not essential."), None, False),
    (
        federal(
            "1. A bachelor's level degree opens the bridge program.\n"
            "6. (a) Scope: Leads care.\n(b) Education: Master's degree in Nursing with a BSN."
        ),
        "master",
        False,
    ),
    (
        federal(
            "Basic Requirements\n1. Experience and/or Education: One year of creditable experience."
            "\nAn associate degree with a major in health information.\nSix months of experience "
            "and one year above high school."
        ),
        "associate",
        True,
    ),
]


@pytest.mark.parametrize(("text", "level", "or_experience"), EDUCATION)
def test_the_lowest_education_that_opens_the_door(
    text: str, level: str | None, or_experience: bool
) -> None:
    posting = read(text)
    assert (posting.education_min, posting.education_or_experience) == (level, or_experience)


CLINICAL = [
    (indeed("Current RN license required."), "required"),
    (nhs("Good knowledge and experience of diagnostic radiography is essential."), "required"),
    (nhs("You will support wards.", title="Digital Midwife"), "required"),
    (nhs("A clinical background would be desirable but is not essential."), "preferred"),
    (nhs("We look for candidates with clinical or operational experience."), "preferred"),
    (indeed("Clinical experience is a plus."), "preferred"),
    (nhs("We welcome clinical or non-clinical staff. You will work with nurses."), "not_required"),
    (nhs("The Trust has around 6,000 highly trained, qualified nurses."), "not_required"),
    (nhs("Book appointments.", title="Dental Receptionist"), "not_required"),
    (federal("2. Licensure: a full license to practice pharmacy in a State."), "required"),
]


@pytest.mark.parametrize(("text", "asked"), CLINICAL)
def test_clinical_background(text: str, asked: str) -> None:
    assert read(text).clinical_background == asked


WORK_MODE = [
    (nhs("We offer a mix of home and office working."), "hybrid"),
    (nhs("Flexible working is offered to all staff."), "onsite"),
    (nhs("This role is fully home based with occasional travel."), "remote"),
    (nhs("The team is working from home with some days in the office."), "hybrid"),
    (nhs("The post holder may work remotely for part of the week."), "hybrid"),
    (nhs("Interviews will be held remotely via MS Teams."), "onsite"),
    (nhs("You will monitor patients remotely and support users remotely."), "onsite"),
    (nhs("You will work across sites.", place="Working agilely across all sites"), "hybrid"),
    (nhs("The role will combine onsite and home based working."), "hybrid"),
    (nhs("Some working from home may be required."), "hybrid"),
    (remote("We meet twice a year."), "remote"),
    (remote("Join us.", tag="Remote, Pune, India"), "remote"),
    (remote("Join us.", tag="Boston, MA or Remote"), "remote"),
    (remote("Join us.", tag="San Francisco-Hybrid"), "hybrid"),
    (remote("Join us.\n\n#LI-Remote", tag="US"), "remote"),
    (remote("Must be willing to work from our NY office at least 3x per week", tag="NY"), "hybrid"),
    (remote("You will work from our Boston office.", tag="Boston, MA"), "onsite"),
    (indeed("Work Location: In person"), "onsite"),
    (indeed("Work Location: Hybrid remote in Boston, MA 02118"), "hybrid"),
    (indeed("You must be able to work on-site."), "onsite"),
    (indeed("Answer phones.", employer="Lakeside Medical Center"), "onsite"),
    (indeed("Remote opportunity! Answer phones."), "remote"),
    (indeed("Answer phones."), "unspecified"),
    (federal("1. Basic requirement: you configure EHR software."), "unspecified"),
]


@pytest.mark.parametrize(("text", "mode"), WORK_MODE)
def test_work_mode(text: str, mode: str) -> None:
    assert read(text).work_mode == mode


ENTRY = [
    (indeed("No experience needed. High school diploma."), True),
    (nhs("You will answer calls and log incidents."), True),
    (nhs("You will answer calls.", title="Service Desk Manager"), False),
    (nhs("You will answer calls.", pay="38,890"), False),
    (nhs("You will have a proven track record of delivery."), False),
    (indeed("Minimum of 2 years of experience."), False),
    (indeed("RHIA required."), False),
    (indeed("PhD in statistics required."), False),
]


@pytest.mark.parametrize(("text", "is_open"), ENTRY)
def test_entry_friendly(text: str, is_open: bool) -> None:
    posting = read(text)
    assert posting.entry_friendly is is_open
    assert posting.entry_reasons


def test_the_head_gives_title_employer_and_place() -> None:
    posting = read(nhs("You support RiO.", title="EPR Analyst", place="St James, Leeds"))
    assert (posting.title, posting.employer, posting.location) == (
        "EPR Analyst",
        "Midshire NHS Foundation Trust",
        "St James, Leeds",
    )
    posting = read(federal("1. Basic requirement.", title="Statistician"))
    assert (posting.title, posting.employer, posting.location) == (
        "Statistician",
        "Veterans Health Administration",
        None,
    )
    assert read(remote("Join us.")).employer == "Acme Health Inc."


@pytest.mark.parametrize(
    ("tag", "place"),
    [
        ("Remote - US", "US"),
        ("Remote, Pune, India", "Pune, India"),
        ("San Francisco-Hybrid", "San Francisco"),
        ("Boston, MA or Remote", "Boston, MA"),
        ("Boston, MA", "Boston, MA"),
        ("Remote", None),
    ],
)
def test_the_place_stands_without_the_mode_of_work(tag: str, place: str | None) -> None:
    assert read(remote("Join us.", tag=tag)).location == place


def test_warnings_name_what_may_mislead() -> None:
    joined = read(indeed("Do things.", title="Coding Manager and Privacy Officer"))
    assert joined.warnings[0].startswith("two jobs in one text")
    assert read(nhs("Internal staff only please.")).warnings[0].startswith("internal only")
    assert read("").warnings == ("no text: there is nothing to read",)
    assert read(nhs("You support RiO.", title="Data Access and Disclosure Officer")).warnings == ()
