from django.conf import settings
from django.urls import path

from preceptor.common import views

app_name = "common"

urlpatterns = [path("healthz", views.health, name="health")]
if settings.DEMO:
    urlpatterns.append(path("components/", views.components, name="components"))
