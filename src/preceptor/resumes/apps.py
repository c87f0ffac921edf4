from typing import ClassVar

from django.apps import AppConfig


class ResumesConfig(AppConfig):
    name = "preceptor.resumes"
    pages: ClassVar = {
        "about": "resumes:about",
        "export": "resumes:export",
        "export_brought": "resumes:export_brought",
    }
    schedule = (("preceptor.resumes.tasks.export.clear_exports", 3_600),)

    def ready(self) -> None:
        # These import models, which exist only once the apps are loaded.
        from preceptor.accounts.personal_data import hold
        from preceptor.accounts.queries.visitors import register_brought
        from preceptor.accounts.signals import person_erasing, person_joining
        from preceptor.common.models import Document
        from preceptor.resumes.models import (
            Correction,
            Evidence,
            Fact,
            GuidedAnswers,
            Record,
            Resume,
        )
        from preceptor.resumes.receivers.export import erase_exports
        from preceptor.resumes.receivers.guided import join_answers
        from preceptor.resumes.receivers.joining import join_resumes, tell_resume
        from preceptor.resumes.receivers.records import erase_resumes

        person_erasing.connect(erase_resumes, dispatch_uid="resumes.erase")
        person_joining.connect(join_resumes, dispatch_uid="resumes.join")
        person_joining.connect(join_answers, dispatch_uid="resumes.join_answers")
        register_brought(tell_resume)
        person_erasing.connect(erase_exports, dispatch_uid="resumes.erase_exports")
        hold(Resume, person="person")
        hold(Fact, person="resume__person")
        hold(Correction, person="person")
        hold(Evidence, person="person")
        hold(Record, person="person")
        hold(GuidedAnswers, person="person")
        hold(Document, person="resumes__person", without=["stored"])
