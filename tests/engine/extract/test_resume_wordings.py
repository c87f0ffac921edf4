"""Titles, degrees and dates of resumes in the many ways in which they are written."""

import pytest
from tests.engine.extract.resumes import read

JOB = (
    "{title}\nSummary\nSeasoned worker.\nExperience\n{title} 02/2010 to Current\n"
    "Company Name City , State\nDid the daily work of the team.\nEducation\nBS 2005\n"
)
CLINICAL = (
    "Staff Nurse|Respiratory Therapist|Pharmacist|Medical Assistant|Phlebotomist|Paramedic"
    "|Physical Therapist|Radiologic Technologist|Medical Technologist|Licensed Practical Nurse"
    "|Patient Care Technician|Case Manager, RN|Surgical Technologist|Hospice Nurse"
)
IT = (
    "Systems Administrator|Software Engineer|Help Desk Technician|Data Analyst|Epic Analyst"
    "|Business Intelligence Developer|Clinical Systems Analyst|PACS Administrator|EHR Trainer"
    "|Implementation Consultant|Interface Analyst|Informatics Nurse|Chief Information Officer"
)
RECORDS = (
    "Medical Coder|Medical Biller|Health Information Technician|Medical Records Clerk"
    "|Claims Examiner|Practice Manager|Release of Information Specialist|HIM Director"
    "|Insurance Verification Specialist|Revenue Cycle Analyst|Cancer Registrar|Medical Secretary"
)
NEITHER = (
    "Sales Associate|Teacher|Accountant|Cashier|Security Guard|Social Worker|Research Coordinator"
    "|Customer Service Representative|Bank Teller|Truck Driver|Attorney|Chef"
)
FIELDS = [
    (title, field)
    for field, titles in (("clinical", CLINICAL), ("it", IT), ("records", RECORDS), (None, NEITHER))
    for title in titles.split("|")
]


@pytest.mark.parametrize(("title", "field"), FIELDS)
def test_the_years_of_a_title_count_in_its_field_only(title: str, field: str | None) -> None:
    counted = {
        name: amount for name, amount in read(JOB.format(title=title)).months.items() if amount
    }
    assert set(counted) == ({field} if field else set())
    assert all(amount == pytest.approx(96, abs=2) for amount in counted.values())


DATES = [
    ("03/2010 - 02/2014", 4), ("March 2010 to February 2014", 4), ("Mar 2010 – Feb 2014", 4),
    ("2010-2014", 4), ("03/01/2010 to 02/28/2014", 4), ("Mar '10 - Feb '14", 4),
    ("2010/03 - 2014/02", 4), ("03.2010 – 02.2014", 4), ("March 2010 - Present", 8),
    ("2010 - now", 8), ("Since 2010", 8),
]  # fmt: skip
PLACES = [
    "Systems Administrator\n{}\nCompany Name City , State",
    "Company Name City , State {}\nSystems Administrator",
    "Systems Administrator, {}\nCompany Name - City , State",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("written", "years"), DATES)
def test_dates_in_many_forms_beside_above_and_below(written: str, years: int, place: str) -> None:
    job = place.format(written)
    text = f"ADMINISTRATOR\nSummary\nWorker.\nExperience\n{job}\nServers.\nEducation\nBS 2005\n"
    assert (read(text).months["it"] or 0) == pytest.approx(12 * years, abs=12)


def test_versions_of_products_are_no_years_of_work() -> None:
    text = (
        "DEVELOPER\nSkills\nSQL Server 2008-2016, Windows Server 2003 - 2012\n"
        "Experience\nSoftware Developer\n02/2014 to Current\nCompany Name City , State\n"
        "Wrote code.\nEducation\nBS 2009 - 2013\n"
    )
    assert read(text).months["it"] == pytest.approx(48, abs=2)
    assert [job.title for job in read(text).jobs] == ["Software Developer"]


EDUCATION = [
    ("B.S. , Health Informatics 2010", "bachelor"),
    ("BSN, 2009, State University", "bachelor"),
    ("B.Tech, Computer Science, 2008", "bachelor"),
    ("MBA : Health Care Management 2015 University\nBS : Biology 2003", "master"),
    ("Masters in Information Systems", "master"),
    ("Ph.D. in Epidemiology 2012\nMS Statistics 2008", "doctorate"),
    ("Doctor of Pharmacy 2013", "doctorate"),
    ("A.A.S. Nursing 2004", "associate"),
    ("Certificate : Medical Billing and Coding 2014\nHigh School Diploma 2010", "certificate"),
    ("Diploma : Medical Assisting 2012", "certificate"),
    ("GED 2009", "high_school"),
    ("High School Diploma 2008\nCoursework in Business, 40 credits", "high_school"),
    ("Associate of Science 2010\nBachelor of Science in progress, expected 2019", "associate"),
    ("Bachelor of Arts 2010\nCurrently pursuing Master of Public Health", "bachelor"),
    ("PGCE, University of Hull, 2015\nBA (Hons) English, 2011", "postgraduate_diploma"),
]


@pytest.mark.parametrize(("lines", "level"), EDUCATION)
def test_the_highest_completed_education(lines: str, level: str) -> None:
    text = (
        "ANALYST\nSummary\nWorker.\nExperience\nData Analyst 01/2012 to Current\n"
        f"Company Name City , State\nReports.\nEducation\n{lines}\n"
    )
    assert read(text).education_highest == level
