from django.urls import path

from preceptor.jobs.views import role_posting as views

urlpatterns = [path("roles/<slug:role_id>/posting/", views.role_posting, name="role_posting")]
