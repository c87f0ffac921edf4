"""The same question gives the same answer on the page, in the command and in the engine."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from django.db.models import Q
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
    top,
    ways_in,
)
from preceptor.engine.match import price as engine_price
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.matches.price_rows import promises_address
from preceptor.matches.queries import counted
from preceptor.matches.queries.pool import ready_job
from preceptor.matches.ways import is_a_past
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
    assert plain(page)["doors"] == command["doors"]

    # The visitor stands among the three who may be found, and scores as the same resume does;
    # living in Bangor, beyond 50 miles, they stand behind everyone who is within reach.
    job = with_lines(Job.objects.all()).get(public_id=page.jobs[0].public_id)
    scored = engine_scores(job)
    twin = scored.scores.tolist()[1]
    assert page.jobs[0].score == twin
    assert page.jobs[0].gates_unmet == ("Within 50 miles of Augusta, ME",)
    assert (page.jobs[0].rank, page.jobs[0].rank_of) == (4, 4)


def test_who_is_nearly_there_on_page_and_in_engine(client):
    page = client.post("/price/", {"text": POSTING}, follow=True).context["price"]
    scored = engine_scores(with_lines(Job.objects.filter(public_id=page.job)).get())
    missed = np.bitwise_count(scored.unmet)

    assert page.nearly.people == np.count_nonzero(missed == 1)
    assert [person.score for person in page.nearly.shown] == [
        int(scored.scores[row]) for row in top(scored).tolist() if missed[row] == 1
    ]


def test_a_switch_pressed_again_answers_the_same_without_counting(client, monkeypatch):
    address = client.post("/price/", {"text": POSTING})["Location"]
    first = client.get(f"{address}?line-1=drop").context["price"]

    def never(*_given, **_named):
        raise AssertionError("The pool was counted again.")

    for name in ("line_prices", "shortlist", "near_missers", "standings"):
        monkeypatch.setattr(counted, name, never)

    assert client.get(f"{address}?line-1=drop").context["price"] == first


def test_what_was_counted_is_forgotten_when_somebody_changes(client):
    address = client.post("/price/", {"text": POSTING})["Location"]
    before = client.get(address).context["price"].pool

    make_resume(text=TECHNICIAN)

    assert client.get(address).context["price"].pool == before + 1


def test_why_not_me_on_the_page_gives_the_ranks_of_the_engine(client):
    client.post("/advice/", {"text": TECHNICIAN})
    page = client.get("/jobs/ehr-specialist/").context["why"]
    job = with_lines(Job.objects.filter(slug="ehr-specialist")).get()
    ready = ready_job(job)
    visitor = Person.objects.latest("pk")
    records = person_records(
        Person.objects.filter(Q(consents__isnull=False) | Q(pk=visitor.pk)),
        load_vocabulary().number,
    )
    pool = build_pool(records, as_of=job_day(), codebook=codebook())
    scored = score_pool(pool, ready.compiled)
    expected = ways_in(scored, pool.row_of(visitor.pk))

    assert (page.rank, page.rank_of) == (expected.now.open_rank, len(pool))
    offered = {
        (way.open_rank, way.strict_rank is not None)
        for way in expected.single
        if not is_a_past(way.promises, load_vocabulary())
    }
    assert {(choice.rank, choice.passes) for choice in page.choices} == offered
    assert page.together

    query = promises_address(page.together)
    then = client.get(f"/jobs/ehr-specialist/{query}").context["why"]
    assert (then.then, then.then_passes) == (expected.together.open_rank, True)
    assert then.then_missing == ()
    assert {choice.key for choice in then.chosen} == set(page.together)


def test_promises_that_nobody_offers_change_nothing(client):
    client.post("/advice/", {"text": TECHNICIAN})
    page = client.get("/jobs/ehr-specialist/?add=99.9&add=x&add=").context["why"]

    assert page.chosen == ()
    assert page.then == page.rank


def test_page_and_command_of_one_moment_carry_the_same_stamp(client):
    first = client.post("/price/", {"text": POSTING}, follow=True)
    again = client.get(first.redirect_chain[-1][0])

    assert first.context["price"].stamp == again.context["price"].stamp
    assert first.context["price"] == again.context["price"]
