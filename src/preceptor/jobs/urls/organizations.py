from django.urls import path

from preceptor.jobs.views import organizations as views

urlpatterns = [
    path("organizations/", views.organization_list, name="organization_list"),
    path("organizations/<slug:slug>/", views.organization, name="organization"),
]
