"""Say what would put a person in, in words a person can act on."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.engine.match.additions import Addition, Degree, Piece, Promise, Work
from preceptor.engine.match.scales import Domain
from preceptor.engine.translate import KINDS_OF_WORK
from preceptor.engine.translate.history_lines import years_text
from preceptor.engine.vocabulary import Kind, Vocabulary
from preceptor.matches.line_states import EDUCATION_NAMES

PROOF_WORDS = (
    "listed in your record",
    "shown in a dated job, course or project",
    "signed by a supervisor",
    "shown in an exam",
    "as a verifiable credential",
)
DOMAIN_WORDS = {
    Domain.CLINICAL: "clinical work",
    Domain.IT: "IT work",
    Domain.RECORDS: "health records work",
    Domain.ANY: "work",
}


def way_label(promise: Promise, vocabulary: Vocabulary) -> str:
    """Return what a promise takes, as a short clause."""
    return " and ".join(_addition(add, vocabulary) for add in promise.adds)


def promise_words(promise: Promise, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return what a promise adds, and how that is shown, "" where nothing need be shown."""
    if len(promise.adds) == 1 and isinstance(promise.adds[0], Piece):
        return piece_words(promise.adds[0], vocabulary)
    label = way_label(promise, vocabulary)
    return label[:1].upper() + label[1:], ""


def piece_words(piece: Piece, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return what a piece of evidence is, and how it is shown."""
    entry = vocabulary.competencies[piece.competency]
    if entry.kind is Kind.CREDENTIAL:
        return entry.name, "in force"
    # Level 1 is what a line asks that states none.
    level = f" at level {piece.level}" if piece.level > 1 else ""
    return f"{entry.name}{level}", PROOF_WORDS[int(piece.grade)]


def past_competencies(vocabulary: Vocabulary) -> frozenset[int]:
    """Return the numbers of the kinds of work: another working life, which nobody can add."""
    return frozenset(
        number
        for number, entry in enumerate(vocabulary.competencies)
        if entry.block == KINDS_OF_WORK
    )


def is_a_past(promises: Sequence[Promise], vocabulary: Vocabulary) -> bool:
    """Tell whether any of some promises is another working life."""
    return any(
        isinstance(added, Piece)
        and vocabulary.competencies[added.competency].block == KINDS_OF_WORK
        for promise in promises
        for added in promise.adds
    )


def _addition(add: Addition, vocabulary: Vocabulary) -> str:
    if isinstance(add, Piece):
        return ", ".join(piece_words(add, vocabulary))
    if isinstance(add, Work):
        return f"{years_text(add.quarters)} more of {DOMAIN_WORDS[add.domain]}"
    if isinstance(add, Degree):
        return EDUCATION_NAMES[int(add.level)]
    if add.right_to_work:
        return "the right to work here, stated"
    if add.willing_to_move:
        return "a willingness to move"
    if add.state:
        return f"a home in {add.state}"
    return "the times asked"
