"""Addresses of all that needs the engine."""

from preceptor.matches.urls import (
    applicants,
    authoring,
    caseload,
    desk,
    engine,
    hygiene,
    people,
    pool_search,
    roles,
    searches,
    shortlists,
)

app_name = "matches"

urlpatterns = [
    *searches.urlpatterns,
    *pool_search.urlpatterns,
    *people.urlpatterns,
    *shortlists.urlpatterns,
    *hygiene.urlpatterns,
    *authoring.urlpatterns,
    *applicants.urlpatterns,
    *desk.urlpatterns,
    *caseload.urlpatterns,
    *roles.urlpatterns,
    *engine.urlpatterns,
]
