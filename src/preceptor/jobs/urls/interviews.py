from django.urls import path

from preceptor.jobs.views import interviews as views

TEAM = "o/<slug:slug>/jobs/<uuid:job_id>/interviews/"
OWN = "me/applications/<uuid:application_id>/interview"

urlpatterns = [
    path(TEAM, views.interview_times, name="interview_times"),
    path(f"{TEAM}<uuid:slot_id>/cancel/", views.cancel_time, name="interview_cancel_time"),
    path(f"{TEAM}<uuid:slot_id>.ics", views.time_file, name="interview_file"),
    path(f"{OWN}/", views.own_interview, name="own_interview"),
    path(f"{OWN}/cancel/", views.cancel_own_interview, name="own_interview_cancel"),
    path(f"{OWN}.ics", views.own_interview_file, name="own_interview_file"),
    path("me/calendar/", views.calendar_address, name="calendar_address"),
    path("calendar/<uuid:public_id>/<str:secret>.ics", views.calendar_feed, name="calendar_feed"),
]
