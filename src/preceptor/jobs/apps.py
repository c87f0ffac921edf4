from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "preceptor.jobs"

    def ready(self) -> None:
        # Receivers import models, which exist only once the apps are loaded.
        from preceptor.accounts.signals import person_erasing
        from preceptor.jobs.receivers import erase_needs

        person_erasing.connect(erase_needs, dispatch_uid="jobs.erase")
