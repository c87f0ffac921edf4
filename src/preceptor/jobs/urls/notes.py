from django.urls import path

from preceptor.jobs.views import notes as views

NOTES = "o/<slug:slug>/applications/<uuid:application_id>/notes/"

urlpatterns = [
    path(NOTES, views.notes, name="notes"),
    path(f"{NOTES}<uuid:note_id>/", views.change_note, name="note_change"),
]
