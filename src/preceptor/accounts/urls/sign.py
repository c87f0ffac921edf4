from django.urls import URLPattern, path

from preceptor.accounts.views import sign, visitors

urlpatterns: list[URLPattern] = [
    path("account/demo/", sign.demo_sign_in, name="demo_sign_in"),
    path("account/second-factor/", sign.second_factor, name="second_factor"),
    path("me/brought/", visitors.brought, name="brought"),
    path("me/account/", sign.account, name="account"),
]
