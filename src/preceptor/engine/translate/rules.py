"""What turning postings into lines needs beside the posting, built once per vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from preceptor.engine.match import Codebook
from preceptor.engine.translate.occupations import Occupations
from preceptor.engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class LineRules:
    """The vocabulary, the kinds of work, and how broad each competency is.

    ``breadth``: id -> the percentages of all entries that answer for it, added up: 100 for one
    that only itself answers, thousands for one that a whole family of systems answers.
    """

    vocabulary: Vocabulary
    occupations: Occupations
    breadth: Mapping[str, int]

    @classmethod
    def build(
        cls, vocabulary: Vocabulary, occupations: Occupations, codebook: Codebook
    ) -> LineRules:
        """Measure the breadth of every competency on the similarity table of the vocabulary."""
        held_for = codebook.similarity.held_for
        breadth = {
            entry.id: int(held_for(number)[1].sum())
            for number, entry in enumerate(vocabulary.competencies)
        }
        return cls(vocabulary, occupations, breadth)
