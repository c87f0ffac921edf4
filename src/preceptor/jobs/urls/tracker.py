from django.urls import path

from preceptor.jobs.views import invites, tracker

urlpatterns = [
    path("me/applications/", tracker.tracker, name="tracker"),
    path("me/applications/record/", tracker.record, name="search_record"),
    path("me/applications/<uuid:application_id>/", tracker.application, name="application"),
    path("me/applications/<uuid:application_id>/withdraw/", tracker.withdraw, name="withdraw"),
    path("me/applications/<uuid:application_id>/offer/", tracker.answer_offer, name="answer_offer"),
    path(
        "me/applications/<uuid:application_id>/others/", tracker.settle_others, name="settle_others"
    ),
    path(
        "me/applications/<uuid:application_id>/todos/<uuid:todo_id>/",
        tracker.change_todo,
        name="change_application_todo",
    ),
    path("me/invites/<uuid:invite_id>/", invites.invitation, name="invitation"),
]
