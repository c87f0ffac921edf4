from django.urls import path

from preceptor.matches.views import desk

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/join/", desk.join, name="desk_join"),
    path("me/desk/", desk.my_desk, name="my_desk"),
    path("me/desk/<uuid:reduction_id>/", desk.settle, name="desk_settle"),
    path("o/<slug:slug>/reductions/", desk.reductions, name="reductions"),
    path("o/<slug:slug>/reductions/new/", desk.announce, name="announce"),
    path("o/<slug:slug>/reductions/<uuid:reduction_id>/code/", desk.renew_code, name="renew_code"),
    path(
        "o/<slug:slug>/reductions/<uuid:reduction_id>/close/",
        desk.close_reduction,
        name="close_reduction",
    ),
    path(
        "o/<slug:slug>/reductions/<uuid:reduction_id>/redeployment/",
        desk.redeployment,
        name="redeployment",
    ),
]
