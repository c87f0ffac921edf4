"""A person's search as the rows, columns and dates of their pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from preceptor.accounts.models import Person
from preceptor.common.addresses import address_of
from preceptor.jobs.models import Application, Invite, Move, Stage
from preceptor.jobs.queries.clock import ClockShown, Side, clock_of
from preceptor.jobs.queries.tracker import own_applications, own_invites

State = Application.State
Kind = Stage.Kind

# What a step means to the person, whatever the organization calls it.
STAGE_WORDS = {
    Kind.NEW: "Sent: they have it and have not said anything yet",
    Kind.READING: "They are reading it",
    Kind.TALK: "They want to talk with you",
    Kind.INTERVIEW: "They want to interview you",
    Kind.OFFER: "They offer you the job",
    Kind.HIRED: "You are hired",
    Kind.NOT_NOW: "Not now",
}
UNDECIDED = (Kind.NEW, Kind.READING)
ANSWERED = "They answered you and have not decided yet"
STATE_WORDS = {
    State.DRAFT: "A draft, seen by you alone",
    State.WITHDRAWN: "You took it back",
    State.HIRED: "You are hired",
    State.REFUSED: "Not now",
    State.LAPSED: "Closed without an answer",
}
IF_THEY_ARE_SILENT = (
    "If nothing comes by then, we close it for you, you are free, and it counts in their answer "
    "rate."
)
IF_YOU_ARE_SILENT = "If you do not answer, it closes, and they are told that no answer came."


@dataclass(frozen=True, slots=True)
class Tracked:
    """One application or invitation as its person sees it."""

    application: Application | None
    invite: Invite | None
    now: datetime

    @property
    def thing(self) -> Application | Invite:
        """The one that it is."""
        found = self.application or self.invite
        assert found is not None  # one of the two is given  # noqa: S101
        return found

    @property
    def address(self) -> str:
        """The page on which its person goes on with it."""
        application = self.application
        if application is None:
            return f"/me/invites/{self.thing.public_id}/"
        if application.state == State.DRAFT and application.job.slug:
            return address_of("apply", application.job.slug)
        return f"/me/applications/{application.public_id}/"

    @property
    def is_open(self) -> bool:
        """Whether something can still come of it."""
        if self.application is not None:
            return self.application.state in (State.DRAFT, State.SENT)
        return self.invite is not None and not self.invite.answer

    @property
    def is_offered(self) -> bool:
        """Whether the person is to say yes or no to an offer."""
        application = self.application
        return (
            application is not None
            and application.state == State.SENT
            and application.stage is not None
            and application.stage.kind == Kind.OFFER
            and application.offer_accepted_at is None
        )

    @property
    def clock(self) -> ClockShown | None:
        """Who is to answer by when, and what follows from silence."""
        mine = self.thing.waits_for == Side.PERSON
        return clock_of(
            self.thing,
            Side.PERSON,
            now=self.now,
            consequence=IF_YOU_ARE_SILENT if mine else IF_THEY_ARE_SILENT,
        )

    @property
    def words(self) -> str:
        """Where it stands, in plain words."""
        application = self.application
        if application is None:
            answer = self.invite.answer if self.invite else ""
            return {
                "": "They invite you; they do not know your name",
                Invite.Answer.YES: "You said yes",
                Invite.Answer.NO: "You said no, thank you",
                Invite.Answer.LAPSED: "Closed: nobody answered in time",
            }[answer]
        has_answered = application.first_answer_at is not None
        if application.state == State.SENT and application.stage is not None:
            if application.offer_accepted_at is not None:
                return "You said yes to their offer"
            kind = Kind(application.stage.kind)
            return ANSWERED if kind in UNDECIDED and has_answered else STAGE_WORDS[kind]
        if application.silent_side == Side.ORGANIZATION and has_answered:
            return "Closed without a decision"
        return STATE_WORDS[State(application.state)]

    @property
    def outcome(self) -> str:
        """What came of it, for one that has ended; "" while it is open or hired."""
        application = self.application
        if application is None or self.is_open or application.state == State.HIRED:
            return ""
        if application.state == State.WITHDRAWN and application.closed_why != self.words + ".":
            return f"{self.words}: {application.closed_why}"
        return application.closed_why or self.words

    @property
    def column(self) -> str:
        """The column of the board that it stands in."""
        if self.invite is not None and self.application is None:
            return "invited" if self.is_open else "ended"
        application = self.application
        assert application is not None  # noqa: S101
        if application.state == State.DRAFT:
            return "draft"
        if application.state == State.SENT and application.stage is not None:
            kind = application.stage.kind
            if kind in UNDECIDED:
                return "sent"
            return "offer" if kind == Kind.OFFER else "talking"
        return "hired" if application.state == State.HIRED else "ended"

    @property
    def since(self) -> datetime:
        """When it last changed."""
        application = self.application
        if application is None:
            return self.thing.answered_at or self.invite.sent_at if self.invite else self.now
        return (
            application.closed_at
            or application.stage_since
            or application.sent_at
            or application.begun_at
        )


COLUMNS = (
    ("invited", "Invited"),
    ("draft", "Drafts"),
    ("sent", "Sent"),
    ("talking", "Talking"),
    ("offer", "Offer"),
    ("hired", "Hired"),
    ("ended", "Ended"),
)


def tracked(person: Person, *, now: datetime) -> list[Tracked]:
    """Return a person's applications and unanswered or declined invitations, what is due first.

    An invitation that was said yes to is its application from then on. Two queries.
    """
    rows = [Tracked(each, None, now) for each in own_applications(person)]
    rows += [
        Tracked(None, each, now) for each in own_invites(person) if each.answer != Invite.Answer.YES
    ]
    rows.sort(key=lambda row: row.since, reverse=True)
    rows.sort(key=_urgency)
    return rows


def _urgency(row: Tracked) -> tuple[int, float]:
    """Open before ended; what waits for the person first, by its day."""
    if not row.is_open:
        return (2, 0.0)
    thing = row.thing
    if thing.waits_for == Side.PERSON and thing.reply_by is not None:
        return (0, thing.reply_by.timestamp())
    return (1, thing.reply_by.timestamp() if thing.reply_by else float("inf"))


def board_of(rows: Iterable[Tracked]) -> list[tuple[str, str, list[Tracked]]]:
    """Return the board: key, name and rows of each column that has any; sent always."""
    found: dict[str, list[Tracked]] = {key: [] for key, _ in COLUMNS}
    for row in rows:
        found[row.column].append(row)
    return [(key, name, found[key]) for key, name in COLUMNS if found[key] or key == "sent"]


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to an application."""

    at: datetime
    words: str
    is_theirs: bool


def timeline_of(application: Application) -> list[Happened]:
    """Return what happened to an application in the person's words, the newest first."""
    who = str(application.job.organization or "The employer")
    found = [Happened(application.begun_at, "You began it.", is_theirs=False)]
    moves = Move.objects.filter(application=application, undone_at__isnull=True)
    for move in moves.select_related("to_stage").order_by("at", "pk"):
        if move.from_stage_id is None and move.at == application.sent_at:
            found.append(Happened(move.at, f"You sent it to {who}.", is_theirs=False))
        elif move.to_stage is not None:
            found.append(Happened(move.at, _moved(who, move.to_stage), is_theirs=True))
    if application.reminded_at is not None:
        whom = "you" if application.waits_for == Side.PERSON else who
        found.append(Happened(application.reminded_at, f"We reminded {whom}.", is_theirs=False))
    if application.offer_accepted_at is not None:
        found.append(
            Happened(application.offer_accepted_at, "You said yes to the offer.", is_theirs=False)
        )
    is_told = application.state in (State.HIRED,) or (
        application.state == State.REFUSED
        and application.stage is not None
        and application.stage.kind == Kind.NOT_NOW
    )
    if application.closed_at is not None and not is_told:
        found.append(
            Happened(application.closed_at, application.closed_why or "It ended.", is_theirs=False)
        )
    # Of what happened at one moment the later word stands first, too.
    return sorted(found, key=lambda each: each.at)[::-1]


def _moved(who: str, stage: Stage) -> str:
    return {
        Kind.NEW: f"{who} put it back among the new ones.",
        Kind.READING: f"{who} began to read it.",
        Kind.TALK: f"{who} wants to talk with you.",
        Kind.INTERVIEW: f"{who} wants to interview you.",
        Kind.OFFER: f"{who} offered you the job.",
        Kind.HIRED: f"{who} noted that you are hired.",
        Kind.NOT_NOW: f"{who} answered: not now.",
    }[Kind(stage.kind)]


@dataclass(frozen=True, slots=True)
class LineChanged:
    """A line that stood otherwise at the later of two applications for the same job."""

    label: str
    was: str
    now: str
    held: str


STATE_NAMES = {
    "met": "met",
    "partly": "partly met",
    "not_stated": "not stated",
    "not_met": "not yet met",
}


def changes_between(earlier: Application, later: Application) -> list[LineChanged]:
    """Return what the later application shows otherwise, by the words of the lines."""
    before = {line["label"]: line for line in earlier.lines_shown}
    return [
        LineChanged(
            line["label"],
            STATE_NAMES[before[line["label"]]["state"]],
            STATE_NAMES[line["state"]],
            line["held"],
        )
        for line in later.lines_shown
        if line["label"] in before
        and (before[line["label"]]["state"], before[line["label"]]["grade"])
        != (line["state"], line["grade"])
    ]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One application in the record of a search."""

    application: Application
    place: str
    words: str
    outcome: str

    def cells(self) -> tuple[str, ...]:
        """Return the row for a table to download."""
        application = self.application
        job = application.job
        return (
            _on(application.sent_at),
            job.title,
            job.organization.name if job.organization else "",
            self.place,
            application.get_source_display(),
            self.words,
            _on(application.first_answer_at),
            _on(application.closed_at),
            self.outcome,
        )


def record_rows(applications: Iterable[Application]) -> list[RecordRow]:
    """Return the rows of a record of a search."""
    return [
        RecordRow(
            each,
            _place(each),
            row.words,
            row.outcome,
        )
        for each in applications
        for row in [Tracked(each, None, each.begun_at)]
    ]


def _place(application: Application) -> str:
    job = application.job
    return f"{job.city}, {job.state}" if job.city else job.get_work_mode_display()


def _on(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment is not None else ""
