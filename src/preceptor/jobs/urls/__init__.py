"""Addresses of jobs, applications, interviews and consultants."""

from preceptor.jobs.urls import (
    applying,
    authoring,
    board,
    consultants,
    feeds,
    interviews,
    invites,
    notes,
    pipeline,
    reports,
    scorecards,
    tracker,
)

app_name = "jobs"

urlpatterns = [
    *authoring.urlpatterns,
    *feeds.urlpatterns,
    *applying.urlpatterns,
    *tracker.urlpatterns,
    *pipeline.urlpatterns,
    *invites.urlpatterns,
    *interviews.urlpatterns,
    *notes.urlpatterns,
    *scorecards.urlpatterns,
    *reports.urlpatterns,
    *consultants.urlpatterns,
    *board.urlpatterns,
]
