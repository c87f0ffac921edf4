from django.urls import path

from preceptor.jobs.views import invites

urlpatterns = [
    path("o/<slug:slug>/people/<uuid:person_id>/invite/", invites.invite, name="invite"),
]
