"""The many wordings in which adverts of either country state the same closed fact."""

import pytest
from tests.engine.extract.adverts import read

US = (
    "Clinical Applications Analyst\nRiverbend Health\n\n"
    "The analyst builds and supports Epic for our clinics.\n\nRequirements:\n{}\n"
)
UK = (
    "EPR Analyst\nNorthdale NHS Trust\nLocation: Leeds\nType: FULL_TIME\n\n"
    "You will configure our EPR and support wards.\n\n{}\n"
)

WORK_MODE = [
    (US, "Bachelor degree.\n\nWork Remotely\nNo", "onsite"),
    (US, "Bachelor degree.\nWork Remotely: Yes", "remote"),
    (US, "Bachelor degree.\n\nWork Remotely\nTemporarily due to illness", "hybrid"),
    (US, "#LI-Onsite", "onsite"),
    (US, "#LI-Hybrid", "hybrid"),
    (US, "This position is 100% onsite at our Toledo campus.", "onsite"),
    (US, "Remote work is not available for this position.", "onsite"),
    (US, "In office Tuesday through Thursday, remote Monday and Friday.", "hybrid"),
    (US, "You will come to the office three times a week.", "hybrid"),
    (US, "Work from home two days per week after 90 days is possible.", "hybrid"),
    (US, "You can live anywhere in the U.S. and will work from a home office.", "remote"),
    (US, "We give a home office stipend.", "unspecified"),
    (US, "Experience supporting remote users and remote patient monitoring.", "unspecified"),
    (UK, "We offer a mix of home and office working.", "hybrid"),
    (UK, "The team is working mainly from home at present.", "hybrid"),
    (UK, "We offer flexible working and generous leave.", "onsite"),
    (UK, "This role is not suitable for remote working.", "onsite"),
    (UK, "This is a fully remote role; you can be based anywhere.", "remote"),
]


@pytest.mark.parametrize(("layout", "words", "mode"), WORK_MODE)
def test_the_work_mode_in_many_wordings(layout: str, words: str, mode: str) -> None:
    text = layout.format(words)
    if mode == "unspecified":
        text = text.replace("Riverbend Health\n", "Riverbend\n")
    assert read(text).work_mode == mode


YEARS = [
    (US, "- 52 weeks of specialized experience at the GS-07 level.", 1),
    (US, "- 4 weeks of paid leave and experience with Epic.", None),
    (US, "- At least 24 months of experience in healthcare IT.", 2),
    (US, "- Minimum three (3) years of experience with Epic.", 3),
    (US, "- Typically requires 3 years of related experience.", 3),
    (US, "- Experience with Epic; training is a 3-year plan.", None),
    (US, "- Experience with Epic. You join a 3-year analyst training program.", None),
    (US, "- Knowledge of Epic.\nYou learn the work over the course of three years.", None),
    (US, "- Knowledge of Epic. This is a two year fixed term contract.", None),
    (US, "- Must be at least 18 years of age.", None),
    (UK, "You will have at least two years post-qualification experience.", 2),
    (UK, "The Trust has used its EPR for the last ten years with much experience.", None),
]


@pytest.mark.parametrize(("layout", "words", "least"), YEARS)
def test_the_years_in_many_wordings(layout: str, words: str, least: int | None) -> None:
    assert read(layout.format(words)).years_min == least


EDUCATION = [
    (US, "- BS/BA degree required.", "bachelor"),
    (US, "- Four-year degree in a related field.", "bachelor"),
    (US, "- Associate's degree; Bachelor's preferred.", "associate"),
    (US, "- Two-year degree in radiologic technology.", "associate"),
    (US, "- HS Diploma or equivalent required.", "high_school"),
    (US, "- MPH, MHA or MSN required.", "master"),
    (US, "- Completion of a medical coding certificate program.", "certificate"),
    (US, "- Master's degree preferred.", None),
    (UK, "You will have GCSE English and Maths at grade C or above.", "secondary"),
    (UK, "An NVQ level 3 or equivalent experience is essential.", "secondary_vocational"),
    (UK, "Educated to Masters level or equivalent.", "master"),
    (UK, "A degree is desirable.", None),
]


@pytest.mark.parametrize(("layout", "words", "level"), EDUCATION)
def test_the_education_in_many_wordings(layout: str, words: str, level: str | None) -> None:
    assert read(layout.format(words)).education_min == level


ASKING = [
    "Requirements:", "What you bring", "Must haves", "Who you are", "Essential criteria",
    "Basic Qualifications", "Knowledge, Skills and Abilities", "Person specification",
    "To be successful you will have", "What You’ll Need", "**Requirements**", "Ideal candidate",
]  # fmt: skip
PREFERRING = [
    "Preferred Qualifications", "Nice-to-haves:", "Bonus points", "Desirable criteria:", "Pluses",
    "A plus", "What would be great", "Even better", "Preferred (not required)", "Extra points for",
    "Not required but helpful", "You might also have", "Would be nice", "What sets you apart",
    "Ideally you will also have", "It would be great if you also had:", "Extra credit", "Optional",
]  # fmt: skip


@pytest.mark.parametrize("heading", ASKING)
def test_headings_that_ask(heading: str) -> None:
    assert _class_of_sql(f"{heading}\n- Experience with SQL\n- Good communication") == {"must"}


@pytest.mark.parametrize("heading", PREFERRING)
def test_headings_that_prefer(heading: str) -> None:
    body = f"Requirements:\n- A degree\n\n{heading}\n- Experience with SQL\n- Good communication"
    assert _class_of_sql(body) == {"nice"}


SENTENCES = [
    ("Proficiency in SQL required; Tableau preferred.", "must"),
    ("Proficiency in Tableau required; SQL preferred.", "nice"),
    ("Tableau (required), SQL (preferred).", "nice"),
    ("SQL is a must; Python is nice to have.", "must"),
    ("SQL preferred but not required.", "nice"),
    ("SQL knowledge helpful.", "nice"),
    ("Knowledge of Tableau is desirable, as is experience of SQL.", "nice"),
    ("Some exposure to SQL would be useful.", "nice"),
    ("Preference given to candidates with SQL.", "nice"),
    ("Additional consideration given to SQL.", "nice"),
    ("Candidates with SQL will be viewed favorably.", "nice"),
    ("Experience with SQL considered an asset.", "nice"),
    ("Hands-on SQL is non-negotiable.", "must"),
]


@pytest.mark.parametrize(("sentence", "necessity"), SENTENCES)
def test_sentences_that_ask_or_prefer(sentence: str, necessity: str) -> None:
    assert _class_of_sql(sentence) == {necessity}
    assert _class_of_sql(f"Requirements\n- {sentence}") == {necessity}


def _class_of_sql(body: str) -> set[str]:
    text = f"Systems Analyst\nRiverbend Health\n\nThe analyst supports our systems.\n\n{body}\n"
    return {line.necessity for line in read(text).requirements if line.competency == "sql"}
