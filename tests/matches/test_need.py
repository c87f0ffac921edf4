import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
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
from tests.factories.accounts import make_member, make_organization, sign_in

from preceptor.accounts.models import Consent, Look
from preceptor.accounts.services import withdraw_consent
from preceptor.engine.match import explain, score_pool, top
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.matches.queries.need import need_list
from preceptor.matches.queries.pool import ready_job
from preceptor.matches.queries.pool_filters import Asked, PeopleQuery
from preceptor.matches.services import build_snapshot, ready_pool

pytestmark = pytest.mark.django_db

TODAY = MONDAY.date()
NOBODYS = "Gardener\nBangor, ME 04401\n\nSKILLS\nRoses\n"


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()


@pytest.fixture
def team():
    return make_organization()


@pytest.fixture
def hanna(client, team):
    hanna = make_member(team, hires=True)
    sign_in(client, hanna)
    return hanna


def people():
    texts = (NURSE, TECHNICIAN, NOBODYS, TECHNICIAN.replace("SQL", "Epic, HL7"), NURSE)
    made = []
    for number, text in enumerate(texts):
        made.append(make_person(name=f"Somebody {number}"))
        make_resume(person=made[-1], text=text)
    return made


def job_of(slug="ehr-specialist"):
    return with_lines(Job.objects.filter(slug=slug)).get()


def listed(job, query=None, **more):
    current = ready_pool(now=MONDAY)
    return need_list(job, current, query or PeopleQuery(), today=TODAY, **{"page_size": 10, **more})


def test_people_stand_in_the_order_of_the_engine_with_its_ranks_and_lines():
    people()
    job = make_job() and job_of()
    ready, pool = ready_job(job), ready_pool(now=MONDAY).live.everyone()
    scored = score_pool(pool, ready.compiled)

    shown = listed(job)

    order = top(scored)
    assert shown.numbers == pool.number[order].tolist()
    for row, person in zip(order, shown.people, strict=True):
        assert person.score == scored.scores[row]
        states = [each.points for each in explain(scored, int(row))]
        assert sum(line.points for line in person.lines) == sum(states)
    assert shown.meet_all == int(scored.passes.sum())


def test_a_filter_narrows_the_list_and_leaves_every_rank():
    people()
    job = make_job() and job_of()
    everybody = {each.card.number: each.rank for each in listed(job).people}

    narrowed = listed(job, PeopleQuery(competencies=(Asked("help-desk"),)))

    assert len(narrowed.people) == 2
    assert {each.card.number: each.rank for each in narrowed.people} == {
        number: everybody[number] for number in narrowed.numbers
    }


def test_ranks_hold_for_who_changed_after_the_snapshot_too():
    made = people()
    job = make_job() and job_of()
    build_snapshot(now=MONDAY)
    withdraw_consent(person=made[0], purpose=Consent.Purpose.FOUND, now=MONDAY)
    make_resume(person=made[2], text=TECHNICIAN)

    after = listed(job)
    build_snapshot(now=MONDAY)
    anew = listed(job)

    assert after.numbers == anew.numbers
    assert [each.rank for each in after.people] == [each.rank for each in anew.people]
    assert made[0].pk not in after.numbers


def test_a_pasted_need_becomes_a_draft_of_the_team_and_a_list(client, team, hanna):
    people()
    address = reverse("matches:need_start", args=["kennebec"])

    answer = client.post(address, {"text": POSTING})

    job = Job.objects.get()
    assert answer.url == reverse("matches:need", args=["kennebec", job.public_id])
    assert (job.organization, job.status, job.created_by) == (team, Job.Status.DRAFT, hanna)
    page = client.get(answer.url).content.decode()
    assert "of 5 people meet all of EHR Implementation Specialist" in page
    assert "Somebody 1" not in page
    assert set(Look.objects.values_list("about", flat=True)) == {job.public_id}


def test_a_need_without_text_is_asked_for_again(client, team, hanna):
    answer = client.post(reverse("matches:need_start", args=["kennebec"]), {"text": ""})

    assert answer.status_code == 422
    assert Job.objects.count() == 0


def test_another_teams_need_is_not_there(client, team, hanna):
    other = make_organization("riverside", name="Riverside Practice")
    job = make_job()
    Job.objects.filter(pk=job.pk).update(organization=other)

    address = reverse("matches:need", args=["kennebec", job.public_id])
    assert client.get(address).status_code == 404


def test_the_table_of_a_need_has_everybody_in_order_with_points(client, team, hanna):
    people()
    job = make_job()
    address = reverse("matches:need", args=["kennebec", job.public_id])

    answer = client.get(address, {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert [int(row["rank"]) for row in rows] == [each.rank for each in listed(job_of()).people]
    assert len(rows) == 5


def test_a_need_asks_as_many_questions_for_one_person_as_for_many(client, team, hanna):
    job = make_job()
    address = reverse("matches:need", args=["kennebec", job.public_id])

    def asked():
        build_snapshot(now=MONDAY)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    make_resume(person=make_person(name="Zoe First"))
    with_one = asked()
    for number in range(12):
        make_resume(person=make_person(name=f"Somebody {number}"), text=TECHNICIAN)

    assert asked() == with_one
