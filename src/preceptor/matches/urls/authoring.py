from django.urls import path

from preceptor.matches.views import authoring as views

_LINES = "o/<slug:slug>/jobs/<uuid:job_id>/lines/"
_ACTIONS = ("must", "nice", "lower", "up", "down", "remove")

urlpatterns = [
    path(_LINES, views.job_lines, name="job_lines"),
    path(f"{_LINES}relax/", views.relax, name="relax_job"),
    path(f"{_LINES}terms/", views.keep_terms, name="keep_terms"),
    path(f"{_LINES}add/<slug:kind>/", views.add_line, name="add_line"),
    path(f"{_LINES}again/<int:number>/", views.ask_again, name="ask_again"),
    path(f"{_LINES}<int:number>/", views.change_line, name="change_line"),
    *(
        path(
            f"{_LINES}<int:number>/{action}/",
            views.do_line,
            {"action": action},
            name=f"{action}_line",
        )
        for action in _ACTIONS
    ),
    path("price/<uuid:job_id>/publish/", views.publish_need, name="publish_need"),
]
