from django.urls import path

from preceptor.matches.views import applicants, applying

urlpatterns = [
    path("jobs/<slug:slug>/apply/", applying.apply, name="apply"),
    path("jobs/<slug:slug>/apply/check/", applying.check, name="apply_check"),
    path(
        "o/<slug:slug>/jobs/<uuid:job_id>/applications/",
        applicants.applicants,
        name="applicants",
    ),
    path(
        "o/<slug:slug>/jobs/<uuid:job_id>/applications/not-now/",
        applicants.say_not_now,
        name="say_not_now",
    ),
    path(
        "o/<slug:slug>/applications/<uuid:application_id>/",
        applicants.applicant,
        name="applicant",
    ),
]
