"""The stem of an English word, so that "trained" finds "training".

M. F. Porter, An algorithm for suffix stripping, Program 14 (1980) 130-137, with the two endings
that its author changed later (bli, logi). Ours and not the databases' own: both then index and
ask for the very same stems.
"""

from __future__ import annotations

import functools
import re

# Longest endings first where one ends in another.
_STEP_2 = (
    ("ational", "ate"),
    ("ization", "ize"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("entli", "ent"),
    ("ousli", "ous"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("logi", "log"),
    ("alli", "al"),
    ("ator", "ate"),
    ("bli", "ble"),
    ("eli", "e"),
)
_STEP_3 = (
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
)
_STEP_4 = (
    *("ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate"),
    *("iti", "ous", "ive", "ize", "ion", "al", "er", "ic", "ou"),
)
_WORD = re.compile(r"[a-z]{3,60}")
_VOWELS = "aeiou"


@functools.lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a word in small letters; anything else than a word stays as it is.

    >>> stem("training"), stem("trained"), stem("clinics"), stem("hl7")
    ('train', 'train', 'clinic', 'hl7')
    """
    if not _WORD.fullmatch(word):
        return word
    word = _step_1(word)
    word = _replaced(word, _STEP_2)
    word = _replaced(word, _STEP_3)
    word = _step_4(word)
    return _step_5(word)


def _kinds(word: str) -> str:
    """Return v or c for each letter: y is a vowel after a consonant."""
    kinds = ""
    for letter in word:
        is_vowel = letter in _VOWELS or (letter == "y" and kinds.endswith("c"))
        kinds += "v" if is_vowel else "c"
    return kinds


def _measure(word: str) -> int:
    """Return how often a vowel is followed by a consonant."""
    return _kinds(word).count("vc")


def _has_vowel(word: str) -> bool:
    return "v" in _kinds(word)


def _ends_short(word: str) -> bool:
    """Tell whether a word ends consonant, vowel, consonant, the last not w, x or y."""
    return _kinds(word).endswith("cvc") and word[-1] not in "wxy"


def _step_1(word: str) -> str:
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        if _measure(word[:-3]) > 0:
            word = word[:-1]
    else:
        for ending in ("ed", "ing"):
            if word.endswith(ending):
                if _has_vowel(word[: -len(ending)]):
                    word = _mended(word[: -len(ending)])
                break
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    return word


def _mended(word: str) -> str:
    """Give a stem back what -ed or -ing took: hop(p)ing, fil(e)ing."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    is_double = len(word) > 1 and word[-1] == word[-2] and _kinds(word)[-1] == "c"
    if is_double and word[-1] not in "lsz":
        return word[:-1]
    if _measure(word) == 1 and _ends_short(word):
        return word + "e"
    return word


def _replaced(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, new in endings:
        if word.endswith(ending):
            kept = word[: -len(ending)]
            return kept + new if _measure(kept) > 0 else word
    return word


def _step_4(word: str) -> str:
    for ending in _STEP_4:
        if word.endswith(ending):
            kept = word[: -len(ending)]
            if _measure(kept) > 1 and (ending != "ion" or kept.endswith(("s", "t"))):
                return kept
            return word
    return word


def _step_5(word: str) -> str:
    if word.endswith("e"):
        kept = word[:-1]
        measure = _measure(kept)
        if measure > 1 or (measure == 1 and not _ends_short(kept)):
            word = kept
    if word.endswith("ll") and _measure(word) > 1:
        word = word[:-1]
    return word
