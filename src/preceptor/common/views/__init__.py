"""The pages of the site itself."""

from preceptor.common.views.site import (
    bad_request,
    csrf_failure,
    forbidden,
    not_found,
    server_error,
)

__all__ = ["bad_request", "csrf_failure", "forbidden", "not_found", "server_error"]
