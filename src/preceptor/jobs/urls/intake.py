from django.urls import path

from preceptor.jobs.views import intake as views

_HERE = "o/<slug:slug>/jobs/import/"

urlpatterns = [
    path(_HERE, views.intake, name="intake"),
    path(f"{_HERE}<uuid:intake_id>/", views.intake_look, name="intake_look"),
    path(f"{_HERE}<uuid:intake_id>/take/", views.intake_take, name="intake_take"),
    path(f"{_HERE}<uuid:intake_id>/drop/", views.intake_drop, name="intake_drop"),
]
