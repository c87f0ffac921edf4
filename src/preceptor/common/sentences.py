"""Names inside sentences."""

from __future__ import annotations


def within(name: str) -> str:
    """Return a name as it stands within a sentence: small at first, unless it is an abbreviation.

    >>> within("Trainer"), within("IT work"), within("Health IT sub-specialist"), within("")
    ('trainer', 'IT work', 'health IT sub-specialist', '')
    """
    first = name.partition(" ")[0]
    # "IT", "HL7" and "eClinicalWorks" keep their letters.
    if first[1:] != first[1:].lower():
        return name
    return name[:1].lower() + name[1:]
