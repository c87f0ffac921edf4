"""A person as an employer sees them."""

from django.urls import path

from preceptor.matches.views import people as views

urlpatterns = [
    path("o/<slug:slug>/people/<uuid:person_id>/", views.person, name="person"),
]
