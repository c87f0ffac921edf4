"""What somebody posts and looks for."""

from preceptor.jobs.forms.posting import PostingForm
from preceptor.jobs.forms.search import JobSearchForm

__all__ = ["JobSearchForm", "PostingForm"]
