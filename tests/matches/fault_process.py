"""Processes for the tests of faults: one that works until it is killed, one that goes on serving.

Run as ``python -m tests.matches.fault_process ROLE`` on the database and folder that the
environment names. Says each thing done on a line of its own.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, datetime

import django

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PEOPLE = int(os.environ.get("FAULT_PEOPLE", "800"))


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def prepare() -> None:
    """Make the tables, some people, and a first snapshot."""
    from django.core.management import call_command

    from preceptor.accounts.models import Change, Consent, Person
    from preceptor.competencies.models import Competency
    from preceptor.competencies.services import store_vocabulary
    from preceptor.competencies.vocabulary_files import load_vocabulary
    from preceptor.matches.services import build_snapshot
    from preceptor.resumes.models import Evidence

    call_command("migrate", verbosity=0, interactive=False)
    store_vocabulary(vocabulary=load_vocabulary(), now=NOW)
    rng = random.Random(1)  # noqa: S311 - drawn, not secret
    ids = list(Competency.objects.values_list("pk", flat=True))
    people = Person.objects.bulk_create(
        Person(created_at=NOW, state="ME", latitude=44 + number % 50 / 50, longitude=-70.0)
        for number in range(PEOPLE)
    )
    Consent.objects.bulk_create(
        Consent(person=person, purpose=Consent.Purpose.FOUND, given_at=NOW) for person in people
    )
    Change.objects.bulk_create(Change(person_number=person.pk, at=NOW) for person in people)
    Evidence.objects.bulk_create(
        Evidence(person=person, competency_id=rng.choice(ids), level=3, grade=1)
        for person in people
        for _ in range(10)
    )
    build_snapshot(now=NOW)
    say("prepared")


def work(seed: int) -> None:
    """Change people, build, merge, stamp and sweep until killed."""
    from preceptor.matches.queries.pool import current_pool
    from preceptor.matches.services import build_snapshot, merge_snapshot, stamp_answer
    from preceptor.matches.tasks import sweep

    rng = random.Random(seed)  # noqa: S311 - drawn, not secret
    say("working")
    while True:
        for _ in range(rng.randint(1, 6)):
            change_somebody(rng)
        what = rng.choice(["build", "merge", "merge", "stamp", "stamp", "sweep"])
        if what == "build":
            build_snapshot(now=NOW)
        elif what == "merge":
            merge_snapshot(now=NOW)
        elif what == "stamp":
            current = current_pool()
            digest = current.live.everyone().digest()
            say("stamped", stamp_answer(current=current, now=NOW).digest, digest)
        else:
            sweep(now=NOW)
        say("did", what)


def change_somebody(rng: random.Random) -> None:
    """Change somebody as services do; say who once it is committed."""
    from django.db import transaction

    from preceptor.accounts.models import Consent, Person
    from preceptor.accounts.services import (
        erase_person,
        give_consent,
        note_change,
        withdraw_consent,
    )
    from preceptor.competencies.models import Competency
    from preceptor.resumes.models import Evidence

    person = rng.choice(Person.objects.all()[:100])
    number = person.pk
    kind = rng.choice(["come", "learn", "learn", "withdraw", "agree", "erase"])
    if kind == "come":
        person = Person.objects.create(created_at=NOW, state="NH")
        number = person.pk
        give_consent(person=person, purpose=Consent.Purpose.FOUND, now=NOW)
    elif kind == "learn":
        with transaction.atomic():
            note_change(person=person, now=NOW)
            Evidence.objects.create(
                person=person, competency=Competency.objects.order_by("?")[0], grade=2
            )
    elif kind == "withdraw":
        withdraw_consent(person=person, purpose=Consent.Purpose.FOUND, now=NOW)
    elif kind == "agree":
        give_consent(person=person, purpose=Consent.Purpose.FOUND, now=NOW)
    else:
        erase_person(person=person, now=NOW, reason="asked")
    say("changed", kind, number)


def serve() -> None:
    """Answer each line of standard input with "right" or what is wrong."""
    say("serving")
    for line in sys.stdin:
        name, *rest = line.split()
        try:
            say(check_now() if name == "now" else check_swept() if name == "swept" else check(rest))
        except Exception as error:
            say("wrong:", type(error).__name__, str(error).replace("\n", " "))


def truth() -> str:
    """Return the digest of the pool as the plain engine builds it from every record."""
    from preceptor.accounts.queries import findable_people
    from preceptor.competencies.queries import codebook
    from preceptor.competencies.vocabulary_files import load_vocabulary
    from preceptor.engine.match import build_pool
    from preceptor.resumes.queries import person_records

    records = person_records(findable_people(), load_vocabulary().number)
    return build_pool(records, as_of=NOW.date(), codebook=codebook()).digest()


def check_now() -> str:
    """Compare what is served, as every page asks for it, with the database."""
    from preceptor.matches.services import ready_pool

    served = ready_pool(now=NOW).live.everyone().digest()
    return "right" if served == truth() else "wrong: another pool is served"


def check_swept() -> str:
    """Sweep, and look at what is left: whole files with rows, nothing else, nobody erased."""
    from pathlib import Path

    from django.conf import settings

    from preceptor.accounts.models import Person
    from preceptor.matches.models import Snapshot
    from preceptor.matches.queries.opened import newest_snapshot, opened_pool, snapshot_path
    from preceptor.matches.snapshot_files import SnapshotDamaged, open_file
    from preceptor.matches.tasks import sweep

    done = sweep(now=NOW)
    if done.trouble:
        return f"wrong: {done.trouble}"
    newest = newest_snapshot()
    opened_pool(newest)
    stems = {Path(name).stem for name in Snapshot.objects.values_list("filename", flat=True)}
    left = [
        path.name
        for path in Path(settings.SNAPSHOTS).iterdir()
        if path.name != ".lock" and path.name.partition(".")[0] not in stems
    ]
    if left:
        return f"wrong: {left} are left"
    alive = set(Person.objects.values_list("pk", flat=True)) | {0}
    for snapshot in Snapshot.objects.exclude(filename=""):
        try:
            numbers = set(open_file(snapshot_path(snapshot)).arrays["number"].tolist())
        except SnapshotDamaged:
            if snapshot == newest:
                raise
            continue
        if numbers - alive:
            return f"wrong: {snapshot.filename} holds erased people {sorted(numbers - alive)[:5]}"
    return check_now()


def check(stamped: list[str]) -> str:
    """Compute a stamped pool again; it is the same, or somebody in it was erased."""
    from preceptor.matches.models import Stamp
    from preceptor.matches.recompute import pool_of

    digest, pool = stamped
    stamp = Stamp.objects.get(digest=digest)
    current = pool_of(stamp)
    if current.live.size < stamp.people or current.live.everyone().digest() == pool:
        return "right"
    return f"wrong: stamp {digest} gives another pool"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preceptor.settings")
    django.setup()
    role = sys.argv[1]
    if role == "work":
        work(int(sys.argv[2]))
    else:
        {"prepare": prepare, "serve": serve}[role]()
