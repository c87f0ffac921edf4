"""The form in place of a resume, for visitors and for who is signed in."""

from django.urls import path

from preceptor.accounts.policies.access import signed_in
from preceptor.resumes.views import guided as views

OWN = {"is_own": True}

urlpatterns = [
    path("advice/form/", views.start, name="form"),
    path("advice/form/finish/", views.finish, name="form_finish"),
    path("advice/form/<slug:key>/", views.question, name="form_question"),
    path("me/form/", signed_in(views.start), OWN, name="my_form"),
    path("me/form/finish/", signed_in(views.finish), OWN, name="my_form_finish"),
    path("me/form/<slug:key>/", signed_in(views.question), OWN, name="my_form_question"),
]
