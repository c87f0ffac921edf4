"""People as the matching engine takes them, streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from django.db.models import QuerySet

from preceptor.accounts.models import Person
from preceptor.engine.match import Domain, Education, Grade, PersonRecord
from preceptor.engine.match import Evidence as Piece
from preceptor.engine.translate.evidence import MATCH_STANDING
from preceptor.resumes.models import Evidence, Record, Resume

CHUNK = 2000


def current_resume(person: Person) -> Resume | None:
    """Return the person's newest resume with its document."""
    return person.resumes.select_related("document").order_by("-pk").first()


def evidence_of(people: Iterable[int]) -> QuerySet[Evidence]:
    """Return the evidence of people, each person's in the order the engine numbers its pieces."""
    found = Evidence.objects.filter(person_id__in=list(people))
    return found.select_related("competency", "fact").order_by("pk")


def person_records(people: QuerySet[Person], numbers: Mapping[str, int]) -> Iterator[PersonRecord]:
    """Yield people as engine records, by person number, a few thousand at a time.

    ``numbers``: competency slug -> number in the vocabulary; a competency that has left the
    vocabulary is passed over.
    """
    ordered = people.order_by("pk")
    last = -1
    while chunk := list(ordered.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        yield from _records(chunk, numbers)


def _records(chunk: list[Person], numbers: Mapping[str, int]) -> Iterator[PersonRecord]:
    ids = [person.pk for person in chunk]
    columns = {record.pk: record for record in Record.objects.filter(pk__in=ids)}
    rows = (
        Evidence.objects.filter(person_id__in=ids)
        .order_by("person_id", "pk")
        .values_list(
            "person_id",
            "competency__slug",
            "level",
            "grade",
            "last_used",
            "standing",
            "expires_on",
        )
    )
    pieces = {
        person: tuple(_pieces((row[1:] for row in group), numbers))
        for person, group in groupby(rows.iterator(chunk_size=CHUNK), key=itemgetter(0))
    }
    for person in chunk:
        yield _record(person, columns.get(person.pk), pieces.get(person.pk, ()))


def _pieces(rows: Iterable[tuple], numbers: Mapping[str, int]) -> Iterator[Piece]:  # type: ignore[type-arg]
    for slug, level, grade, last_used, standing, expires_on in rows:
        if slug in numbers:
            yield Piece(
                competency=numbers[slug],
                level=level,
                grade=Grade(grade),
                last_used=last_used,
                standing=MATCH_STANDING[standing],
                expires_on=expires_on,
            )


def _record(person: Person, record: Record | None, pieces: tuple[Piece, ...]) -> PersonRecord:
    quarters: dict[Domain, int] = {}
    education = 0
    if record is not None:
        stated = {
            Domain.CLINICAL: record.quarters_clinical,
            Domain.IT: record.quarters_it,
            Domain.RECORDS: record.quarters_records,
            Domain.ANY: record.quarters_any,
        }
        quarters = {domain: value for domain, value in stated.items() if value is not None}
        education = record.education
    home = None
    if person.latitude is not None and person.longitude is not None:
        home = (person.latitude, person.longitude)
    return PersonRecord(
        number=person.pk,
        evidence=pieces,
        quarters=quarters,
        education=Education(education),
        right_to_work={"yes": True, "no": False}.get(person.right_to_work),
        state=person.state,
        home=home,
        willing_to_move=person.is_willing_to_move,
    )
