"""Addresses of a person's record."""

from preceptor.resumes.urls import export, guided, record

app_name = "resumes"

urlpatterns = [
    *export.urlpatterns,
    *guided.urlpatterns,
    *record.urlpatterns,
]
