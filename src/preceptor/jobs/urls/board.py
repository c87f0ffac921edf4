from django.urls import path

from preceptor.jobs.views import board as views

urlpatterns = [path("jobs/", views.job_list, name="job_list")]
