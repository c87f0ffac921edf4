"""Two records that may be of one person."""

from django.urls import path

from preceptor.matches.views import hygiene as views

urlpatterns = [
    path("me/likeness/<uuid:likeness_id>/", views.likeness, name="likeness"),
    path("steward/likenesses/", views.likenesses, name="likenesses"),
    path("steward/likenesses/<uuid:likeness_id>/", views.settle, name="settle_likeness"),
]
