"""The job of the demo world that is over: what its reports are there to show."""

from datetime import timedelta

import pytest
from tests.factories import MONDAY, make_vocabulary
from tests.factories.accounts import make_member, make_organization, make_user
from tests.factories.hiring import bare_person

from preceptor.accounts.models import Notice, Person
from preceptor.cli.demo.ended import APPLIED, HOUSE, TAKEN_BACK, end_one_job
from preceptor.common.models import Mail
from preceptor.engine.estimate import Verdict
from preceptor.jobs.models import Application, ImpactReport, Job
from preceptor.jobs.queries.clock import answer_rate
from preceptor.jobs.queries.impact_pages import shown_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def users():
    make_vocabulary()
    house = make_organization(HOUSE)
    olivia, peter = make_user(name="Olivia Hart"), make_user(name="Peter Nadeau")
    for user in (olivia, peter):
        make_member(house, user=user, hires=True)
    return {"olivia.hart": olivia, "peter.nadeau": peter}


def people(count):
    for number in range(count):
        bare_person(f"Person {number}", has_account=False)
    Person.objects.filter(user__isnull=True).update(is_demo=True)


def verdicts(report, title):
    [shown] = [each for each in shown_report(report).dimensions if each.title == title]
    return [(row.label, row.impact.verdict) for row in shown.last.rows] if shown.last else []


def test_a_job_that_is_over_shows_both_rules_of_its_report_at_work(users):
    people(APPLIED + TAKEN_BACK)

    end_one_job(users=users, seed=1, now=MONDAY)

    job = Job.objects.get()
    assert job.status == Job.Status.FILLED
    assert not job.applications.filter(state=Application.State.SENT).exists()
    rate = answer_rate(job.organization, now=MONDAY)
    assert (rate.answered, rate.due) == (104, 104)
    of_job, of_house = ImpactReport.objects.order_by("pk")
    assert (of_job.job, of_house.job) == (job, None)
    assert of_job.content == of_house.content
    assert of_job.content["steps"] == [104, 61, 24, 3, 2]
    assert verdicts(of_job, "Age") == [
        ("Under 40", Verdict.HIGHEST),
        ("40 or older", Verdict.BOTH),
    ]
    assert verdicts(of_job, "Race") == [
        ("White", Verdict.NEITHER),
        ("Black or African American", Verdict.TOO_FEW),
        ("Asian", Verdict.HIGHEST),
    ]
    assert shown_report(of_job).flagged_by == "age"
    # What was told at the time was read and went out then.
    assert not Mail.objects.filter(sent_at=None).exists()
    assert not Notice.objects.filter(read_at=None).exists()
    assert ImpactReport.objects.filter(made_at__gt=MONDAY - timedelta(days=29)).count() == 0


def test_a_small_world_has_no_job_that_is_over(users):
    people(APPLIED)

    end_one_job(users=users, seed=1, now=MONDAY)

    assert not Job.objects.exists()
