"""Rows that are somebody's: a user sees theirs through ``for_user`` and nobody else's."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

M_co = TypeVar("M_co", bound="Scoped", covariant=True)


class ScopedQuerySet(models.QuerySet[M_co]):
    """Rows with an owner."""

    def for_user(self, user: Any) -> Self:
        """Return the rows this user may see; none for somebody who is not signed in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.model.seen_by(user))


class Scoped(models.Model):
    """A table whose rows are a person's or an organization's.

    Each says in ``seen_by`` who may see a row. Views fetch through ``objects.for_user(user)``, so
    that a foreign row is as one that is not there.
    """

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition on which a signed-in user may see a row, without doubling rows."""
        raise NotImplementedError(f"{cls.__name__} does not say who may see it.")
