from typing import ClassVar

from django.apps import AppConfig

from preceptor.common.menu import Entry


class PortalConfig(AppConfig):
    name = "preceptor.portal"
    pages: ClassVar = {"overview": "portal:overview"}
    menu = (Entry("Start", "portal:home", 10),)
    foot = (
        Entry("How we count", "portal:counting", 10),
        Entry("Your data", "portal:your_data", 20),
        Entry("Accessibility", "portal:accessibility", 30),
    )
