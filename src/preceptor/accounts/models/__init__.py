"""Users, persons, organizations, consent, and what they tell each other."""

from preceptor.accounts.models.consent import NOTHING, Case, Consent, Look
from preceptor.accounts.models.exports import Export
from preceptor.accounts.models.limits import FailedTries, Kept
from preceptor.accounts.models.organizations import Invitation, Membership, Organization, Site
from preceptor.accounts.models.persons import Change, Person, Preferences, Schooling
from preceptor.accounts.models.scopes import at_organization, of_person
from preceptor.accounts.models.talk import SPEAKING_HATS, Conversation, Message, Notice, ToDo
from preceptor.accounts.models.users import User, UserManager

__all__ = [
    "NOTHING",
    "SPEAKING_HATS",
    "Case",
    "Change",
    "Consent",
    "Conversation",
    "Export",
    "FailedTries",
    "Invitation",
    "Kept",
    "Look",
    "Membership",
    "Message",
    "Notice",
    "Organization",
    "Person",
    "Preferences",
    "Schooling",
    "Site",
    "ToDo",
    "User",
    "UserManager",
    "at_organization",
    "of_person",
]
