from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "preceptor.portal"
