from django.urls import path

from preceptor.matches import views

app_name = "matches"

urlpatterns = [
    path("advice/", views.advice_start, name="advice_start"),
    path("price/", views.price_start, name="price_start"),
]
