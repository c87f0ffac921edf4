from django.urls import path

from preceptor.resumes.views import record as views

urlpatterns = [
    path("record/<uuid:resume_id>/", views.record, name="record"),
    path("record/<uuid:resume_id>/correct/", views.correct_record, name="correct_record"),
    path("record/<uuid:resume_id>/undo/", views.undo, name="undo"),
]
