"""What makes a password too easy to guess. There is no rule on which characters it holds."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LONGEST = 200
# The one password of the demo world, which everybody can read.
DEMO_PASSWORD = "preceptor demo world"  # noqa: S105
OURS = ("preceptor", "health it", "healthit")


class NotTooLong:
    """Refuses what nobody types or keeps, and what would only cost time to hash."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for a password beyond the most characters."""
        if len(password) > LONGEST:
            raise ValidationError(
                f"This password has {len(password)} characters. Use {LONGEST} at most.",
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return f"At most {LONGEST} characters."


class NotRepeated:
    """Refuses a short or common password that was only repeated until it was long enough."""

    def __init__(self) -> None:
        self._common = CommonPasswordValidator()

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for a few characters, or a common password, again and again."""
        words = password.casefold().strip()
        unit = _unit(words)
        is_repeated = len(unit) < len(words) and (
            len(unit) <= 4 or unit in self._common.passwords or unit in OURS
        )
        if is_repeated or len(set(words)) < 4 or words == DEMO_PASSWORD:
            raise ValidationError(
                "This password is easy to guess. Three or four unrelated words make a good one.",
                code="password_easy",
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return "Not one short word again and again."


def _unit(text: str) -> str:
    """Return the shortest piece that a text is made of, the text itself if it repeats nothing."""
    size = (text + text).find(text, 1)
    return text[:size] if size > 0 else text
