from django.urls import path

from preceptor.competencies import views

app_name = "competencies"

urlpatterns = [
    path("roles/", views.role_guide, name="role_guide"),
    path("roles/compare/", views.compare, name="compare"),
    path("roles/<slug:role_id>/", views.role, name="role"),
    path("competencies/", views.competency_list, name="competency_list"),
    path("competencies/<slug:competency_id>/", views.competency, name="competency"),
]
