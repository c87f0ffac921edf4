from typing import ClassVar

from django.apps import AppConfig

from preceptor.common.menu import Entry


class JobsConfig(AppConfig):
    name = "preceptor.jobs"
    schedule = (
        ("preceptor.jobs.tasks.clock.sweep_clocks", 600),
        ("preceptor.jobs.tasks.consultants.watch_shares", 900),
        ("preceptor.jobs.tasks.publishing.expire_old_jobs", 3600),
        ("preceptor.jobs.tasks.fairness.make_impact_reports", 3_600),
        ("preceptor.jobs.tasks.interviews.watch_interviews", 900),
    )
    menu = (Entry("Jobs", "jobs:job_list", 40),)
    foot = (Entry("Organizations", "jobs:organization_list", 5),)
    pages: ClassVar = {
        "jobs": "jobs:job_list",
        "organization": "jobs:organization",
        "role_posting": "jobs:role_posting",
    }

    def ready(self) -> None:
        # These import models, which exist only once the apps are loaded.
        from django.db.models.signals import post_delete, post_save

        from preceptor.accounts.models import Organization
        from preceptor.accounts.personal_data import hold
        from preceptor.accounts.queries.consent import register_ground
        from preceptor.accounts.queries.subjects import register_subjects
        from preceptor.accounts.queries.visitors import register_brought
        from preceptor.accounts.signals import message_written, person_erasing, person_joining
        from preceptor.common.models import Document
        from preceptor.jobs import models
        from preceptor.jobs.queries.applying import has_applied
        from preceptor.jobs.queries.subjects import jobs_named
        from preceptor.jobs.receivers.applying import end_with_job, erase_applications
        from preceptor.jobs.receivers.indexing import job_deleted, job_saved, organization_saved
        from preceptor.jobs.receivers.interviews import call_off_interview, erase_interviews
        from preceptor.jobs.receivers.needs import erase_needs, join_needs, tell_needs
        from preceptor.jobs.receivers.talk import count_as_answer
        from preceptor.jobs.signals import application_closed, job_closed

        register_ground(has_applied)
        register_subjects(jobs_named)
        register_brought(tell_needs)
        person_joining.connect(join_needs, dispatch_uid="jobs.join")
        job_closed.connect(end_with_job, dispatch_uid="jobs.end_with_job")
        application_closed.connect(call_off_interview, dispatch_uid="jobs.call_off")
        message_written.connect(count_as_answer, dispatch_uid="jobs.answer")
        # Before the applications go: whoever was to be met must learn that nobody comes.
        person_erasing.connect(erase_interviews, dispatch_uid="jobs.erase_interviews")
        person_erasing.connect(erase_applications, dispatch_uid="jobs.erase_applications")
        person_erasing.connect(erase_needs, dispatch_uid="jobs.erase")
        post_save.connect(job_saved, sender=models.Job, dispatch_uid="jobs.index")
        post_delete.connect(job_deleted, sender=models.Job, dispatch_uid="jobs.forget")
        post_save.connect(organization_saved, sender=Organization, dispatch_uid="jobs.rename")
        # What was brought for one application, and what was pasted as a posting.
        hold(Document, person="applications__person", without=["stored"])
        hold(Document, person="jobs__owner", without=["stored"])
        hold(models.Job, person="owner")
        hold(models.JobPlace, person="job__owner")
        hold(models.Line, person="job__owner")
        hold(models.Application, person="person")
        hold(models.Move, person="application__person")
        # What a team wrote about somebody is theirs to read when they ask; who wrote it is not.
        hold(models.Note, person="application__person", without=("author",))
        hold(models.Refusal, person="application__person")
        hold(models.Invite, person="person")
        hold(models.Slot, person="booked_by__person", without=("interviewer",))
        hold(models.Scorecard, person="application__person", without=("author",))
        hold(models.Mark, person="scorecard__application__person")
        hold(models.CalendarFeed, person="user__person", without=("public_id",))
        hold(models.VoluntaryAnswers, person="person")
        hold(models.ImpactReport, person="job__owner")
        hold(models.ConsultantOffer, person="person")
        hold(models.Reference, person="offer__person")
        hold(models.Free, person="offer__person")
        hold(models.ShareRequest, person="offer__person")
