"""``preceptor match-all`` as a user calls it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.factories import make_job, make_resume, make_vocabulary

from preceptor.cli.__main__ import main
from preceptor.matches.models import Run
from preceptor.matches.nightly.lease import alone_here

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "schema" / "match-all.json"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(db):
    make_vocabulary()
    make_job()
    make_resume()


def test_a_run_without_a_snapshot_builds_one_and_answers_with_its_report(capsys):
    assert main(["match-all", "--workers", "1", "--json"]) == 0

    report = json.loads(capsys.readouterr().out)
    schema = json.loads(SCHEMA.read_text())
    assert list(Draft202012Validator(schema).iter_errors(report)) == []
    assert set(report) == set(schema["properties"])
    assert (report["people"], report["jobs"], report["pairs"]) == (1, 1, 1)
    assert report["digest"] == Run.objects.get().digest


def test_called_again_it_says_the_same_and_does_nothing(capsys):
    main(["match-all", "--workers", "1", "--json"])
    first = capsys.readouterr()
    main(["match-all", "--workers", "1", "--json"])
    second = capsys.readouterr()

    assert second.out == first.out
    assert "matched 1 of 1 people (100 %)" in first.err
    assert second.err == ""
    assert Run.objects.count() == 1


def test_as_text_each_figure_stands_on_a_line(capsys):
    main(["match-all", "--workers", "1"])

    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines[:4]] == ["Run", "State", "As of", "People"]
    assert lines[-1].startswith("Digest")


def test_while_another_process_is_at_work_it_says_so(capsys, settings):
    with alone_here(Path(settings.RUNS)):
        assert main(["match-all"]) == 1

    assert "Another process of this machine works on a run. Wait" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--per-job", "0"], "--per-job is 1 to 1000."),
        (["--per-person", "256"], "--per-person is 1 to 255."),
        (["--workers", "0"], "--workers is at least 1."),
        (["--address", "auto"], "--address is for --backend ray."),
    ],
)
def test_what_cannot_be_meant_is_refused(capsys, arguments, sentence):
    assert main(["match-all", *arguments]) == 2
    assert capsys.readouterr().err == f"preceptor: {sentence}\n"
