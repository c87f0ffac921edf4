"""Addresses of jobs, applications, interviews and consultants."""

from preceptor.jobs.urls import (
    applying,
    authoring,
    board,
    consultants,
    feeds,
    intake,
    interviews,
    invites,
    notes,
    organizations,
    pipeline,
    reports,
    role_posting,
    scorecards,
    tracker,
    voluntary,
)

app_name = "jobs"

urlpatterns = [
    *intake.urlpatterns,
    *authoring.urlpatterns,
    *feeds.urlpatterns,
    *applying.urlpatterns,
    *tracker.urlpatterns,
    *voluntary.urlpatterns,
    *pipeline.urlpatterns,
    *invites.urlpatterns,
    *interviews.urlpatterns,
    *notes.urlpatterns,
    *scorecards.urlpatterns,
    *reports.urlpatterns,
    *consultants.urlpatterns,
    *organizations.urlpatterns,
    *role_posting.urlpatterns,
    *board.urlpatterns,
]
