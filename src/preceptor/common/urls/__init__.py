from preceptor.common.urls import site, steward

app_name = "common"

urlpatterns = [*site.urlpatterns, *steward.urlpatterns]
