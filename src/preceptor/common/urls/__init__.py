from preceptor.common.urls.site import urlpatterns as of_the_site
from preceptor.common.urls.steward import urlpatterns as for_stewards

app_name = "common"

urlpatterns = [*of_the_site, *for_stewards]
