"""Addresses of sign-in, organizations, privacy and talk."""

from preceptor.accounts.urls import looking, organizations, privacy, schooling, sign, talk

app_name = "accounts"

urlpatterns = [
    *sign.urlpatterns,
    *organizations.urlpatterns,
    *privacy.urlpatterns,
    *talk.urlpatterns,
    *schooling.urlpatterns,
    *looking.urlpatterns,
]
