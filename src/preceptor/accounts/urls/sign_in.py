"""Sign-in as allauth does it; its names stand in no namespace of ours."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
