"""Saved searches, new jobs that fit, and what a person prefers."""

from django.urls import path

from preceptor.matches.views import alerts, preferences
from preceptor.matches.views import searches as views

SEARCH = "me/searches/<uuid:search_id>/"

urlpatterns = [
    path("me/searches/", views.searches, name="searches"),
    path("me/searches/save/", views.save, name="save_search"),
    path(SEARCH, views.saved_search, name="saved_search"),
    path(f"{SEARCH}stop/", views.stop, name="stop_search"),
    path(f"{SEARCH}resume/", views.resume, name="resume_search"),
    path(f"{SEARCH}delete/", views.delete, name="delete_search"),
    path(f"{SEARCH}restore/", views.restore, name="restore_search"),
    path(f"{SEARCH}feed/", views.feed_address, name="search_feed_address"),
    path("feeds/searches/<str:token>.atom", views.feed, name="search_feed"),
    path("me/alerts/", alerts.alerts, name="alerts"),
    path("me/alerts/mail/", alerts.mail, name="alerts_mail"),
    path("me/preferences/", preferences.preferences, name="preferences"),
]
