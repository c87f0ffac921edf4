from django.urls import path

from preceptor.accounts.views import erasing, privacy

urlpatterns = [
    path("me/privacy/", privacy.privacy, name="privacy"),
    path("me/privacy/consent/", privacy.consent, name="consent"),
    path("me/looks/", privacy.looks, name="looks"),
    path("me/erase/", erasing.erase, name="erase"),
]
