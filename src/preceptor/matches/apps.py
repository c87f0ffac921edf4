from typing import ClassVar

from django.apps import AppConfig

from preceptor.common.menu import Entry


class MatchesConfig(AppConfig):
    name = "preceptor.matches"
    menu = (
        Entry("Your advice", "matches:advice_start", 20),
        Entry("Price a posting", "matches:price_start", 30),
    )
    schedule = (
        ("preceptor.matches.tasks.regular.keep_pool", 60),
        ("preceptor.matches.tasks.regular.match_everybody", 60),
        ("preceptor.matches.tasks.searches.ask_saved_searches", 3600),
        ("preceptor.matches.tasks.hygiene.keep_clean", 86_400),
        ("preceptor.matches.tasks.hygiene.fill_words", 600),
    )
    pages: ClassVar = {
        "advice": "matches:advice",
        "advice_start": "matches:advice_start",
        "applicant": "matches:applicant",
        "applicants": "matches:applicants",
        "apply": "matches:apply",
        "job": "matches:job",
        "job_lines": "matches:job_lines",
        "need": "matches:need",
        "not_now": "matches:say_not_now",
        "people": "matches:people",
        "person": "matches:person",
        "price": "matches:price",
        "role_prices": "matches:role_prices",
        "price_start": "matches:price_start",
        "preferences": "matches:preferences",
        "save_search": "matches:save_search",
        "searches": "matches:searches",
    }

    def ready(self) -> None:
        # These import models, which exist only once the apps are loaded.
        from preceptor.accounts.personal_data import hold
        from preceptor.accounts.signals import people_changed, person_erasing
        from preceptor.jobs.queries.fits import register_fits
        from preceptor.jobs.queries.scores import register_scores
        from preceptor.matches.models import Affected, Alert, Found, Likeness, Listing, SavedSearch
        from preceptor.matches.nightly.clearing import clear_runs_soon
        from preceptor.matches.queries.demand import open_demand
        from preceptor.matches.queries.fits import fits_of_person
        from preceptor.matches.queries.scores import scores_of
        from preceptor.matches.receivers.clearing import clear_soon
        from preceptor.matches.receivers.pool_words import follow_people, forget_person
        from preceptor.resumes.queries.guided import register_demand

        person_erasing.connect(clear_soon, dispatch_uid="matches.clear")
        person_erasing.connect(clear_runs_soon, dispatch_uid="matches.clear_runs")
        people_changed.connect(follow_people, dispatch_uid="matches.follow_people")
        person_erasing.connect(forget_person, dispatch_uid="matches.forget_words")
        register_demand(open_demand)
        register_scores(scores_of)
        register_fits(fits_of_person)
        hold(Alert, person="person")
        hold(Affected, person="person")
        # How an employer names its searches and lists is its own.
        hold(Found, person="person", without=["search"])
        hold(Listing, person="person", without=["shortlist", "by"])
        hold(Likeness, person="first")
        hold(Likeness, person="second")
        hold(SavedSearch, person="owner__person", without=("feed_digest",))
