from django.urls import path

from preceptor.jobs.views import pipeline, stages

urlpatterns = [
    path("o/<slug:slug>/applications/", pipeline.overview, name="applications"),
    path("o/<slug:slug>/jobs/<uuid:job_id>/applications/move/", pipeline.move, name="move"),
    path("o/<slug:slug>/jobs/<uuid:job_id>/filled/", pipeline.fill, name="fill"),
    path("o/<slug:slug>/moves/<uuid:batch>/undo/", pipeline.undo, name="undo_move"),
    path(
        "o/<slug:slug>/applications/<uuid:application_id>/documents/<uuid:document_id>/",
        pipeline.document,
        name="application_document",
    ),
    path("o/<slug:slug>/stages/", stages.stages, name="stages"),
    path("o/<slug:slug>/stages/<uuid:stage_id>/", stages.rename, name="rename_stage"),
    path("o/<slug:slug>/stages/<uuid:stage_id>/shift/", stages.shift, name="shift_stage"),
    path("o/<slug:slug>/stages/<uuid:stage_id>/remove/", stages.remove, name="remove_stage"),
]
