"""The words by which people are found: headline and the words of their evidence, never a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q

from preceptor.accounts.queries import findable_people
from preceptor.common.search import Disagreement, Entry, disagreement, matched, read_query
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.resumes.models import Evidence, Fact, Resume
from preceptor.resumes.queries.blind import blind

KIND = "people"
CHUNK = 500


def found_by_words(text: str) -> frozenset[int] | None:
    """Return the numbers of the people in whose words a text stands; None where none is asked."""
    asked = read_query(text)
    return frozenset(matched(KIND, asked)) if asked else None


def people_disagreement() -> Disagreement:
    """Return where the index and the people who may be found differ; nothing where in step."""
    numbers = list(findable_people().values_list("pk", flat=True))
    return disagreement(KIND, entries_of(numbers))


def entries_of(numbers: Sequence[int]) -> Iterator[Entry]:
    """Yield what is to be found of some people; who may not be found is passed over."""
    for start in range(0, len(numbers), CHUNK):
        people = findable_people().in_bulk(list(numbers[start : start + CHUNK]))
        headlines, resumes = {}, {}
        rows = Resume.objects.filter(person_id__in=people).order_by("pk")
        for pk, number, headline in rows.values_list("pk", "person_id", "headline"):
            headlines[number], resumes[number] = headline, pk
        words = _words(resumes)
        held = _held(list(people))
        for number, person in people.items():
            yield Entry(
                key=number,
                first=[blind(headlines.get(number, ""), person)],
                second=held.get(number, ()),
                third=[blind(text, person) for text in words.get(number, ())],
            )


def _held(numbers: list[int]) -> dict[int, list[str]]:
    by_id = load_vocabulary().by_id
    found: dict[int, dict[str, None]] = defaultdict(dict)
    rows = Evidence.objects.filter(person_id__in=numbers).order_by("pk")
    for number, slug in rows.values_list("person_id", "competency__slug"):
        if slug in by_id:
            found[number][by_id[slug].name] = None
    return {number: list(names) for number, names in found.items()}


def _words(resumes: dict[int, int]) -> dict[int, list[str]]:
    """Return the words behind the evidence that counts, and those of past jobs and education."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    facts = (
        Fact.objects.filter(
            Q(kind__in=(Fact.Kind.JOB, Fact.Kind.EDUCATION)) | Q(evidence__isnull=False),
            resume_id__in=resumes.values(),
        )
        .order_by("resume_id", "order")
        .distinct()
    )
    for number, words, _, _ in facts.values_list(
        "resume__person_id", "words", "resume_id", "order"
    ):
        found[number][words] = None
    return {number: list(texts) for number, texts in found.items()}
