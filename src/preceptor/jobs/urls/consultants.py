from django.urls import path

from preceptor.jobs.views import consultants, consulting

urlpatterns = [
    path("me/consulting/", consulting.consulting, name="consulting"),
    path("me/consulting/show/", consulting.show_offer, name="show_offer"),
    path("me/consulting/weeks/", consulting.keep_weeks, name="keep_weeks"),
    path("me/consulting/references/", consulting.ask_reference, name="ask_reference"),
    path(
        "me/consulting/references/<uuid:reference_id>/remove/",
        consulting.drop_reference,
        name="drop_reference",
    ),
    path("me/consulting/requests/<uuid:request_id>/", consulting.answer_share, name="answer_share"),
    path(
        "me/consulting/requests/<uuid:request_id>/end/", consulting.leave_share, name="leave_share"
    ),
    path("references/<str:token>/", consulting.give_reference, name="give_reference"),
    path("o/<slug:slug>/consultants/", consultants.consultant_list, name="consultant_list"),
    path("o/<slug:slug>/consultants/<uuid:offer_id>/", consultants.consultant, name="consultant"),
    path(
        "o/<slug:slug>/consultants/shares/<uuid:request_id>/end/",
        consultants.end_share,
        name="end_share",
    ),
    path("steward/consultants/", consultants.verify_offers, name="verify_offers"),
]
