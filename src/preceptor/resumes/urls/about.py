from django.urls import path

from preceptor.resumes.views import about

urlpatterns = [path("me/about/", about.about, name="about")]
