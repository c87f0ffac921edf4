from django.urls import path

from preceptor.matches.views import applying, caseload

urlpatterns = [
    path("counsel/<slug:slug>/", caseload.agree_to_counsel, name="agree_to_counsel"),
    path("o/<slug:slug>/clients/", caseload.clients, name="clients"),
    path("o/<slug:slug>/clients/<uuid:case_id>/", caseload.client, name="client"),
    path(
        "o/<slug:slug>/clients/<uuid:case_id>/change/",
        caseload.change_client,
        name="change_client",
    ),
    path(
        "o/<slug:slug>/clients/<uuid:case_id>/apply/<slug:job_slug>/",
        applying.apply_for_client,
        name="apply_for_client",
    ),
    path(
        "o/<slug:slug>/clients/<uuid:case_id>/apply/<slug:job_slug>/check/",
        applying.check_for_client,
        name="check_for_client",
    ),
    path("o/<slug:slug>/graduates/", caseload.graduates, name="graduates"),
]
