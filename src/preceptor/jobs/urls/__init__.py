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
    *reports.urlpatterns,
    *consultants.urlpatterns,
    *board.urlpatterns,
]
