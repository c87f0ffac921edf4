from django.urls import path

from preceptor.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("me/", views.overview, name="overview"),
    path("for/<slug:audience>/", views.audience, name="audience"),
    path("how-we-count/", views.counting, name="counting"),
    path("your-data/", views.your_data, name="your_data"),
    path("your-data/delete/", views.delete_data, name="delete_data"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
