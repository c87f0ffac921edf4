from django.apps import AppConfig

from preceptor.common.menu import Entry


class MatchesConfig(AppConfig):
    name = "preceptor.matches"
    menu = (
        Entry("Your advice", "matches:advice_start", 20),
        Entry("Price a posting", "matches:price_start", 30),
    )

    def ready(self) -> None:
        # These import models, which exist only once the apps are loaded.
        from preceptor.accounts.personal_data import hold
        from preceptor.accounts.signals import person_erasing
        from preceptor.matches.models import Alert
        from preceptor.matches.nightly.clearing import clear_runs_soon
        from preceptor.matches.receivers import clear_soon

        person_erasing.connect(clear_soon, dispatch_uid="matches.clear")
        person_erasing.connect(clear_runs_soon, dispatch_uid="matches.clear_runs")
        hold(Alert, person="person")
