"""From application to hire: stages, moves, notes, refusals."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models import Membership, Organization, Person, ToDo, User
from preceptor.common.models import Document, Waiting, new_public_id
from preceptor.jobs.models.jobs import Job
from preceptor.jobs.models.lines import Line
from preceptor.resumes.models import Resume


def _hires(user: User, organization: str) -> Q:
    """Return the condition that a user hires for the organization at this look-up."""
    hired_for = Membership.objects.filter(user=user, hires=True).values("organization")
    return Q(**{f"{organization}__in": hired_for})


class StageQuerySet(models.QuerySet["Stage"]):
    """Stages, as far as somebody may see them."""

    def for_user(self, user: User) -> StageQuerySet:
        """Return the stages of organizations that the user hires for."""
        return self.filter(_hires(user, "organization"))


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications, as far as somebody may see them."""

    def for_user(self, user: User) -> ApplicationQuerySet:
        """Return the user's own applications and what was sent to organizations they hire for."""
        sent = _hires(user, "job__organization") & ~Q(state=Application.State.DRAFT)
        return self.filter(Q(person__user=user) | sent)


class MoveQuerySet(models.QuerySet["Move"]):
    """Moves, as far as somebody may see them."""

    def for_user(self, user: User) -> MoveQuerySet:
        """Return the moves of applications that the user may see."""
        return self.filter(application__in=Application.objects.for_user(user))


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes, as far as somebody may see them."""

    def for_user(self, user: User) -> NoteQuerySet:
        """Return the notes of organizations that the user hires for; never those about oneself."""
        mine = _hires(user, "application__job__organization")
        return self.filter(mine).exclude(application__person__user=user)


class RefusalQuerySet(models.QuerySet["Refusal"]):
    """Refusals, as far as somebody may see them."""

    def for_user(self, user: User) -> RefusalQuerySet:
        """Return the refusals of applications that the user may see."""
        return self.filter(application__in=Application.objects.for_user(user))


class InviteQuerySet(models.QuerySet["Invite"]):
    """Invitations, as far as somebody may see them."""

    def for_user(self, user: User) -> InviteQuerySet:
        """Return the user's own invitations and those of organizations they hire for."""
        return self.filter(Q(person__user=user) | _hires(user, "job__organization"))


class Stage(models.Model):
    """A step of an organization's pipeline; ``kind`` says what it means to everybody else."""

    class Kind(models.TextChoices):
        NEW = "new"
        READING = "reading"
        TALK = "talk"
        INTERVIEW = "interview"
        OFFER = "offer"
        HIRED = "hired"
        NOT_NOW = "not_now", "Not now"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="stages")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)

    objects = StageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "name"], name="stage_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Application(Waiting):
    """A person's application for a job. From SENT on the employer sees name and record."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"
        WITHDRAWN = "withdrawn"
        HIRED = "hired"
        REFUSED = "refused", "Not now"
        # Nobody answered in time, or the job went: closed by the clock, truthfully.
        LAPSED = "lapsed", "Closed without an answer"

    class Source(models.TextChoices):
        BOARD = "board", "The jobs board"
        INVITED = "invited", "Invited by the employer"
        ALERT = "alert", "A saved search"
        FEED = "feed", "A job feed"
        COUNSELOR = "counselor", "Through a counselor"
        DESK = "desk", "The re-employment desk"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="applications")
    resume = models.ForeignKey(Resume, null=True, on_delete=models.SET_NULL, related_name="+")
    documents = models.ManyToManyField(Document, blank=True, related_name="applications")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    stage = models.ForeignKey(
        Stage, null=True, on_delete=models.PROTECT, related_name="applications"
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.BOARD)
    note = models.TextField(blank=True)
    # Order numbers of the job's lines, the ones the person would speak of first.
    fact_order = models.JSONField(default=list)
    # Public id of the counselor who acted for the person.
    acted_by = models.UUIDField(null=True)
    # How each line stood when it was sent, so that a later application can say what changed:
    # [{"order", "label", "state", "held", "grade"}].
    lines_shown = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    stage_since = models.DateTimeField(null=True)
    # When the organization first did anything with it.
    first_answer_at = models.DateTimeField(null=True)
    # The day that was promised for the first answer; it stays when the clock goes on.
    promised_by = models.DateTimeField(null=True)
    offer_accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=300, blank=True)
    # Whose silence let it lapse.
    silent_side = models.CharField(
        max_length=12, choices=Waiting.Side, default=Waiting.Side.NOBODY, blank=True
    )
    # Once hired: when the person said what becomes of their other applications.
    others_settled_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta(Waiting.Meta):
        indexes: ClassVar = [
            models.Index(fields=["job", "state"], name="application_by_job_state"),
            models.Index(fields=["person", "state"], name="application_by_person_state"),
            models.Index(fields=["reply_by"], name="application_by_reply"),
        ]
        constraints: ClassVar = [
            *Waiting.Meta.constraints,
            models.UniqueConstraint(
                fields=["job", "person"],
                condition=models.Q(state__in=["draft", "sent"]),
                name="application_is_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", sent_at__isnull=True) | ~models.Q(state="draft"),
                name="application_draft_is_not_sent",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(stage__isnull=False),
                name="application_sent_has_a_stage",
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.public_id}"


class Move(models.Model):
    """An application went from one stage to another; a bulk move shares ``batch``."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="moves")
    batch = models.UUIDField(default=new_public_id)
    from_stage = models.ForeignKey(
        Stage, null=True, on_delete=models.SET_NULL, related_name="moves_out"
    )
    to_stage = models.ForeignKey(
        Stage, null=True, on_delete=models.SET_NULL, related_name="moves_in"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True)
    # State and clock as they stood before, for undoing.
    before = models.JSONField(default=dict)

    objects = MoveQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["application", "at"], name="move_by_time"),
            models.Index(fields=["batch"], name="move_by_batch"),
        ]

    def __str__(self) -> str:
        return f"move {self.pk}"


class Note(models.Model):
    """What colleagues write to each other about an application; the person never sees it."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    mentions = models.ManyToManyField(User, blank=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"note {self.public_id}"


class Refusal(models.Model):
    """One structured reason why it is not now, tied to a line where there is one."""

    class Reason(models.TextChoices):
        NOT_SHOWN = "not_shown", "The record does not show it"
        NOT_YET = "not_yet", "Not at the level asked"
        NOT_ENOUGH_YEARS = "not_enough_years", "Fewer years than asked"
        NO_CREDENTIAL = "no_credential", "The credential is missing or pending"
        GATE = "gate", "A license, the place or the right to work"
        OTHER_CHOSEN = "other_chosen", "Somebody else fitted more closely"
        JOB_GONE = "job_gone", "The job was not filled"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="refusals")
    reason = models.CharField(max_length=20, choices=Reason)
    line = models.ForeignKey(Line, null=True, on_delete=models.SET_NULL, related_name="+")
    # The line's words as they stood, which outlive the line.
    label = models.CharField(max_length=300, blank=True)
    advice = models.CharField(max_length=500, blank=True)
    todo = models.ForeignKey(ToDo, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    objects = RefusalQuerySet.as_manager()

    def __str__(self) -> str:
        return self.reason


class Invite(Waiting):
    """An employer asks a person to apply; the person is blind to them until a yes."""

    class Answer(models.TextChoices):
        NONE = "", "Not yet"
        YES = "yes", "Yes, here is who I am"
        NO = "no", "No, thank you"
        LAPSED = "lapsed", "No answer in time"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="invites")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invites")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    answer = models.CharField(max_length=6, choices=Answer, default=Answer.NONE, blank=True)
    # Why not, as far as the person wanted to say.
    answer_why = models.CharField(max_length=300, blank=True)

    objects = InviteQuerySet.as_manager()

    class Meta(Waiting.Meta):
        constraints: ClassVar = [
            *Waiting.Meta.constraints,
            models.UniqueConstraint(fields=["job", "person"], name="invite_is_sent_once"),
        ]

    def __str__(self) -> str:
        return f"invite {self.public_id}"
