"""Scorecards: independent, line by line; others' only beside one's own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import MONDAY
from tests.factories.accounts import make_member, sign_in
from tests.factories.hiring import bare_application, bare_job, bare_person
from tests.factories.jobs import recruiter_of

from preceptor.common.models import LogEntry
from preceptor.competencies.hr_guide import interview_questions
from preceptor.jobs.models import Job, Line, Mark, Scorecard
from preceptor.jobs.queries.questions import other_questions, questions_for
from preceptor.jobs.queries.scorecards import asked_lines, card_table, given_count
from preceptor.jobs.services.scorecards import (
    AlreadyGiven,
    MarkGiven,
    NothingJudged,
    save_scorecard,
)

pytestmark = pytest.mark.django_db


def address(application):
    return f"/o/kennebec/applications/{application.public_id}/scorecard/"


def give(application, by, *marks, overall=3, is_given=True, summary="Knew the build."):
    lines = list(asked_lines(application.job))
    given = [MarkGiven(line, mark) for line, mark in zip(lines, marks, strict=False)]
    return save_scorecard(
        application=application,
        marks=given,
        summary=summary,
        overall=overall,
        is_given=is_given,
        by=by,
        now=MONDAY,
    )


def test_what_colleagues_found_stays_closed_until_ones_own_card_is_given():
    application = bare_application()
    first = recruiter_of(application.job)
    second = make_member(application.job.organization, hires=True)
    give(application, first, 4, None)

    assert given_count(application) == 1
    assert card_table(application, second) is None
    assert list(Scorecard.objects.for_user(second)) == []
    assert list(Mark.objects.for_user(second)) == []

    give(application, second, 2, 3, is_given=False)
    assert card_table(application, second) is None
    give(application, second, 2, 3)
    table = card_table(application, second)
    assert [card.author for card in table.cards] == [first, second]
    assert [(row.label, [mark and mark.mark for mark in row.marks]) for row in table.rows] == [
        ("Epic", [4, 2]),
        ("Troubleshooting", [None, 3]),
    ]
    assert [row.asked for row in table.rows] == [2, 1]


def test_a_given_card_stays_as_it_is_and_needs_an_answer_all_in_all():
    application = bare_application()
    by = recruiter_of(application.job)

    with pytest.raises(NothingJudged):
        give(application, by, 4, overall=None)
    give(application, by, 4, overall=None, is_given=False)
    give(application, by, 3, 2)
    with pytest.raises(AlreadyGiven):
        give(application, by, 1, 1, overall=1)

    card = Scorecard.objects.get()
    assert [mark.mark for mark in card.marks.order_by("pk")] == [3, 2]
    assert [entry.kind for entry in LogEntry.objects.order_by("-number")[:2]] == [
        "jobs.scorecard_given",
        "jobs.scorecard_kept",
    ]


def test_a_mark_outlives_its_line():
    application = bare_application()
    by = recruiter_of(application.job)
    give(application, by, 4, 2)
    Line.objects.filter(job=application.job, label="Epic").delete()

    rows = card_table(application, by).rows
    assert [(row.label, row.marks[0].mark) for row in rows] == [("Troubleshooting", 2), ("Epic", 4)]


def test_gates_are_looked_up_and_not_asked():
    application = bare_application()
    Line.objects.filter(label="Epic").update(kind=Line.Kind.LICENCE)

    assert [line.label for line in asked_lines(application.job)] == ["Troubleshooting"]


def test_lines_come_with_the_guides_questions_about_their_competency():
    job = bare_job(lines=("Process mapping", "HL7"))
    Job.objects.filter(pk=job.pk).update(role="workflow")
    Line.objects.filter(label="Process mapping").update(
        spec={"any_of": [{"competency": "process-mapping", "level": 2}], "minimum_grade": 0}
    )
    job.refresh_from_db()
    lines = list(asked_lines(job))

    found = questions_for(job, lines)
    (questions,) = found.values()
    assert {each.competency.id for each in questions} == {"process-mapping"}
    others = other_questions(job, found)
    assert len(others) == len(interview_questions()["workflow"]) - 1
    assert questions[0] not in others


# Pages


def test_a_card_is_kept_then_given_then_shows_the_others(client):
    application = bare_application()
    by = recruiter_of(application.job)
    colleague = make_member(application.job.organization, hires=True)
    give(application, colleague, 1, 1, overall=1, summary="Never saw it.")
    lines = list(asked_lines(application.job))
    sign_in(client, by)
    said = {f"mark-{lines[0].pk}": "4", f"note-{lines[0].pk}": "Built three templates."}

    empty = client.get(address(application)).content.decode()
    client.post(address(application), {**said, "do": "keep"})
    draft = client.get(address(application)).content.decode()
    wrong = client.post(address(application), {**said, "do": "give"})
    given = client.post(address(application), {**said, "overall": "3", "do": "give"}, follow=True)
    again = client.post(address(application), {"overall": "1", "do": "give"}, follow=True)

    assert "1 colleague has given theirs" in empty
    assert "Never saw it." not in empty + draft
    assert "Built three templates." in draft
    assert wrong.status_code == 422
    assert "Say what you would do, all in all." in wrong.content.decode()
    assert "2 scorecards of Ruth Moody" in given.content.decode()
    assert "Never saw it." in given.content.decode()
    assert "You have given this card." in again.content.decode()
    assert Scorecard.objects.get(author=by).overall == 3


def test_nobody_outside_the_team_reads_or_gives_one(client):
    application = bare_application()
    other = bare_job(organization="tamarack")
    for user, status in (
        (application.person.user, 404),
        (recruiter_of(other), 404),
        (make_member(application.job.organization), 403),
    ):
        sign_in(client, user)
        assert client.get(address(application)).status_code == status
        assert (
            client.post(address(application), {"overall": "4", "do": "give"}).status_code == status
        )
    assert Scorecard.objects.count() == 0


def test_who_applies_where_they_hire_does_not_judge_themselves(client):
    job = bare_job()
    recruiter = recruiter_of(job)
    person = bare_person(has_account=False)
    person.user = recruiter
    person.save()
    application = bare_application(job, person)
    give(application, make_member(job.organization, hires=True), 1, 1)
    sign_in(client, recruiter)

    assert client.get(address(application)).status_code == 404
    assert list(Scorecard.objects.for_user(recruiter)) == []


def test_many_cards_take_as_many_questions_as_one(client):
    application = bare_application(bare_job(lines=("Epic", "HL7", "SQL")))
    by = recruiter_of(application.job)
    give(application, by, 4, 3, 2)
    sign_in(client, by)

    def ask():
        client.get(address(application))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(application)).status_code == 200
        return len(asked)

    one = ask()
    for _ in range(6):
        give(application, make_member(application.job.organization, hires=True), 1, 2, 3)

    assert ask() == one
