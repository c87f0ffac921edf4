from django.apps import AppConfig


class ResumesConfig(AppConfig):
    name = "preceptor.resumes"

    def ready(self) -> None:
        # These import models, which exist only once the apps are loaded.
        from preceptor.accounts.personal_data import hold
        from preceptor.accounts.signals import person_erasing
        from preceptor.common.models import Document
        from preceptor.resumes.models import Correction, Evidence, Fact, Record, Resume
        from preceptor.resumes.receivers.records import erase_resumes

        person_erasing.connect(erase_resumes, dispatch_uid="resumes.erase")
        hold(Resume, person="person")
        hold(Fact, person="resume__person")
        hold(Correction, person="person")
        hold(Evidence, person="person")
        hold(Record, person="person")
        hold(Document, person="resumes__person")
