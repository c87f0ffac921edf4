from django.urls import path

from preceptor.resumes.views import export

urlpatterns = [
    path("me/export/", export.export, name="export"),
    path("your-data/resume.json", export.export_brought, name="export_brought"),
    path("me/export/resume.json", export.export_resume, name="export_resume"),
    path("me/export/<uuid:export_id>/", export.export_file, name="export_file"),
]
