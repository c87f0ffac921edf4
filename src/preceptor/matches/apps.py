from django.apps import AppConfig

from preceptor.common.menu import Entry


class MatchesConfig(AppConfig):
    name = "preceptor.matches"
    menu = (
        Entry("Your advice", "matches:advice_start", 20),
        Entry("Price a posting", "matches:price_start", 30),
    )
