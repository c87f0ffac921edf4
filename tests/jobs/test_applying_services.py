from datetime import timedelta

import pytest
from django.test import TestCase
from tests.factories import MONDAY, TECHNICIAN
from tests.factories.accounts import make_organization, make_user
from tests.factories.jobs import make_application, make_candidate, make_opening, recruiter_of

from preceptor.accounts.models import Notice, Organization
from preceptor.accounts.queries.consent import may_see_name
from preceptor.accounts.services import erase_person
from preceptor.common.documents import DocumentRefused
from preceptor.common.models import Document, LogEntry, Mail
from preceptor.jobs.models import Application, Job, Move
from preceptor.jobs.services import applying
from preceptor.jobs.signals import application_sent

pytestmark = pytest.mark.django_db

State = Application.State


def kinds():
    return list(
        LogEntry.objects.filter(kind__startswith="jobs.application")
        .order_by("number")
        .values_list("kind", flat=True)
    )


def test_an_application_is_begun_kept_and_sent_and_each_is_one_event():
    job, person = make_opening(), make_candidate()

    draft = applying.begin(job=job, person=person, by=person.user, now=MONDAY)
    applying.save_draft(
        application=draft, by=person.user, now=MONDAY, note="I know Epic.", fact_order=[3, 1, 3, 99]
    )
    sent = applying.send(application=draft, by=person.user, now=MONDAY)

    assert (sent.state, sent.note, sent.fact_order) == (State.SENT, "I know Epic.", [3, 1])
    assert sent.stage.name == "New"
    assert sent.resume == person.resumes.get()
    assert [document.filename for document in sent.documents.all()] == ["resume.txt"]
    assert kinds() == [
        "jobs.application_begun",
        "jobs.application_drafted",
        "jobs.application_sent",
    ]


def test_who_sent_is_promised_an_answer_by_a_day():
    application = make_application()

    assert application.waits_for == "organization"
    assert application.reply_by.isoformat() == "2026-11-26T23:59:59+00:00"
    assert application.promised_by == application.reply_by


def test_sending_twice_is_sending_once():
    first = make_application()

    again = applying.send(application=first, by=None, now=MONDAY + timedelta(hours=1))

    assert again.sent_at == MONDAY
    assert kinds().count("jobs.application_sent") == 1
    assert Move.objects.filter(application=first).count() == 1


def test_beginning_twice_gives_the_same_application():
    job, person = make_opening(), make_candidate()

    first = applying.begin(job=job, person=person, by=person.user, now=MONDAY)
    second = applying.begin(job=job, person=person, by=person.user, now=MONDAY)

    assert first == second
    assert kinds() == ["jobs.application_begun"]


def test_the_employer_sees_the_name_only_once_it_was_sent():
    job, person = make_opening(), make_candidate()
    organization = job.organization
    other = make_organization("stillwater", name="Stillwater Clinic")
    draft = applying.begin(job=job, person=person, by=person.user, now=MONDAY)
    assert not may_see_name(organization, person)

    applying.send(application=draft, by=person.user, now=MONDAY)

    assert may_see_name(organization, person)
    assert not may_see_name(other, person)


def test_whoever_takes_it_back_is_a_stranger_again():
    application = make_application()

    applying.withdraw(application=application, by=application.person.user, now=MONDAY)

    application.refresh_from_db()
    assert (application.state, application.waits_for, application.reply_by) == (
        State.WITHDRAWN,
        "",
        None,
    )
    assert not may_see_name(application.job.organization, application.person)


def test_a_draft_that_is_dropped_leaves_nothing_but_the_resume():
    job, person = make_opening(), make_candidate()
    draft = applying.begin(job=job, person=person, by=person.user, now=MONDAY)
    letter = applying.add_document(
        application=draft, data=b"Dear Kennebec", filename="letter.txt", by=person.user, now=MONDAY
    )

    assert applying.withdraw(application=draft, by=person.user, now=MONDAY) is None

    assert not Application.objects.exists()
    assert not Document.objects.filter(pk=letter.pk).exists()
    assert person.resumes.get().document.filename == "resume.txt"


def test_a_hostile_upload_is_refused_and_nothing_is_kept():
    job, person = make_opening(), make_candidate()
    draft = applying.begin(job=job, person=person, by=person.user, now=MONDAY)
    before = Document.objects.count()

    with pytest.raises(DocumentRefused):
        applying.add_document(
            application=draft, data=b"MZ\x90\0", filename="cv.pdf", by=person.user, now=MONDAY
        )

    assert Document.objects.count() == before


def test_anothers_document_is_passed_over():
    job, person = make_opening(), make_candidate()
    wade = make_candidate("Wade Libby", text=TECHNICIAN)
    draft = applying.begin(job=job, person=person, by=person.user, now=MONDAY)

    applying.save_draft(
        application=draft,
        by=person.user,
        now=MONDAY,
        documents=[wade.resumes.get().document, person.resumes.get().document],
    )

    assert list(draft.documents.all()) == [person.resumes.get().document]


@pytest.mark.parametrize("status", ["paused", "closed", "filled", "expired"])
def test_a_job_that_is_not_open_takes_nobody(status):
    job, person = make_opening(), make_candidate()
    draft = applying.begin(job=job, person=person, by=person.user, now=MONDAY)
    Job.objects.filter(pk=job.pk).update(status=status)
    job.refresh_from_db()

    with pytest.raises(applying.CannotApply):
        applying.send(application=draft, by=person.user, now=MONDAY)
    with pytest.raises(applying.CannotApply):
        applying.begin(job=job, person=make_candidate("Wade Libby"), by=None, now=MONDAY)


def test_nobody_can_apply_to_an_employer_whom_no_steward_verified():
    job, person = make_opening(), make_candidate()
    Organization.objects.update(verified_at=None, verified_by=None)

    with pytest.raises(applying.CannotApply):
        applying.begin(
            job=Job.objects.select_related("organization").get(pk=job.pk),
            person=person,
            by=person.user,
            now=MONDAY,
        )


def test_after_it_ended_a_person_may_apply_again():
    first = make_application()
    applying.withdraw(application=first, by=None, now=MONDAY)

    second = make_application(first.job, first.person)

    assert second != first
    assert second.state == State.SENT


def test_a_counselor_who_acts_is_noted():
    job, person, counselor = make_opening(), make_candidate(), make_user()

    application = applying.begin(job=job, person=person, by=counselor, now=MONDAY)

    assert (application.source, application.acted_by) == ("counselor", counselor.public_id)


def test_a_counselor_who_sends_what_the_person_began_is_noted():
    job, person, counselor = make_opening(), make_candidate(), make_user()
    begun = applying.begin(job=job, person=person, by=person.user, now=MONDAY)
    assert begun.acted_by is None

    sent = applying.apply(job=job, person=person, by=counselor, now=MONDAY)

    assert (sent.pk, sent.acted_by) == (begun.pk, counselor.public_id)


def test_both_sides_are_told_and_no_mail_names_the_other():
    application = make_application()

    told = Notice.objects.filter(kind__startswith="jobs.").order_by("pk")
    assert [(notice.user, notice.kind) for notice in told] == [
        (application.person.user, "jobs.application_sent"),
        (recruiter_of(application.job), "jobs.application_came"),
    ]
    mail = Mail.objects.get(kind="jobs.application_came")
    assert "Ruth" not in mail.subject + mail.text
    assert f"/o/kennebec/applications/{application.public_id}/" in mail.text


def test_the_world_hears_of_it_after_the_commit(django_capture_on_commit_callbacks):
    heard = []

    def hear(application, **_):
        heard.append(application)

    application_sent.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            application = make_application()
    finally:
        application_sent.disconnect(hear)

    assert heard == [application]


def test_erasing_a_person_takes_along_what_they_sent(settings):
    job, person = make_opening(), make_candidate(text=None)
    draft = applying.begin(job=job, person=person, by=person.user, now=MONDAY)
    applying.add_document(
        application=draft, data=b"Dear Kennebec", filename="letter.txt", by=person.user, now=MONDAY
    )
    applying.send(application=draft, by=person.user, now=MONDAY)
    assert len(list(settings.MEDIA_ROOT.iterdir())) == 1

    with TestCase.captureOnCommitCallbacks(execute=True):
        erase_person(person=person, now=MONDAY, reason="asked")

    assert not Application.objects.exists()
    assert list(Document.objects.all()) == [job.document]
    assert list(settings.MEDIA_ROOT.iterdir()) == []


def test_for_user_shows_ones_own_and_what_was_sent_to_ones_organization():
    application = make_application()
    draft = applying.begin(
        job=application.job, person=make_candidate("Wade Libby"), by=None, now=MONDAY
    )
    make_organization("stillwater", name="Stillwater Clinic")
    other = recruiter_of(make_opening("trainer", organization="stillwater"))

    def seen(user):
        return set(Application.objects.for_user(user))

    assert seen(application.person.user) == {application}
    assert seen(recruiter_of(application.job)) == {application}
    assert seen(draft.person.user) == {draft}
    assert seen(other) == set()
