from django.urls import path

from preceptor.jobs.views import fairness, funnel

urlpatterns = [
    path("o/<slug:slug>/reports/funnel/", funnel.funnel, name="funnel"),
    path("o/<slug:slug>/reports/adverse-impact/", fairness.adverse_impact, name="adverse_impact"),
    path(
        "o/<slug:slug>/jobs/<uuid:job_id>/adverse-impact/",
        fairness.job_adverse_impact,
        name="job_adverse_impact",
    ),
]
