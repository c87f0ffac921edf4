"""Which counts of a table may be shown, so that nobody's answer can be worked out from them.

Whoever reads the table knows more than it says: who applied, and how far each of them came, so the
total of every column. What must not follow is which group somebody belongs to. Every two columns
tell their difference, too: who came to the one step and not to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# No count of a group from 1 to 4 is shown or follows from what is shown.
LEAST_SHOWN = 5

Counts = Sequence[int]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row as it may be shown: a group, or several small ones together."""

    groups: tuple[str, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """What may be shown: which columns, the rows with their counts, and those who did not say.

    No columns and no rows where nothing may be shown.
    """

    columns: tuple[int, ...]
    rows: tuple[ShownRow, ...]
    unknown: tuple[int, ...]


NOTHING_SHOWN = ShownTable((), (), ())


def shown_table(
    table: Mapping[str, Counts], unknown: Counts, *, least: int = LEAST_SHOWN
) -> ShownTable:
    """Return what may be shown of a table: group -> people who came to each step.

    The first column is everybody; a later one never holds more than the one before. ``unknown``
    are the people who did not say; that somebody did not is no answer, so their number may be
    small. The rule, in order:

    1. Groups of fewer than ``least`` stand together in one row, with every group of nobody; where
       they are too few together, the next smallest join. The row says which groups it may hold.
    2. The first column is shown where it is open, then the last, then those between, from the
       left. A column is open where the people it parts from the columns shown before it, on either
       side, are: each group 0 or at least ``least``, and not all of one group.
    3. Nothing is shown where a count that is not shown could have fewer than ``least`` values by
       what is shown, unless the totals alone leave it no more.

    >>> shown_table({"a": (30, 12), "b": (20, 7), "c": (3, 1), "d": (4, 0)}, (2, 0)).rows[-1]
    ShownRow(groups=('c', 'd'), counts=(7,))
    """
    width = len(unknown)
    if not width:
        return NOTHING_SHOWN
    rows = _rows(table, least)
    columns: list[int] = []
    for column in dict.fromkeys((0, width - 1, *range(width))):
        wanted = sorted({*columns, column})
        pieces = _pieces([counts for _, counts in rows], wanted)
        if not _are_open(pieces, _pieces([unknown], wanted), least):
            if not column:
                return NOTHING_SHOWN
            continue
        columns = wanted
    if not _is_wide([counts for _, counts in rows], unknown, columns, least):
        return NOTHING_SHOWN
    return ShownTable(
        tuple(columns),
        tuple(ShownRow(groups, tuple(counts[c] for c in columns)) for groups, counts in rows),
        tuple(unknown[column] for column in columns),
    )


def is_safe_rest(
    whole: ShownTable,
    parts: Iterable[tuple[Mapping[str, Counts], Counts]],
    *,
    least: int = LEAST_SHOWN,
) -> bool:
    """Tell whether a table may be shown to somebody who knows some of its parts.

    They subtract them, whole, and what is left must be open, too. ``parts`` are the tables of the
    parts, all their columns, with those who did not say. Where nothing is left, nothing new is
    told.
    """
    if not whole.columns:
        return True
    known = list(parts)
    rows = [
        [
            count
            - sum(
                table[group][column] for table, _ in known for group in row.groups if group in table
            )
            for column, count in zip(whole.columns, row.counts, strict=True)
        ]
        for row in whole.rows
    ]
    unknown = [
        count - sum(apart[column] for _, apart in known)
        for column, count in zip(whole.columns, whole.unknown, strict=True)
    ]
    every = range(len(whole.columns))
    return _are_open(_pieces(rows, every), _pieces([unknown], every), least)


def may_part(
    first: Mapping[str, int], second: Mapping[str, int], *, least: int = LEAST_SHOWN
) -> bool:
    """Tell whether the counts of two overlapping sets may stand beside each other.

    ``first`` and ``second`` are, by group, who is in the one set only; the group "" are those who
    did not say. Subtracting one set from the other tells the difference of these two. Where one
    set lies within the other, what is left must be open, as a column is; otherwise each must be
    enough people of more than one group.
    """
    sizes = [sum(only.values()) for only in (first, second)]
    if not all(sizes):
        only = first if sizes[0] else second
        stated = [count for group, count in only.items() if group]
        return _is_open(stated, only.get("", 0), least)
    held = [sum(1 for count in only.values() if count) for only in (first, second)]
    return min(sizes) >= least and min(held) > 1


def possible_counts(above: Counts, below: Counts, total: int) -> list[tuple[int, int]]:
    """Return between which numbers each count of a column lies.

    ``above`` and ``below`` are the same rows' counts in an earlier and in a later column.

    >>> possible_counts([8, 8, 5], [0, 0, 0], 16)
    [(3, 8), (3, 8), (0, 5)]
    """
    most, fewest = sum(above), sum(below)
    return [
        (max(low, total - (most - high)), min(high, total - (fewest - low)))
        for high, low in zip(above, below, strict=True)
    ]


def _rows(table: Mapping[str, Counts], least: int) -> list[tuple[tuple[str, ...], Counts]]:
    """Return the rows with the small groups put together, in the order of the table."""
    first = {group: counts[0] for group, counts in table.items()}
    together = {group for group, count in first.items() if count < least}
    apart = sorted((group for group in first if group not in together), key=lambda g: first[g])
    while 0 < sum(first[group] for group in together) < least and apart:
        together.add(apart.pop(0))
    rows: list[tuple[tuple[str, ...], Counts]] = [
        ((group,), counts) for group, counts in table.items() if group not in together
    ]
    if any(first[group] for group in together):
        kept = tuple(group for group in table if group in together)
        rows.append((kept, [sum(each) for each in zip(*(table[g] for g in kept), strict=True)]))
    return rows


def _pieces(rows: Sequence[Counts], columns: Sequence[int]) -> list[list[int]]:
    """Return the people between each column and the next, and those of the last: column -> rows."""
    return [
        [counts[here] - (counts[after] if after is not None else 0) for counts in rows]
        for here, after in zip(columns, [*columns[1:], None], strict=True)
    ]


def _are_open(pieces: Sequence[Counts], unknown: Sequence[Counts], least: int) -> bool:
    return all(
        _is_open(piece, apart[0], least) for piece, apart in zip(pieces, unknown, strict=True)
    )


def _is_open(piece: Counts, unknown: int, least: int) -> bool:
    held = [count for count in piece if count]
    if not held:
        # Nobody at all, or people none of whom said: that would be known of each.
        return not unknown
    return min(held) >= least and len(held) + (unknown >= least) > 1


def _is_wide(rows: Sequence[Counts], unknown: Counts, columns: Sequence[int], least: int) -> bool:
    """Tell whether each group's count in a column that is not shown may still be many things."""
    everybody = [*rows, unknown]
    for hidden in sorted(set(range(len(unknown))) - set(columns)):
        earlier = max(column for column in columns if column < hidden)
        later = min((column for column in columns if column > hidden), default=None)
        above = [counts[earlier] for counts in everybody]
        below = [0 if later is None else counts[later] for counts in everybody]
        total = sum(counts[hidden] for counts in everybody)
        # By the totals alone: as many as came this far, or as many as did not.
        enough = min(least, sum(above) - total + 1, total - sum(below) + 1)
        ranges = possible_counts(above, below, total)[: len(rows)]
        if any(
            high - low + 1 < min(enough, most - fewest + 1)
            for (low, high), most, fewest in zip(ranges, above, below, strict=False)
        ):
            return False
    return True
