"""A JSON Resume is written out as text, and read like any other."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.engine.extract.resumes import AS_OF, LEXICON

from preceptor.engine.extract import read_json_resume
from preceptor.engine.extract.json_resume import is_json_resume, render_json_resume

ANA = {
    "basics": {
        "name": "Ana Ruiz",
        "label": "Interface Analyst",
        "location": {"city": "Boise", "region": "ID", "postalCode": "83702"},
        "summary": "Interface analyst with 6 years of experience in software development.",
    },
    "work": [
        {
            "name": "Mercy Hospital",
            "position": "Interface Analyst",
            "startDate": "2015-03-01",
            "highlights": ["Built HL7 feeds"],
        },
        {
            "name": "City Clinic",
            "position": "Billing Clerk",
            "startDate": "2012-06",
            "endDate": "2014-12-31",
        },
    ],
    "education": [
        {
            "institution": "State University",
            "area": "Biology",
            "studyType": "Bachelor",
            "startDate": "2008-08",
            "endDate": "2012-05",
        },
        {"institution": "State University", "studyType": "Master", "startDate": "2017-08"},
    ],
    "certificates": [{"name": "RHIT", "date": "2016-05", "issuer": "AHIMA"}],
    "skills": [{"name": "Databases", "level": "Advanced", "keywords": ["SQL", "SAS"]}],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def test_it_is_written_out_as_a_plain_resume():
    assert render_json_resume(ANA) == (
        "Ana Ruiz\nInterface Analyst\nBoise, ID 83702\n\n"
        "SUMMARY\nInterface analyst with 6 years of experience in software development.\n\n"
        "EXPERIENCE\nInterface Analyst\nMercy Hospital | March 2015 - Present\n- Built HL7 feeds\n"
        "Billing Clerk\nCity Clinic | June 2012 - December 2014\n\n"
        "EDUCATION\nBachelor in Biology\nState University | August 2008 - May 2012\n"
        "Master\nState University | August 2017 - Present\n\n"
        "CERTIFICATIONS\nRHIT, AHIMA, May 2016\n\n"
        "SKILLS\nDatabases (Advanced): SQL, SAS"
    )


def test_its_facts_stand_in_the_text_written_out():
    text, resume = read_json_resume(ANA, LEXICON, as_of=AS_OF)

    assert text == render_json_resume(ANA)
    assert [(job.title, job.employer, job.started, job.domain) for job in resume.jobs] == [
        ("Interface Analyst", "Mercy Hospital", date(2015, 3, 1), "it"),
        ("Billing Clerk", "City Clinic", date(2012, 6, 1), "records"),
    ]
    assert resume.months == {"clinical": None, "it": 72, "records": 31}
    assert resume.education_highest == "bachelor"
    assert resume.place == "Boise, ID 83702"
    assert [(fact.credential, fact.status) for fact in resume.credentials] == [("rhit", "held")]
    facts = [*resume.competencies, *resume.credentials]
    assert [text[fact.words.start : fact.words.end] for fact in facts] == [
        fact.words.text for fact in facts
    ]


def test_what_has_the_shape_of_a_json_resume():
    assert is_json_resume(ANA)
    assert is_json_resume({"basics": {}})
    assert not is_json_resume({"name": "Ana"})
    assert not is_json_resume({"work": "a job"})
    assert not is_json_resume([])
    assert not is_json_resume(None)


@given(st.dictionaries(st.sampled_from([*ANA, "other"]), JSON))
def test_any_json_is_written_out(data: dict[str, object]):
    assert isinstance(render_json_resume(data), str)


@given(
    st.dictionaries(
        st.sampled_from(["work", "education", "skills", "certificates", "projects"]),
        st.lists(
            st.dictionaries(
                st.sampled_from(["name", "position", "startDate", "studyType", "keywords"]), JSON
            ),
            max_size=3,
        ),
    )
)
def test_entries_of_wrong_types_are_left_out(data: dict[str, object]):
    text, resume = read_json_resume(data, LEXICON, as_of=AS_OF)

    assert all(text[f.words.start : f.words.end] == f.words.text for f in resume.competencies)
