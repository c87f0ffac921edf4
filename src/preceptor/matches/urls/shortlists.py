"""Shortlists that a team shares."""

from django.urls import path

from preceptor.matches.views import shortlists as views

LIST = "o/<slug:slug>/shortlists/<uuid:list_id>/"

urlpatterns = [
    path("o/<slug:slug>/shortlists/", views.shortlists, name="shortlists"),
    path(LIST, views.shortlist, name="shortlist"),
    path(f"{LIST}delete/", views.delete, name="delete_shortlist"),
    path(f"{LIST}restore/", views.restore, name="restore_shortlist"),
    path(f"{LIST}people/<uuid:person_id>/note/", views.note, name="note_listing"),
    path(f"{LIST}people/<uuid:person_id>/remove/", views.remove, name="unlist_person"),
    path("o/<slug:slug>/people/<uuid:person_id>/list/", views.add, name="list_person"),
]
