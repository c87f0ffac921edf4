"""Sign-in as allauth does it; its names stand in no namespace of ours."""

from django.urls import include, path

from preceptor.accounts.views.sign import SignInPage

urlpatterns = [
    path("login/", SignInPage.as_view(), name="account_login"),
    path("", include("allauth.urls")),
]
