"""Employers search people."""

from django.urls import path

from preceptor.matches.views import pool_search as views

urlpatterns = [
    path("o/<slug:slug>/people/", views.people, name="people"),
    path("o/<slug:slug>/people/need/", views.need_start, name="need_start"),
    path("o/<slug:slug>/people/need/<uuid:job_id>/", views.need, name="need"),
]
