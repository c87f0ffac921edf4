"""Terms of an answer, searches, lists."""

from preceptor.matches.forms.engine import (
    DOOR_MILES,
    MOST_HOURS,
    MOST_PEOPLE,
    PROOF_NAMES,
    DoorForm,
    GoalForm,
    ProofForm,
)

__all__ = [
    "DOOR_MILES",
    "MOST_HOURS",
    "MOST_PEOPLE",
    "PROOF_NAMES",
    "DoorForm",
    "GoalForm",
    "ProofForm",
]
