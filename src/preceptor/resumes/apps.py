from django.apps import AppConfig


class ResumesConfig(AppConfig):
    name = "preceptor.resumes"

    def ready(self) -> None:
        # Receivers import models, which exist only once the apps are loaded.
        from preceptor.accounts.signals import person_erasing
        from preceptor.resumes.receivers import erase_resumes

        person_erasing.connect(erase_resumes, dispatch_uid="resumes.erase")
