from django.urls import path

from preceptor.matches.views import roles

urlpatterns = [path("roles/<slug:role_id>/prices/", roles.role_prices, name="role_prices")]
