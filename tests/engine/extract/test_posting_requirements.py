"""Must, nice or mentioned; levels, years, choices, credentials, end users."""

import pytest
from tests.engine.extract.adverts import classes, federal, indeed, nhs, read, remote

from preceptor.engine.extract.facts import Requirement


def fact(text: str, competency: str) -> Requirement:
    posting = read(text)
    return next(
        one for one in posting.requirements + posting.credentials if one.competency == competency
    )


CLASSES = [
    (remote("**Requirements:**\n\n* SQL\n\n**Nice to Have:**\n\n* Python\n"), "must", "nice"),
    (remote("## What you’ll bring\n* SQL\n\n## Bonus points\n* Python"), "must", "nice"),
    (
        remote("You might be a fit if you:\n- know SQL\n\nWe’d love it if you:\n- know Python"),
        "must",
        "nice",
    ),
    (remote("### Must have\n- SQL\n\n### Benefits\n- Python classes"), "must", "mentioned"),
    (remote("## About us\nWe write Python.\n\n## Requirements\n- SQL"), "must", "mentioned"),
    (nhs("Essential\nSQL\n\nDesirable\nPython"), "must", "nice"),
    (nhs("Person Specification\n\nEssential: SQL\n\nDesirable: Python"), "must", "nice"),
    (nhs("SQL is essential. Knowledge of Python would be an advantage."), "must", "nice"),
    (nhs("You must have SQL. It would be an advantage to know Python."), "must", "nice"),
    (nhs("You will have SQL; Python is desirable but not essential."), "must", "nice"),
    (nhs("You will write SQL. Training will be given in Python."), "must", "mentioned"),
    (nhs("You will write SQL.\n\nIn return we will offer:\n- Python courses"), "must", "mentioned"),
    (indeed("Required Skills: SQL. Preferred Qualifications: Python."), "must", "nice"),
    (indeed("Proficiency in SQL is required, knowing Python is a plus."), "must", "nice"),
    (indeed("2 years of SQL, Python experience preferred."), "must", "nice"),
    (indeed("Qualifications:SQL.Reporting.Preferred Qualifications:Python."), "must", "nice"),
    (indeed("Must know SQL (Python preferred)."), "must", "nice"),
    (indeed("Responsibilities\nWrite SQL\nRequirements\n\nNice to have\nPython"), "must", "nice"),
    (
        federal(
            "Basic Requirements\n1. One year of experience with SQL.\nSelect the statement that "
            "describes your experience carrying out each task.\n3. Write reports.\nRESUME REMINDER"
            "- Your resume must list Python."
        ),
        "must",
        "mentioned",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sql", "python"), CLASSES)
def test_the_class_of_what_is_named(text: str, sql: str, python: str) -> None:
    found = classes(read(text))
    assert (found["sql"], found["python"]) == (sql, python)


PREFERRED = [
    "Knowledge of Python would be beneficial.",
    "It would be desirable for you to have Python.",
    "Python, whilst not essential, would be advantageous.",
    "Although not essential, experience of Python would be useful.",
    "Ideally with experience of Python.",
    "Python (desirable)",
    "Desirable - Python",
    "Python: 2 years (Preferred)",
    "If you have Python experience, even better",
    "Python is highly desirable, but training will be given",
    "Prior experience with Python strongly preferred",
    "Python experience is not required but would be a benefit",
    "Preference will be given to those with Python.",
    "Nice to have: Python, Tableau",
]
ASKED = [
    "You must have Python.",
    "Python (required)",
    "Python: 2 years (Required)",
    "Experience of Python is a prerequisite.",
    "You will need a good understanding of Python.",
    "Working knowledge of Python required, Tableau a plus",
    "The ideal candidate will have Python",
    "Python skills a must; Tableau preferred",
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [*((one, "nice") for one in PREFERRED), *((one, "must") for one in ASKED)],
)
def test_a_sentence_says_whether_it_prefers_in_every_layout(sentence: str, expected: str) -> None:
    for text in (
        nhs(sentence),
        remote(f"## Requirements\n* {sentence}"),
        indeed(f"We are hiring. {sentence} Apply now."),
    ):
        assert classes(read(text))["python"] == expected


def test_a_list_of_preferences_outweighs_the_duties() -> None:
    text = remote("## What you’ll do\n* Build FHIR interfaces\n\n## Nice to have\n* FHIR")
    assert classes(read(text)) == {"fhir": "nice"}


def test_a_list_of_requirements_outweighs_a_list_of_preferences() -> None:
    text = remote("## Requirements\n* SQL\n\n## Preferred\n* SQL")
    assert classes(read(text)) == {"sql": "must"}


def test_without_a_requirements_list_the_duties_are_asked() -> None:
    found = classes(read(nhs("The post holder will configure RiO and train staff.")))
    assert found == {"rio": "must", "training-delivery": "must"}


def test_the_subject_of_a_degree_is_not_a_skill() -> None:
    found = classes(read(indeed("Requirements: Bachelor’s degree in Computer Science. SQL.")))
    assert found == {"sql": "must"}


def test_an_ability_that_is_not_asked_is_no_fact() -> None:
    text = nhs("SQL is essential.\n\nIn return we will offer:\n- training and PACS")
    assert classes(read(text)) == {"sql": "must", "pacs": "mentioned"}


@pytest.mark.parametrize(
    "sentence",
    [
        "You will work closely with the Project Management team.",
        "Reporting to the project management lead, you write SQL.",
        "You will liaise with clinicians, Project Management staff and users.",
    ],
)
def test_the_work_of_colleagues_is_not_asked(sentence: str) -> None:
    assert "project-management" not in classes(read(nhs(sentence)))


def test_ones_own_team_tells_the_work() -> None:
    found = classes(read(nhs("You will join our friendly project management team.")))
    assert found == {"project-management": "must"}


def test_what_is_only_mentioned_has_no_level() -> None:
    text = nhs("You write SQL.\n\nIn return we will offer:\n- excellent Python courses")
    assert fact(text, "python").level is None


def test_different_wordings_of_one_competency_all_stand() -> None:
    posting = read(indeed("Requirements: Epic Systems. Build Epic reports. Epic again."))
    assert [one.words.text for one in posting.requirements] == ["Epic Systems", "Epic"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Basic understanding of SQL", 2),
        ("Some experience with SQL", 2),
        ("Working knowledge of SQL", 3),
        ("Advanced SQL", 4),
        ("Expert in SQL", 5),
        ("SQL", None),
        ("1 year of SQL", 3),
        ("4 years of SQL", 4),
        ("6+ years of SQL", 5),
    ],
)
def test_the_level_is_that_of_the_words_else_of_the_years(text: str, level: int | None) -> None:
    assert fact(remote(f"## Requirements\n* {text}"), "sql").level == level


def test_years_stand_on_the_line_they_speak_of() -> None:
    text = remote("## Requirements\n* 3+ years of experience with SQL\n* Python")
    assert fact(text, "sql").quarters == 12
    assert fact(text, "python").quarters is None


def groups(text: str) -> dict[str, int | None]:
    posting = read(text)
    return {one.competency: one.any_of for one in posting.requirements + posting.credentials}


def test_one_of_several_is_a_group() -> None:
    for phrase in (
        "SQL or Python",
        "SQL, Tableau, or Python",
        "one of the following: SQL, Python",
        "tools such as SQL, Python, or similar",
        "languages (e.g., SQL, Python)",
    ):
        found = groups(remote(f"## Requirements\n* Experience with {phrase}\n* HL7"))
        assert found["sql"] == found["python"] == 1, phrase
        assert found["hl7"] is None


def test_all_of_several_is_no_group() -> None:
    for phrase in ("SQL and Python", "SQL, Python", "standards such as SQL and Python"):
        found = groups(remote(f"## Requirements\n* Experience with {phrase}"))
        assert found == {"sql": None, "python": None}, phrase


def test_a_list_of_which_one_is_enough_may_stand_in_items() -> None:
    text = remote("## Requirements\n* One or more of the following:\n* SQL\n* Python\n\nHL7")
    assert groups(text) == {"sql": 1, "python": 1, "hl7": None}


def test_a_choice_of_credentials_is_a_group() -> None:
    posting = read(indeed("Requirements: RHIA or RHIT required, CPC preferred."))
    assert [(one.competency, one.necessity, one.any_of) for one in posting.credentials] == [
        ("rhia", "must", 1),
        ("rhit", "must", 1),
        ("cpc", "nice", None),
    ]


def test_a_credential_due_after_hire_is_preferred_with_its_months() -> None:
    for phrase, months in (
        ("within 6 months of hire", 6),
        ("within six (6) months of employment", 6),
        ("within one year of hire", 12),
        ("within 90 days of hire", 3),
    ):
        found = fact(indeed(f"Epic certification required {phrase}."), "epic-certification")
        assert (found.necessity, found.within_months) == ("nice", months)


def test_licences_are_marked_and_those_of_colleagues_are_only_mentioned() -> None:
    assert fact(indeed("Requirements: RN license."), "registered-nurse").is_licence
    text = indeed("Responsibilities\nSupport RN staff on the wards.\nRequirements\nSQL")
    assert classes(read(text))["registered-nurse"] == "mentioned"


def test_the_licence_in_the_title_is_asked() -> None:
    posting = read(federal("1. Basic requirement: SQL.", title="Registered Nurse Informaticist"))
    assert [one.necessity for one in posting.credentials] == ["must"]


def test_end_users_are_told_from_those_who_work_on_a_system() -> None:
    assert fact(nhs("You will book patients using SystmOne."), "systmone").is_end_user
    assert not fact(nhs("You will configure SystmOne."), "systmone").is_end_user
    assert not fact(nhs("You will train staff in using SystmOne."), "systmone").is_end_user


def test_lines_and_headings_glued_together_are_parted() -> None:
    text = indeed(
        "We help clinics.Position OverviewLead go-lives.Responsibilities:Configure Epic for clients"
        "Train staff on the wardsBuild HL7 interfacesWrite reports for themRequirements:Associate's"
        " degree or equivalent experience2+ years of experience with SQL queriesStrong spoken words"
        "Travel up to 50%Preferred:Bachelor's degreeKnowledge of Tableau andExperience with Python"
    )
    posting = read(text)
    found = classes(posting)
    assert (found["sql"], found["tableau"], found["python"]) == ("must", "nice", "nice")
    assert (posting.years_min, posting.education_min) == (2, "associate")


def test_commas_inside_brackets_part_no_clause() -> None:
    text = nhs("Knowledge of systems (RiO, PACS) and experience of Python would be useful.")
    assert classes(read(text)) == {"rio": "nice", "pacs": "nice", "python": "nice"}


def test_only_systems_have_end_users() -> None:
    assert not fact(nhs("You will use Python and SystmOne."), "python").is_end_user


def test_a_word_of_level_does_not_reach_into_the_next_clause() -> None:
    assert fact(nhs("You need excellent teamwork; write SQL well."), "sql").level is None
    assert fact(nhs("You need excellent SQL; teamwork."), "sql").level == 4


@pytest.mark.parametrize(
    "sentence",
    [
        "We are proud of our project management.",
        "Our aim is to offer project management to all.",
        "North Valley NHS Foundation Trust provides project management to six towns.",
    ],
)
def test_praise_of_the_employer_asks_no_ability(sentence: str) -> None:
    assert classes(read(nhs(f"{sentence} You write SQL."))) == {"sql": "must"}


def test_what_the_employer_looks_for_is_asked() -> None:
    found = classes(read(nhs("We are looking for project management at its best.")))
    assert found == {"project-management": "must"}


def test_a_rule_of_law_asks_only_what_it_makes_a_condition() -> None:
    text = indeed("Requirements: No person shall serve in project management unless they know SQL.")
    assert classes(read(text)) == {"sql": "must"}


def test_a_word_of_level_ends_at_what_it_serves() -> None:
    text = nhs("You need excellent skills to join our SQL team.")
    assert fact(text, "sql").level is None
    assert fact(nhs("You need a strong ability to write SQL."), "sql").level == 4
