"""Resumes as read, the person's corrections, and the evidence that matching counts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models import Person
from preceptor.accounts.models.scopes import of_person
from preceptor.common.models import Document, Scoped, new_public_id
from preceptor.competencies.models import Competency


class Resume(Scoped):
    """One document of a person and what was read in it."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="resumes")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="resumes")
    as_of = models.DateField()
    read_at = models.DateTimeField()
    vocabulary_version = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=20)
    headline = models.CharField(max_length=300, blank=True)
    # Months of experience per domain as counted in the text, null where nothing is stated.
    months = models.JSONField(default=dict)
    # [{"role", "p", "because": [{"span", "text"}]}], best first.
    roles = models.JSONField(default=list)
    warnings = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.headline or 'resume'} ({self.public_id})"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user)


class Fact(Scoped):
    """One thing the reader found, with the words it came from; replaced at each reading."""

    class Kind(models.TextChoices):
        COMPETENCY = "competency"
        CREDENTIAL = "credential"
        JOB = "job"
        EDUCATION = "education"
        YEARS = "years"
        PLACE = "place"

    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="facts")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    competency = models.ForeignKey(Competency, null=True, on_delete=models.PROTECT)
    # The fact's own fields as engine.extract.facts names them, dates in ISO form.
    value = models.JSONField(default=dict)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()
    rule = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resume", "order"], name="fact_order_is_unique"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="fact_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user, "resume__person")


class Correction(Scoped):
    """What the person says is right. Keyed by kind, subject and words, never by span.

    It always wins over the reader and is kept when the text is read again. ``words`` empty
    means the subject wherever it stands.
    """

    class Action(models.TextChoices):
        REMOVE = "remove"
        CHANGE = "change"
        ADD = "add"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=20, choices=Fact.Kind)
    # A competency's slug, or the name of a field such as "education" or "years_it".
    subject = models.CharField(max_length=200)
    words = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=10, choices=Action)
    value = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject", "words"], name="correction_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.subject}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user)


class Evidence(Scoped):
    """One piece that matching counts: derived from facts and corrections, or recorded directly."""

    class Grade(models.IntegerChoices):
        CLAIMED = 0
        DOCUMENTED = 1
        ATTESTED = 2
        ASSESSED = 3
        CREDENTIALED = 4

    class Standing(models.TextChoices):
        IN_FORCE = "in_force"
        PENDING = "pending"
        EXPIRED = "expired"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="evidence")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT)
    # None: not stated, which holds level 2.
    level = models.PositiveSmallIntegerField(null=True)
    grade = models.PositiveSmallIntegerField(choices=Grade)
    last_used = models.DateField(null=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.IN_FORCE)
    expires_on = models.DateField(null=True)
    fact = models.ForeignKey(Fact, null=True, on_delete=models.CASCADE, related_name="evidence")
    is_from_correction = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__range=(1, 5)),
                name="evidence_level_is_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(grade__range=(0, 4)), name="evidence_grade_is_0_to_4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} at {self.level}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user)


class Record(Scoped):
    """The columns of a person that are not evidence: years, education. None is not stated."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="record"
    )
    quarters_clinical = models.PositiveSmallIntegerField(null=True)
    quarters_it = models.PositiveSmallIntegerField(null=True)
    quarters_records = models.PositiveSmallIntegerField(null=True)
    quarters_any = models.PositiveSmallIntegerField(null=True)
    # 0 not stated, 1 secondary ... 6 doctorate; completed only.
    education = models.PositiveSmallIntegerField(default=0)
    education_words = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(education__range=(0, 6)), name="record_education_is_0_to_6"
            ),
        ]

    def __str__(self) -> str:
        return f"record of person {self.person_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user)


class GuidedAnswers(Scoped):
    """What a person answered to the form in place of a resume, as far as they have come.

    ``answers``: question -> what was said, None where it was skipped; in the order of asking.
    ``written``: [kind, subject] of the corrections that the form wrote, so that an answer taken
    back takes them back too. ``resume`` is the one written of it, if any.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="guided"
    )
    answers = models.JSONField(default=dict)
    order = models.JSONField(default=list)
    written = models.JSONField(default=list)
    resume = models.OneToOneField(
        Resume, null=True, on_delete=models.SET_NULL, related_name="guided"
    )
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"answers of person {self.person_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for the user's own answers."""
        return of_person(user)
