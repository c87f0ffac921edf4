from django.apps import AppConfig
from django.conf import settings

from preceptor.common.menu import Entry


class CommonConfig(AppConfig):
    name = "preceptor.common"
    schedule = (
        ("preceptor.common.tasks.prune", 3_600),
        ("preceptor.common.tasks.check_log", 86_400),
    )
    foot = (Entry("Components", "common:components", 90),) if settings.DEMO else ()
