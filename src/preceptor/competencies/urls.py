from django.urls import path

from preceptor.competencies.views import catalogue, guide

app_name = "competencies"

urlpatterns = [
    path("roles/", catalogue.role_guide, name="role_guide"),
    path("roles/find/", guide.finder, name="finder"),
    path("roles/compare/", catalogue.compare, name="compare"),
    path("roles/<slug:role_id>/", catalogue.role, name="role"),
    path("certificates/", guide.certificate_list, name="certificate_list"),
    path("certificates/<slug:certificate_id>/", guide.certificate, name="certificate"),
    path("competencies/", catalogue.competency_list, name="competency_list"),
    path("competencies/<slug:competency_id>/", catalogue.competency, name="competency"),
]
