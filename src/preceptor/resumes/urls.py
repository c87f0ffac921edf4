from django.urls import path

from preceptor.resumes import views

app_name = "resumes"

# The root says in which app above the advice is shown: this one cannot know it.
urlpatterns = [
    path("record/<uuid:resume_id>/", views.record, name="record"),
    path("record/<uuid:resume_id>/correct/", views.correct_record, name="correct_record"),
    path("record/<uuid:resume_id>/undo/", views.undo, name="undo"),
]
