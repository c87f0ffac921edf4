"""Jobs and their lines, applications to hire, interviews, consultants, voluntary answers."""

from preceptor.jobs.models.applications import Application, Invite, Move, Note, Refusal, Stage
from preceptor.jobs.models.consultants import ConsultantOffer, Free, Reference, ShareRequest
from preceptor.jobs.models.intakes import Intake
from preceptor.jobs.models.interviews import CalendarFeed, Mark, Scorecard, Slot
from preceptor.jobs.models.jobs import Job, JobPlace
from preceptor.jobs.models.lines import Line
from preceptor.jobs.models.voluntary import ImpactReport, VoluntaryAnswers

__all__ = [
    "Application",
    "CalendarFeed",
    "ConsultantOffer",
    "Free",
    "ImpactReport",
    "Intake",
    "Invite",
    "Job",
    "JobPlace",
    "Line",
    "Mark",
    "Move",
    "Note",
    "Reference",
    "Refusal",
    "Scorecard",
    "ShareRequest",
    "Slot",
    "Stage",
    "VoluntaryAnswers",
]
