"""Gates for the licences a posting requires, lines for its other credentials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from preceptor.engine.extract.facts import Requirement
from preceptor.engine.translate.competency_lines import deciding, grouped, necessity_of
from preceptor.engine.translate.drafts import MUST_WEIGHT, LineDraft, label_of, unedited_weight
from preceptor.engine.vocabulary import Vocabulary


def _is_gate(item: Requirement, vocabulary: Vocabulary) -> bool:
    return (
        vocabulary.by_id[item.competency].is_licence
        and item.necessity == "must"
        and item.within_months is None
    )


def licence_lines(credentials: Sequence[Requirement], vocabulary: Vocabulary) -> list[LineDraft]:
    """Return a gate per licence that must be held; any of those named together opens it."""
    groups: dict[object, list[Requirement]] = {}
    for item in credentials:
        if _is_gate(item, vocabulary):
            key = item.competency if item.any_of is None else item.any_of
            groups.setdefault(key, []).append(item)
    # Two gates that share a licence ask one thing twice: the wider one stands.
    gates: list[tuple[set[str], Requirement]] = []
    for group in groups.values():
        slugs = {item.competency for item in group}
        shared = next((gate for gate in gates if gate[0] & slugs), None)
        if shared is None:
            gates.append((slugs, group[0]))
        else:
            shared[0].update(slugs)
    return [
        LineDraft(
            kind="licence",
            necessity="must",
            weight=MUST_WEIGHT,
            label=label_of(sorted(slugs), vocabulary),
            spec={"any_of": sorted(slugs)},
            rule=first.rule,
            words=first.words,
        )
        for slugs, first in gates
    ]


def credential_lines(credentials: Iterable[Requirement], vocabulary: Vocabulary) -> list[LineDraft]:
    """Return one line per credential or any-of group, without the licences that are gates."""
    scored = [
        # Due within some months of hire: nobody must have it today.
        replace(item, necessity="nice") if item.within_months is not None else item
        for item in credentials
        if not _is_gate(item, vocabulary)
    ]
    drafts = []
    for group in grouped(scored):
        decides = deciding(group)
        slugs = list(dict.fromkeys(item.competency for item in group))
        drafts.append(
            LineDraft(
                kind="credential",
                necessity=necessity_of(group),
                weight=unedited_weight(necessity_of(group)),
                label=label_of(slugs, vocabulary),
                spec={"any_of": slugs},
                rule=decides.rule,
                words=decides.words,
            )
        )
    return drafts
