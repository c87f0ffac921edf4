"""Change what is held about people and organizations."""

from preceptor.accounts.services.changes import note_change, note_changes
from preceptor.accounts.services.consent import give_consent, withdraw_consent
from preceptor.accounts.services.erasing import erase_expired_visitors, erase_person
from preceptor.accounts.services.persons import make_visitor, person_for
from preceptor.accounts.services.sign import open_account

__all__ = [
    "erase_expired_visitors",
    "erase_person",
    "give_consent",
    "make_visitor",
    "note_change",
    "note_changes",
    "open_account",
    "person_for",
    "withdraw_consent",
]
