"""Addresses of a person's record."""

from preceptor.resumes.urls import about, export, guided, record

app_name = "resumes"

urlpatterns = [
    *about.urlpatterns,
    *export.urlpatterns,
    *guided.urlpatterns,
    *record.urlpatterns,
]
