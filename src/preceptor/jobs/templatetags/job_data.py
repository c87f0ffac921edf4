"""A job as data in its public page."""

from __future__ import annotations

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

from preceptor.jobs.jobposting import posting_data
from preceptor.jobs.models import Job

register = template.Library()

# Within a script element only these could end it or begin markup.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.filter
def json_ld(job: Job) -> SafeString:
    """Return a job as JSON-LD that can stand in a script element: no < > & in it."""
    text = json.dumps(posting_data(job), ensure_ascii=False, separators=(",", ":"))
    # Line separators end a line in scripts, though not in JSON.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 (escaped above)
