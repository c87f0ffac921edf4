"""Adverse-impact reports: exact figures, made once, and nothing in them tells an answer."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import MONDAY
from tests.factories.accounts import administrator_of, make_member, sign_in
from tests.factories.hiring import bare_application, bare_job, bare_person

import preceptor
from preceptor.accounts.models import Consent
from preceptor.accounts.services import give_consent, withdraw_consent
from preceptor.common.models import LogEntry
from preceptor.jobs.models import Application, ImpactReport, Job, VoluntaryAnswers
from preceptor.jobs.queries import scores
from preceptor.jobs.queries.closed_reports import impact_content
from preceptor.jobs.queries.fairness import jobs_over
from preceptor.jobs.queries.impact_pages import shown_report
from preceptor.jobs.services import fairness
from preceptor.jobs.services.fairness import make_due_reports, make_report
from preceptor.jobs.tasks.fairness import make_impact_reports

pytestmark = pytest.mark.django_db
State = Application.State


@pytest.fixture(autouse=True)
def no_engine(monkeypatch):
    """Nobody is scored unless a test says so."""
    monkeypatch.setattr(scores, "_asked", {})


def applied(job, count, *, hired=0, reached="new", **said):
    """Let people apply who said something; the first of them were hired."""
    made = []
    for number in range(count):
        is_hired = number < hired
        application = bare_application(
            job,
            bare_person(f"Person {number}", has_account=False),
            state=State.HIRED if is_hired else State.REFUSED,
            reached="hired" if is_hired else reached,
        )
        if said:
            VoluntaryAnswers.objects.create(person=application.person, answered_at=MONDAY, **said)
        made.append(application)
    return made


def over(job):
    Job.objects.filter(pk=job.pk).update(status=Job.Status.FILLED, closed_at=MONDAY)
    return Job.objects.select_related("organization").get(pk=job.pk)


def report_of(job):
    return make_report(organization=job.organization, jobs=[over(job)], job=job, now=MONDAY)


def dimension(report, name):
    return next(each for each in shown_report(report).dimensions if each.name == name)


def test_rates_ratios_and_both_rules_are_those_of_the_counts():
    job = bare_job()
    applied(job, 80, hired=48, sex="male")
    applied(job, 40, hired=12, sex="female")
    applied(job, 3)

    report = report_of(job)

    sex = dimension(report, "sex")
    assert sex.columns == ("Applied", "Talk", "Interview", "Offer", "Hired")
    assert sex.rows == (("Female", (40, 12, 12, 12, 12)), ("Male", (80, 48, 48, 48, 48)))
    assert sex.unknown == (3, 0, 0, 0, 0)
    female, male = sex.last.rows
    assert female.impact.ratio == 0.5
    assert female.impact.p == pytest.approx(0.0034092, abs=1e-6)
    assert female.impact.z == pytest.approx(-3.0984, abs=1e-4)
    assert female.said == "Both rules point to it: below four fifths, and hardly chance."
    assert male.said == "The highest rate: the others are compared with it."
    assert [step.word for step in sex.earlier] == ["Offer", "Interview", "Talk"]
    assert dimension(report, "race").rows == ()
    assert report.content["unknown"] == {"sex": 3, "race": 123, "age": 123}
    assert LogEntry.objects.latest("number").details == {"jobs": 1, "people": 123}


def test_small_groups_stand_together_and_small_steps_are_closed():
    job = bare_job()
    applied(job, 20, hired=8, race="white")
    applied(job, 12, hired=5, race="black")
    applied(job, 2, race="asian")
    applied(job, 4, race="native")

    race = dimension(report_of(job), "race")

    together = (
        "Small groups together (Hispanic or Latino, Native Hawaiian or other Pacific Islander, "
        "Asian, American Indian or Alaska Native, Two or more races)"
    )
    assert race.rows == (
        ("White", (20, 8, 8, 8, 8)),
        ("Black or African American", (12, 5, 5, 5, 5)),
        (together, (6, 0, 0, 0, 0)),
    )


def test_two_hires_tell_too_much_of_two_people():
    job = bare_job()
    applied(job, 20, hired=1, sex="male")
    applied(job, 20, hired=1, sex="female")

    sex = dimension(report_of(job), "sex")

    assert sex.columns == ("Applied",)
    assert sex.rows == (("Female", (20,)), ("Male", (20,)))
    assert sex.last is None


def test_both_answers_together_are_shown_where_every_part_is_large_enough():
    job = bare_job()
    for sex in ("female", "male"):
        applied(job, 20, hired=8, sex=sex, race="white")
        applied(job, 14, hired=6, sex=sex, race="black")
    report = report_of(job)

    both = dimension(report, "sex_and_race")
    assert [(label, counts[0]) for label, counts in both.rows] == [
        ("Female, White", 20),
        ("Female, Black or African American", 14),
        ("Male, White", 20),
        ("Male, Black or African American", 14),
    ]

    other = bare_job()
    for sex in ("female", "male"):
        applied(other, 20, sex=sex, race="white")
        applied(other, 14, sex=sex, race="black")
    applied(other, 1, sex="female")
    assert dimension(report_of(other), "sex_and_race").rows == ()


def test_who_took_it_back_or_out_of_statistics_is_not_counted_by_group():
    job = bare_job()
    applied(job, 12, hired=6, sex="male")
    kept = applied(job, 12, hired=6, sex="female")
    Application.objects.filter(pk__in=[each.pk for each in kept[6:8]]).update(state=State.WITHDRAWN)
    out = kept[-1].person
    give_consent(person=out, purpose=Consent.Purpose.STATISTICS, now=MONDAY)
    withdraw_consent(person=out, purpose=Consent.Purpose.STATISTICS, now=MONDAY)

    report = report_of(job)

    assert report.content["withdrawn"] == 2
    assert report.content["people"] == 22
    assert report.content["unknown"]["sex"] == 1


def test_a_report_is_made_once_when_a_job_is_over_and_everybody_has_an_answer():
    job = bare_job()
    applied(job, 12, hired=5, sex="male")
    applied(job, 12, hired=5, sex="female")
    waiting = bare_application(job, bare_person(has_account=False))
    assert list(jobs_over()) == []
    over(job)
    assert make_due_reports(now=MONDAY) == 0

    Application.objects.filter(pk=waiting.pk).update(state=State.REFUSED)
    make_impact_reports.func(now=MONDAY)
    assert [(r.job, r.content["people"]) for r in ImpactReport.objects.order_by("pk")] == [
        (job, 25),
        (None, 25),
    ]

    VoluntaryAnswers.objects.all().delete()
    assert make_due_reports(now=MONDAY + timedelta(days=1)) == 0
    assert dimension(ImpactReport.objects.get(job=job), "sex").rows[0] == (
        "Female",
        (12, 5, 5, 5, 5),
    )


def test_the_organizations_report_waits_for_twenty_people():
    job = bare_job()
    applied(job, 19, sex="male")
    over(job)

    make_due_reports(now=MONDAY)
    assert ImpactReport.objects.filter(job__isnull=True).count() == 0

    other = bare_job()
    applied(other, 1, sex="male")
    over(other)
    make_due_reports(now=MONDAY)
    report = ImpactReport.objects.get(job__isnull=True)
    assert set(report.covers.all()) == {job, other}


def test_taking_a_jobs_report_from_the_organizations_tells_nothing():
    large, small = bare_job(), bare_job()
    applied(large, 20, hired=8, sex="male")
    applied(large, 20, hired=8, sex="female")
    # Three more people, whose answers the difference of the two reports would tell.
    applied(small, 2, sex="female")
    applied(small, 1, hired=1, sex="male")
    over(large), over(small)

    make_due_reports(now=MONDAY)

    of_large, of_small, of_both = ImpactReport.objects.order_by("pk")
    assert dimension(of_large, "sex").rows[0] == ("Female", (20, 8, 8, 8, 8))
    assert dimension(of_small, "sex").rows == ()
    assert of_both.content["people"] == 43
    assert dimension(of_both, "sex").rows == ()


def test_the_same_people_and_one_more_in_another_job_tell_nothing():
    first, second = bare_job(), bare_job()
    people = [a.person for a in applied(first, 12, hired=5, sex="male")]
    people += [a.person for a in applied(first, 12, hired=5, sex="female")]
    for person in people:
        bare_application(second, person, state=State.REFUSED)
    applied(second, 1, sex="female")

    assert dimension(report_of(first), "sex").rows[0][1][0] == 12
    assert dimension(report_of(second), "sex").rows == ()


def test_reports_that_share_enough_people_stand_beside_each_other():
    jobs = bare_job(), bare_job()
    for job in jobs:
        applied(job, 20, hired=8, sex="male")
        applied(job, 20, hired=6, sex="female")
        over(job)

    make_due_reports(now=MONDAY)

    found = [dimension(report, "sex").rows[0] for report in ImpactReport.objects.order_by("pk")]
    assert found == [
        ("Female", (20, 6, 6, 6, 6)),
        ("Female", (20, 6, 6, 6, 6)),
        ("Female", (40, 12, 12, 12, 12)),
    ]


def test_scoring_rates_are_shares_above_the_median_of_everybody(monkeypatch):
    job = bare_job()
    men = applied(job, 20, hired=10, sex="male")
    women = applied(job, 20, hired=10, sex="female")
    applied(job, 4)
    # Above the median: 14 of 20 men and 8 of 20 women, some of them hired and some not.
    high = {a.person_id for a in (*men[4:18], *women[6:14])}
    scores.register_scores(lambda job, people, now: {p.pk: (p.pk in high) * 9 for p in people})

    report = report_of(job)

    rows = dimension(report, "sex").scores
    assert [(row.label, row.rate.above, row.rate.scored) for row in rows] == [
        ("Female", 8, 20),
        ("Male", 14, 20),
    ]
    assert [row.rate.ratio for row in rows] == [pytest.approx(8 / 14), 1.0]
    assert dimension(report, "sex").scored_unknown == 4


def test_scoring_rates_stay_closed_where_they_differ_from_a_step_by_one_person():
    job = bare_job()
    men = applied(job, 20, hired=10, sex="male")
    women = applied(job, 20, hired=10, sex="female")
    # Above the median: everybody who was hired, and one woman more.
    high = {a.person_id for a in (*men[:10], *women[:11])}
    scores.register_scores(lambda job, people, now: {p.pk: (p.pk in high) * 9 for p in people})
    silent = applied(job, 8)
    assert len(silent) == 8

    assert dimension(report_of(job), "sex").scores == ()


def test_voluntary_answers_are_read_in_one_place_besides_ones_own():
    source = Path(preceptor.__file__).parent
    reading = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if re.search(r"\bVoluntaryAnswers\b|voluntary_answers", path.read_text())
        and "demo" not in path.parts
        and "migrations" not in path.parts
        and "models" not in path.parts
    }

    # Declared, kept, shown to the person, their form's choices; counted; names of groups.
    assert reading == {
        "jobs/apps.py",
        "jobs/services/voluntary.py",
        "jobs/queries/voluntary.py",
        "jobs/forms/voluntary.py",
        "jobs/queries/fairness.py",
        "jobs/queries/closed_reports.py",
    }
    assert (
        "VoluntaryAnswers.objects"
        not in (source / "jobs" / "queries" / "closed_reports.py").read_text()
    )


# Pages


def test_administrators_read_the_report_of_a_job_with_its_words_and_numbers(client):
    job = bare_job()
    applied(job, 80, hired=48, sex="male")
    applied(job, 40, hired=12, sex="female")
    report_of(job)
    sign_in(client, administrator_of(job.organization))
    address = f"/o/kennebec/jobs/{job.public_id}/adverse-impact/"

    page = client.get(address).content.decode()
    answer = client.get(f"{address}?format=csv")

    assert "By sex a rule points to a difference" in page
    assert "12 of 40, 30 %" in page
    assert "0.0034" in page
    assert "120 of 120 did not say" in page
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    (row,) = [r for r in rows if (r["step"], r["group"]) == ("Hired", "Female")]
    assert row == {
        "by": "Sex",
        "step": "Hired",
        "group": "Female",
        "considered": "40",
        "selected": "12",
        "rate": "0.3",
        "ratio_to_highest": "0.5",
        "below_four_fifths": "yes",
        "fisher_p": "0.003409",
        "in_words": "Both rules point to it: below four fifths, and hardly chance.",
    }


def test_before_a_report_the_page_says_what_it_waits_for(client):
    job = bare_job()
    bare_application(job, bare_person(has_account=False))
    sign_in(client, administrator_of(job.organization))

    of_job = client.get(f"/o/kennebec/jobs/{job.public_id}/adverse-impact/").content.decode()
    of_all = client.get("/o/kennebec/reports/adverse-impact/").content.decode()

    assert "This job is not over" in of_job
    assert "1 sent, 1 still open" in of_job
    assert "0 people of jobs that are over so far" in of_all


def test_the_organizations_page_lists_reports_and_opens_one(client):
    for _ in range(2):
        job = bare_job()
        applied(job, 20, hired=8, sex="male")
        applied(job, 20, hired=8, sex="female")
        over(job)
        make_due_reports(now=MONDAY)
    sign_in(client, administrator_of(job.organization))
    first = ImpactReport.objects.filter(job__isnull=True).earliest("pk")

    newest = client.get("/o/kennebec/reports/adverse-impact/").content.decode()
    older = client.get(f"/o/kennebec/reports/adverse-impact/?report={first.public_id}")

    assert "No rule points to a difference" in newest
    assert newest.count("/adverse-impact/") >= 2
    assert older.status_code == 200


def test_nobody_but_administrators_reads_a_report(client):
    job = bare_job()
    other = bare_job(organization="tamarack")
    applied(job, 30, hired=10, sex="male")
    report_of(job)
    pages = (
        "/o/kennebec/reports/adverse-impact/",
        f"/o/kennebec/jobs/{job.public_id}/adverse-impact/",
    )
    for user, status in (
        (make_member(job.organization, hires=True), 403),
        (administrator_of(other.organization), 404),
        (bare_person().user, 404),
    ):
        sign_in(client, user)
        assert [client.get(page).status_code for page in pages] == [status, status]
        assert list(ImpactReport.objects.for_user(user)) == []


def test_many_reports_take_as_many_questions_as_one(client):
    organization = bare_job().organization
    sign_in(client, administrator_of(organization))

    def ask():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/o/kennebec/reports/adverse-impact/").status_code == 200
        return len(asked)

    def add():
        job = bare_job()
        applied(job, 20)
        over(job)
        make_due_reports(now=MONDAY)

    add()
    ask()
    one = ask()
    for _ in range(5):
        add()

    assert ask() == one


def test_a_report_made_while_another_was_worked_out_is_worked_out_beside_it(monkeypatch):
    first, second = bare_job(), bare_job("Trainer")
    for job in (first, second):
        applied(job, 30, hired=10, sex="male")
        applied(job, 30, hired=10, sex="female")
    asked = []

    def content_while_another_is_made(organization, jobs, *, now):
        asked.append([job.title for job in jobs])
        if len(asked) == 1:
            report_of(first)
        return impact_content(organization, jobs, now=now)

    monkeypatch.setattr(fairness, "impact_content", content_while_another_is_made)

    report = report_of(second)

    assert asked == [["Trainer"], ["EHR Implementation Specialist"], ["Trainer"]]
    assert ImpactReport.objects.count() == 2
    assert report.job == second


def test_two_who_make_the_organizations_report_at_once_make_one():
    job = bare_job()
    applied(job, 30, hired=10, sex="male")
    terms = {"organization": job.organization, "jobs": [over(job)], "job": None, "now": MONDAY}

    assert make_report(**terms) == make_report(**terms)
    assert ImpactReport.objects.count() == 1
