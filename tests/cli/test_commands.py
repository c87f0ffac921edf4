"""The command as a user calls it: answers that fit their schemas, exit codes, errors."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.factories import NURSE, POSTING, TECHNICIAN, make_job, make_resume, make_vocabulary

from preceptor.accounts.models import Person
from preceptor.cli.__main__ import build_parser, main
from preceptor.cli.commands import HELP
from preceptor.common.models import Document
from preceptor.jobs.models import Job

SCHEMAS = Path(__file__).parents[2] / "docs" / "reference" / "schema"


@pytest.fixture
def files(tmp_path):
    texts = {"posting.txt": POSTING, "ruth.txt": NURSE, "wade.txt": TECHNICIAN}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def world(db):
    make_vocabulary()
    make_job()
    make_resume()


def answer(capsys, *arguments):
    assert main([str(argument) for argument in arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def check(name, value):
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    assert list(Draft202012Validator(schema).iter_errors(value)) == []


def test_read_answers_one_line_a_file_in_the_order_given(capsys, files):
    answers = answer(capsys, "read", "--json", files / "wade.txt", files / "ruth.txt")

    assert [each["file"] for each in answers] == ["wade.txt", "ruth.txt"]
    for each in answers:
        check("read-resume", each)


def test_read_answers_a_posting(capsys, files):
    [facts] = answer(capsys, "read", "--kind", "posting", "--json", files / "posting.txt")

    check("read-posting", facts)
    assert facts["roles"][0]["role"] == "impl_support"
    assert facts["location"] == "Augusta, ME"


def test_fit_puts_the_nurse_with_the_system_before_the_one_without(capsys, files):
    (files / "plain.txt").write_text(NURSE.replace("Epic", "crutches"))
    [fitted] = answer(
        capsys, "fit", files / "posting.txt", files / "plain.txt", files / "ruth.txt", "--json"
    )

    check("fit", fitted)
    assert [entry["file"] for entry in fitted["ranking"]] == ["ruth.txt", "plain.txt"]


@pytest.mark.usefixtures("world")
def test_advise_and_price_answer_and_keep_nothing(capsys, files):
    before = (Person.objects.count(), Job.objects.count(), Document.objects.count())

    [advice] = answer(capsys, "advise", files / "wade.txt", "--json")
    [priced] = answer(capsys, "price", files / "posting.txt", "--json")

    check("advise", advice)
    check("price", priced)
    assert (Person.objects.count(), Job.objects.count(), Document.objects.count()) == before


@pytest.mark.usefixtures("world")
def test_a_switch_on_the_command_line_moves_the_numbers(capsys, files):
    [whole] = answer(capsys, "price", files / "posting.txt", "--json")
    musts = [line["position"] for line in whole["lines"] if line["decision"] == "must"]
    switches = [part for at in musts for part in ("--set", f"{at}=drop")]
    [dropped] = answer(capsys, "price", files / "posting.txt", *switches, "--json")

    assert whole["meet_all"] == 0
    assert dropped["meet_all"] == dropped["pool"] == 1


@pytest.mark.usefixtures("world")
def test_how_much_proof_counts_is_said_in_words(capsys, files):
    main(["price", str(files / "posting.txt"), "--proof", "0", "--hours", "80"])

    assert "Proof counts 0 of 100; 80 signed hours stand for a year: " in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [("--proof", "13"), ("--hours", "0"), ("--hours", "many")])
def test_terms_that_cannot_be_are_a_wrong_command_line(files, wrong):
    with pytest.raises(SystemExit, match="2"):
        main(["price", str(files / "posting.txt"), *wrong])


def test_a_file_that_is_not_there_ends_with_its_name_and_code_3(capsys, tmp_path):
    assert main(["read", str(tmp_path / "nowhere.txt")]) == 3
    assert "nowhere.txt: No such file or directory" in capsys.readouterr().err


def test_a_refused_file_says_what_to_do(capsys, tmp_path):
    picture = tmp_path / "me.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")

    assert main(["read", str(picture)]) == 3
    assert "type the text into a .txt file" in capsys.readouterr().err


def test_one_refused_file_among_many_does_not_stop_the_others(capsys, files):
    (files / "empty.txt").write_text("")
    code = main(["read", "--json", str(files / "empty.txt"), str(files / "ruth.txt")])

    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 3
    assert "error" in first
    assert second["file"] == "ruth.txt"


@pytest.mark.parametrize("name", list(HELP))
def test_every_command_is_documented_and_shows_examples(name):
    reference = (SCHEMAS.parent / "command.md").read_text()
    help_text = " ".join(
        action.choices[name].format_help()
        for action in build_parser(name)._actions
        if action.choices and name in action.choices
    )

    assert f"`{name}" in reference
    assert "examples:" in help_text
    assert f"preceptor {name}" in help_text


def test_two_roles_are_compared(capsys):
    [compared] = answer(capsys, "roles", "trainer", "workflow", "--json")

    assert compared["shared"] or compared["only_a"]


def test_an_unknown_role_names_the_known_ones(capsys):
    assert main(["roles", "wizard"]) == 2
    assert "trainer" in capsys.readouterr().err


def test_the_shipped_vocabulary_has_no_problems(capsys):
    [checked] = answer(capsys, "check-vocabulary", "--json")

    assert checked["problems"] == []
    assert checked["figures"]["competencies"] >= 600
    assert checked["figures"]["aliases"] >= 2500
    assert checked["figures"]["weighted_relations"] >= 1500


@pytest.mark.usefixtures("world")
def test_advice_in_words_names_the_number_that_is_missing_and_lists_it_beneath(capsys, files):
    assert main(["advise", str(files / "wade.txt")]) == 0
    said = capsys.readouterr().out

    assert "You are nearest to" in said
    assert re.search(r"\n    → all (\d+) that are missing: \d+ of 2", said)
    assert "; " not in said.partition("that are missing")[2].partition("The gap")[0]


@pytest.mark.usefixtures("world")
def test_work_outside_health_it_is_said_with_its_nearest_role(capsys, tmp_path):
    resume = tmp_path / "marie.txt"
    resume.write_text("MARIE CROZIER\nPastry Baker\n\nEXPERIENCE\nBaker, Harbor Bakery\n- Bread\n")
    main(["advise", str(resume)])

    first = capsys.readouterr().out.splitlines()[0]
    assert first == "We found nothing in this resume to match" or first.startswith(
        "Your work so far is outside health IT; its nearest role is "
    )
