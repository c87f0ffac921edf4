from django.urls import path

from preceptor.accounts.views import schooling

urlpatterns = [
    path("me/schooling/", schooling.schooling, name="schooling"),
    path("me/schooling/<uuid:schooling_id>/remove/", schooling.drop, name="drop_schooling"),
]
