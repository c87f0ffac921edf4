from django.apps import AppConfig

from preceptor.common.menu import Entry


class CompetenciesConfig(AppConfig):
    name = "preceptor.competencies"
    menu = (
        Entry("Roles", "competencies:role_guide", 50),
        Entry("Competencies", "competencies:competency_list", 60),
    )
