"""Quotes of a person's words without what names them."""

from __future__ import annotations

from preceptor.accounts.models import Person
from preceptor.matches.answers import Quote
from preceptor.resumes.queries.blind import blind


def blind_quote(quote: Quote | None, person: Person) -> Quote | None:
    """Return a quote without what names the person; its span says where the words stand."""
    if quote is None:
        return None
    return Quote(
        before=blind(quote.before, person),
        words=blind(quote.words, person),
        after=blind(quote.after, person),
        span=quote.span,
    )
