from django.urls import path, register_converter

from preceptor.jobs.views import feeds as views


class FeedKind:
    """The ending of a feed's address."""

    regex = "xml|atom|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FeedKind, "feed_kind")

urlpatterns = [
    path("feeds/jobs.<feed_kind:kind>", views.job_feed, name="feed"),
    path(
        "organizations/<slug:slug>/jobs.<feed_kind:kind>", views.job_feed, name="organization_feed"
    ),
]
