"""Interviews: slots to choose from, and scorecards line by line."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models import Membership, User
from preceptor.common.models import new_public_id
from preceptor.jobs.models.applications import Application
from preceptor.jobs.models.jobs import Job
from preceptor.jobs.models.lines import Line


def _hires(user: User, organization: str) -> Q:
    """Return the condition that a user hires for the organization at this look-up."""
    hired_for = Membership.objects.filter(user=user, hires=True).values("organization")
    return Q(**{f"{organization}__in": hired_for})


class SlotQuerySet(models.QuerySet["Slot"]):
    """Interview times, as far as somebody may see them."""

    def for_user(self, user: User) -> SlotQuerySet:
        """Return the times of organizations that the user hires for, and those they booked."""
        mine = Q(booked_by__person__user=user)
        return self.filter(_hires(user, "job__organization") | mine)


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    """Scorecards, as far as somebody may see them."""

    def for_user(self, user: User) -> ScorecardQuerySet:
        """Return those of organizations that the user hires for; never one about oneself.

        Of an application whose card the user has not given, only their own.
        """
        given = Scorecard.objects.filter(author=user, given_at__isnull=False)
        seen = Q(author=user) | Q(
            application__in=given.values("application"), given_at__isnull=False
        )
        mine = _hires(user, "application__job__organization")
        return self.filter(mine, seen).exclude(application__person__user=user)


class MarkQuerySet(models.QuerySet["Mark"]):
    """Marks, as far as somebody may see them."""

    def for_user(self, user: User) -> MarkQuerySet:
        """Return the marks of the scorecards that the user may see."""
        return self.filter(scorecard__in=Scorecard.objects.for_user(user))


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Calendar feeds, as far as somebody may see them."""

    def for_user(self, user: User) -> CalendarFeedQuerySet:
        """Return the user's own feed."""
        return self.filter(user=user)


class Slot(models.Model):
    """A time at which somebody can be interviewed; booked by the person themselves."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="slots")
    interviewer = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="slots"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # IANA name of the zone in which it was offered, such as America/New_York.
    zone = models.CharField(max_length=60)
    where = models.CharField(max_length=300)
    # Offered to these applications only; booked by one of them.
    offered_to = models.ManyToManyField(Application, blank=True, related_name="slots_offered")
    booked_by = models.ForeignKey(
        Application, null=True, on_delete=models.SET_NULL, related_name="slots"
    )
    booked_at = models.DateTimeField(null=True)
    # The interview in everybody's calendars: it moves along when another time is chosen.
    calendar_id = models.UUIDField(null=True)
    # iCalendar: each change of what was sent raises it.
    sequence = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    objects = SlotQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["job", "starts_at"], name="slot_by_job"),
            models.Index(fields=["starts_at"], name="slot_by_time"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_has_a_length"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    booked_by__isnull=True, booked_at__isnull=True, calendar_id__isnull=True
                )
                | models.Q(booked_at__isnull=False, calendar_id__isnull=False),
                name="slot_booked_has_a_calendar_entry",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True) | models.Q(booked_by__isnull=True),
                name="slot_cancelled_is_not_booked",
            ),
        ]

    def __str__(self) -> str:
        return f"slot {self.public_id}"


class Scorecard(models.Model):
    """What one interviewer found, line by line; others see it once they gave their own."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="scorecards"
    )
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    summary = models.TextField(blank=True)
    # 1 no, 2 rather no, 3 rather yes, 4 yes; None while it is a draft.
    overall = models.PositiveSmallIntegerField(null=True)
    given_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "author"], name="scorecard_is_given_once"
            ),
            models.CheckConstraint(
                condition=models.Q(overall__isnull=True) | models.Q(overall__range=(1, 4)),
                name="scorecard_overall_is_1_to_4",
            ),
        ]

    def __str__(self) -> str:
        return f"scorecard {self.public_id}"


class Mark(models.Model):
    """What a scorecard says of one line: 1 to 4, or None for not asked."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="marks")
    line = models.ForeignKey(Line, null=True, on_delete=models.SET_NULL, related_name="+")
    label = models.CharField(max_length=300)
    mark = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(mark__isnull=True) | models.Q(mark__range=(1, 4)),
                name="mark_is_1_to_4",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CalendarFeed(models.Model):
    """The secret address under which a user's calendar reads their interviews.

    Its secret is worked out from ``public_id`` and the installation's key: who reads the database
    cannot read the calendar. A new address is a new row.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="calendar_feed"
    )
    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    made_at = models.DateTimeField()

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"calendar feed of {self.user_id}"
