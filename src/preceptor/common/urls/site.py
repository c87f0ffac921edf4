from django.conf import settings
from django.urls import path

from preceptor.common.views import site as views

urlpatterns = [path("healthz", views.health, name="health")]
if settings.DEMO:
    urlpatterns.append(path("components/", views.components, name="components"))
