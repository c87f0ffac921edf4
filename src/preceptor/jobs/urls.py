from django.urls import path

from preceptor.jobs import views

app_name = "jobs"

# The root says in which app above a job is shown: this one cannot know it.
urlpatterns = [path("jobs/", views.job_list, name="job_list")]
