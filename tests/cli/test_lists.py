"""``preceptor lists`` as a user calls it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.factories import (
    MONDAY,
    TECHNICIAN,
    make_job,
    make_person,
    make_resume,
    make_vocabulary,
)

from preceptor.accounts.services import erase_person
from preceptor.cli.__main__ import main
from preceptor.matches.nightly.run import run_nightly
from preceptor.matches.services import build_snapshot

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "schema" / "lists.json"
EASY = "Help Desk Technician\n\nRequirements\n- Troubleshooting\n"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wade(db):
    make_vocabulary()
    make_job(text=EASY, slug="help-desk")
    make_resume()
    night()
    wade = make_person(name="Wade Libby")
    make_resume(person=wade, text=TECHNICIAN)
    night()
    return wade


def night():
    build_snapshot(now=MONDAY)
    run_nightly(clock=lambda: MONDAY)


def answer(capsys, *arguments):
    assert main(["lists", *arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text())).iter_errors(found)) == []
    return found


def test_a_job_lists_its_people_and_who_is_new(capsys, wade):
    found = answer(capsys, "--job", "help-desk")

    assert found["as_of"] == "2026-11-16"
    assert len(found["entries"]) == 2
    assert [each["id"] for each in found["entries"] if each["new_since"]] == [str(wade.public_id)]
    strict = answer(capsys, "--job", "help-desk", "--strict")
    assert [each["id"] for each in strict["entries"]] == [str(wade.public_id)]


def test_whoever_was_erased_is_on_no_list(capsys, wade):
    erase_person(person=wade, now=MONDAY, reason="asked")

    assert len(answer(capsys, "--job", "help-desk")["entries"]) == 1
    assert answer(capsys, "--job", "help-desk", "--strict")["entries"] == []


def test_a_person_lists_their_jobs(capsys, wade):
    found = answer(capsys, "--person", str(wade.public_id))

    assert [each["id"] for each in found["entries"]] == ["help-desk"]
    assert found["entries"][0]["fit"] > 0


def test_as_text_a_place_is_a_line(capsys, wade):
    assert main(["lists", "--job", "help-desk"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Help Desk Technician, as of 2026-11-16"
    assert lines[1].split()[0] == "1."
    assert lines[1].endswith("new")
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--job", "none"], "There is no job none."),
        (["--job", "fresh"], "No night has matched this job as it stands now."),
        (
            ["--person", "01a1f91b-820e-7d5f-ba4e-653810d0fc45"],
            "There is no person 01a1f91b-820e-7d5f-ba4e-653810d0fc45.",
        ),
    ],
)
def test_what_no_night_has_matched_is_said(capsys, arguments, sentence):
    make_job(text=EASY, slug="fresh")

    assert main(["lists", *arguments]) == 1
    assert capsys.readouterr().err.startswith(f"preceptor: {sentence}")
