from django.urls import URLPattern, path

from preceptor.accounts.views import sign

urlpatterns: list[URLPattern] = [
    path("account/second-factor/", sign.second_factor, name="second_factor"),
]
