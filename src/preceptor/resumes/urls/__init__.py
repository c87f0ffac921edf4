"""Addresses of a person's record."""

from preceptor.resumes.urls import guided, record

app_name = "resumes"

urlpatterns = [
    *guided.urlpatterns,
    *record.urlpatterns,
]
