from django.urls import path

from preceptor.common.views import site as views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("components/", views.components, name="components"),
]
