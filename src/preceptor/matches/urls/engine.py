from django.urls import path

from preceptor.matches.views import engine as views

urlpatterns = [
    path("advice/", views.advice_start, name="advice_start"),
    path("advice/<uuid:resume_id>/", views.advice, name="advice"),
    path("price/", views.price_start, name="price_start"),
    path("price/<uuid:job_id>/", views.price, name="price"),
    path("jobs/<slug:slug>/", views.job, name="job"),
]
