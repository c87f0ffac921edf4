"""Every address of the site; each app keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("preceptor.matches.urls")),
    path("", include("preceptor.resumes.urls")),
    path("", include("preceptor.jobs.urls")),
    path("account/", include("preceptor.accounts.urls.sign_in")),
    path("", include("preceptor.accounts.urls")),
    path("", include("preceptor.competencies.urls")),
    path("", include("preceptor.common.urls")),
    path("", include("preceptor.portal.urls")),
]

handler400 = "preceptor.common.views.bad_request"
handler403 = "preceptor.common.views.forbidden"
handler404 = "preceptor.common.views.not_found"
handler429 = "preceptor.accounts.views.sign.too_many_tries"
handler500 = "preceptor.common.views.server_error"
