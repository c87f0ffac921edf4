from django.urls import path

from preceptor.jobs.views import voluntary as views

urlpatterns = [path("me/voluntary/", views.voluntary, name="voluntary")]
