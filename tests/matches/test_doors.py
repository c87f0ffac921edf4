"""What opens most doors, on the page, in the commands and in the engine."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.factories import (
    MONDAY,
    NURSE,
    POSTING,
    TECHNICIAN,
    make_job,
    make_person,
    make_resume,
    make_vocabulary,
)

from preceptor.cli.__main__ import main
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import jobs_for_person
from preceptor.jobs.models import Job
from preceptor.matches.queries.board import open_board
from preceptor.matches.queries.doors import doors_near
from preceptor.matches.queries.pool import records_pool
from preceptor.resumes.models import Evidence
from preceptor.resumes.queries import evidence_of

pytestmark = pytest.mark.django_db

SQL_ONLY = """\
Data Clerk
Kennebec River Medical Center
Location: Augusta, ME

This position works on site in Augusta, ME.

Requirements
- SQL
"""
NO_SQL = NURSE.replace("Patient care, ", "")


@pytest.fixture
def nurse():
    make_vocabulary()
    make_job(text=POSTING)
    clerk = make_job(text=SQL_ONLY, slug="clerk")
    clerk.lines.exclude(kind="place").exclude(label="SQL").delete()
    return make_resume(person=make_person(), text=NO_SQL).person


def make_far_job():
    place = make_job(text=SQL_ONLY, slug="far").lines.get(kind="place")
    place.spec["sites"] = [[32.72, -117.16]]  # San Diego
    place.save()


def doors_of(person, miles=50):
    alone = records_pool([person], as_of=MONDAY.date())
    board = open_board()
    fits = jobs_for_person(alone, 0, [each.compiled for each in board])
    return fits, doors_near(alone, fits, board, miles=miles)


def test_the_first_door_opens_the_job_that_asks_nothing_else(nurse):
    _, doors = doors_of(nurse)

    first = doors.rows[0]
    assert (first.competency, first.opens) == ("sql", 1)
    assert first.titles == (("Data Clerk", "clerk"),)
    assert (doors.jobs, doors.job_count, doors.passing) == (2, 2, 0)
    assert doors.single == 1


def test_what_is_promised_happens_when_the_evidence_is_really_added(nurse):
    before, doors = doors_of(nurse)
    model = evidence_of([nurse.pk])[0]
    numbers = load_vocabulary().number
    row = doors.rows[0]

    Evidence.objects.create(
        person=nurse,
        competency=type(model.competency).objects.get(slug=row.competency),
        level=2,
        grade=1,
        standing=model.standing,
    )

    after, again = doors_of(nurse)
    assert row.competency in numbers
    assert sum(fit.passes for fit in after) - sum(fit.passes for fit in before) == row.opens
    assert again.passing == doors.passing + row.opens


def test_only_jobs_within_the_radius_count_and_the_rest_is_said(nurse):
    make_far_job()

    assert doors_of(nurse)[1].jobs == 2
    assert doors_of(nurse)[1].job_count == 3
    assert doors_of(nurse, miles=3000)[1].jobs == 3


def test_without_a_home_every_job_counts(nurse):
    make_far_job()
    nurse.latitude = nurse.longitude = None
    nurse.save()

    assert doors_of(nurse)[1].jobs == 3


def test_a_job_that_is_closed_or_changed_is_read_anew(nurse):
    assert len(open_board()) == 2
    Job.objects.filter(slug="clerk").update(status=Job.Status.CLOSED)
    assert len(open_board()) == 1
    job = Job.objects.get(slug="ehr-specialist")
    before = open_board()[0].compiled.job
    job.lines.filter(label="Troubleshooting").update(necessity="nice")
    Job.objects.filter(pk=job.pk).update(revision=2)
    assert open_board()[0].compiled.job != before


def test_the_page_shows_the_doors_of_the_engine(client, nurse):
    address = client.post("/advice/", {"text": NO_SQL})["Location"]
    page = client.get(address)

    doors = page.context["advice"].doors
    assert doors.rows[0].competency == "sql"
    assert 'id="doors"' in page.content.decode()
    assert client.get(f"{address}?miles=100").context["advice"].doors.miles == 100
    assert client.get(f"{address}?miles=many").context["advice"].doors.miles == 50


def test_advise_and_doors_answer_as_the_schemas_say(capsys, nurse, tmp_path):
    file = tmp_path / "resume.txt"
    file.write_text(TECHNICIAN)
    schemas = Path(__file__).parents[2] / "docs" / "reference" / "schema"

    for name, arguments in (
        ("advise", ["advise", "--json", "--miles", "10", str(file)]),
        ("doors", ["doors", "--json", "Augusta, ME"]),
    ):
        assert main(arguments) == 0
        value = json.loads(capsys.readouterr().out)
        schema = json.loads((schemas / f"{name}.json").read_text())
        assert list(Draft202012Validator(schema).iter_errors(value)) == []

    assert value["place"] == "Augusta, ME"
    assert (value["jobs"], value["people"], value["ways"]) == (2, 1, 0)
    best = value["rows"][0]
    assert (best["competency"], best["ways"], best["jobs"]) == ("sql", 1, 1)


def test_doors_around_no_known_place_say_how_to_write_one(capsys, nurse):
    assert main(["doors", "Nowhere"]) == 2
    assert "Augusta, ME" in capsys.readouterr().err
