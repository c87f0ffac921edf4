from django.apps import AppConfig

from preceptor.common.menu import Entry


class JobsConfig(AppConfig):
    name = "preceptor.jobs"
    menu = (Entry("Jobs", "jobs:job_list", 40),)

    def ready(self) -> None:
        # These import models, which exist only once the apps are loaded.
        from preceptor.accounts.personal_data import hold
        from preceptor.accounts.signals import person_erasing
        from preceptor.jobs.models import Job, Line
        from preceptor.jobs.receivers import erase_needs

        person_erasing.connect(erase_needs, dispatch_uid="jobs.erase")
        hold(Job, person="owner")
        hold(Line, person="job__owner")
