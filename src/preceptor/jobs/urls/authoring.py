from django.urls import path

from preceptor.jobs.views import authoring, publishing, splitting

_JOB = "o/<slug:slug>/jobs/<uuid:job_id>/"

urlpatterns = [
    path("o/<slug:slug>/jobs/", publishing.own_job_list, name="own_job_list"),
    path("o/<slug:slug>/jobs/new/", authoring.new_job, name="new_job"),
    path("o/<slug:slug>/jobs/new/form/", authoring.write_job, name="write_job"),
    path("o/<slug:slug>/jobs/new/start/", authoring.start_from, name="start_from"),
    path(_JOB, publishing.own_job, name="own_job"),
    path(f"{_JOB}text/", authoring.job_text, name="job_text"),
    path(f"{_JOB}facts/", authoring.job_facts, name="job_facts"),
    path(f"{_JOB}split/", splitting.split, name="split_job"),
    path(f"{_JOB}publish/", publishing.publish_job, name="publish_job"),
    path(f"{_JOB}copy/", publishing.copy, name="copy_job"),
    path(f"{_JOB}delete/", publishing.delete_job, name="delete_job"),
    *(
        path(f"{_JOB}{action}/", publishing.change_status, {"action": action}, name=f"{action}_job")
        for action in publishing.ACTIONS
    ),
]
