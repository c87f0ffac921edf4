from django.urls import path

from preceptor.jobs.views import scorecards as views

urlpatterns = [
    path(
        "o/<slug:slug>/applications/<uuid:application_id>/scorecard/",
        views.scorecard,
        name="scorecard",
    ),
]
