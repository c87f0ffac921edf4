from django.urls import path

from preceptor.common.views import log, work

urlpatterns = [
    path("steward/work/", work.work, name="work"),
    path("steward/work/<uuid:job_id>/retry/", work.retry, name="retry_work"),
    path("steward/work/<uuid:job_id>/drop/", work.drop, name="drop_work"),
    path("steward/mail/<uuid:mail_id>/retry/", work.retry_sending, name="retry_mail"),
    path("steward/mail/<uuid:mail_id>/drop/", work.drop_sending, name="drop_mail"),
    path("steward/log/", log.log, name="log"),
    path("steward/log/check/", log.check, name="check_log"),
]
