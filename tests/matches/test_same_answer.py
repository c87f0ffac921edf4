"""The same question gives the same answer on the page, in the command and in the engine."""

import json
from dataclasses import asdict

import pytest
from tests.factories import NURSE, POSTING, TECHNICIAN, make_job, make_resume, make_vocabulary

from preceptor.accounts.models import Person
from preceptor.cli.commands import advise as advise_command
from preceptor.cli.commands import price as price_command
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import (
    build_pool,
    compile_job,
    score_pool,
)
from preceptor.engine.match import price as engine_price
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.matches.queries.pool import ready_job
from preceptor.resumes.queries import person_records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_world(db):
    make_vocabulary()
    make_job()
    for text in (NURSE, TECHNICIAN, NURSE.replace("Epic", "SQL")):
        make_resume(text=text)


def engine_scores(job):
    """Score everybody straight from the database rows, past every cache and snapshot."""
    ready = ready_job(job)
    records = person_records(
        Person.objects.filter(consents__isnull=False), load_vocabulary().number
    )
    pool = build_pool(records, as_of=job_day(), codebook=codebook())
    return score_pool(pool, compile_job(ready.built.job, codebook()))


def job_day():
    from django.utils import timezone

    return timezone.now().date()


def without_ids(price):
    """Drop what names one stored copy of the posting: the answer itself remains."""
    return {key: value for key, value in price.items() if key not in ("job", "stamp")}


def plain(value):
    return json.loads(json.dumps(asdict(value), default=str))


def test_price_on_page_in_command_and_engine(client, tmp_path, capsys):
    file = tmp_path / "posting.txt"
    file.write_text(POSTING)

    page = client.post("/price/", {"text": POSTING}, follow=True).context["price"]
    arguments = price_parser().parse_args([str(file), "--json"])
    assert price_command.run(arguments) == 0
    command = json.loads(capsys.readouterr().out)

    assert without_ids(plain(page)) == without_ids(command)

    job = with_lines(Job.objects.filter(public_id=page.job)).get()
    scored = engine_scores(job)
    prices = engine_price(scored)
    assert (page.pool, page.meet_all) == (prices.pool_size, prices.passing)
    assert page.if_confirmed == prices.passing_confirmed
    assert [line.lost_alone for line in page.lines if line.lost_alone is not None] == [
        each.lost_alone
        for each in sorted(
            prices.requirements, key=lambda each: requirement_position(job, each.requirement)
        )
    ]
    assert [person.score for person in page.shortlist] == sorted(
        scored.scores.tolist(), reverse=True
    )


def test_price_under_other_terms_on_page_and_in_command(client, tmp_path, capsys):
    file = tmp_path / "posting.txt"
    file.write_text(POSTING)
    address = client.post("/price/", {"text": POSTING})["Location"]

    page = client.get(f"{address}?proof=50&hours=80").context["price"]
    arguments = price_parser().parse_args([str(file), "--json", "--proof", "50", "--hours", "80"])
    assert price_command.run(arguments) == 0

    assert (page.proof.weight, page.proof.hours_per_year) == (50, 80)
    assert without_ids(plain(page)) == without_ids(json.loads(capsys.readouterr().out))


def requirement_position(job, requirement):
    ready = ready_job(job)
    return ready.built.requirements[requirement]


def price_parser():
    import argparse

    parser = argparse.ArgumentParser()
    price_command.add_arguments(parser)
    return parser


def test_advice_on_page_in_command_and_engine(client, tmp_path, capsys):
    import argparse

    file = tmp_path / "resume.txt"
    file.write_text(TECHNICIAN)
    with file.open("rb") as upload:
        page = client.post("/advice/", {"file": upload}, follow=True).context["advice"]
    parser = argparse.ArgumentParser()
    advise_command.add_arguments(parser)
    assert advise_command.run(parser.parse_args([str(file), "--json"])) == 0
    command = json.loads(capsys.readouterr().out)

    assert plain(page)["jobs"] == command["jobs"]
    assert plain(page)["roles"] == command["roles"]
    assert plain(page)["gap"] == command["gap"]

    # The visitor stands among the three who may be found, and scores as the same resume does;
    # living in Bangor, beyond 50 miles, they stand behind everyone who is within reach.
    job = with_lines(Job.objects.all()).get(public_id=page.jobs[0].public_id)
    scored = engine_scores(job)
    twin = scored.scores.tolist()[1]
    assert page.jobs[0].score == twin
    assert page.jobs[0].gates_unmet == ("Within 50 miles of Augusta, ME",)
    assert (page.jobs[0].rank, page.jobs[0].rank_of) == (4, 4)


def test_page_and_command_of_one_moment_carry_the_same_stamp(client):
    first = client.post("/price/", {"text": POSTING}, follow=True)
    again = client.get(first.redirect_chain[-1][0])

    assert first.context["price"].stamp == again.context["price"].stamp
    assert first.context["price"] == again.context["price"]
