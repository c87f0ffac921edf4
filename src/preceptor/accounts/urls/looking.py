"""Do you still look?"""

from django.urls import path

from preceptor.accounts.views import looking as views

urlpatterns = [
    path("me/looking/", views.looking, name="looking"),
    path("looking/<str:token>/", views.looking_link, name="looking_link"),
]
