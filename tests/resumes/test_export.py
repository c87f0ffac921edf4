import io
import json
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.factories import MONDAY, NURSE, TECHNICIAN, make_person, make_vocabulary
from tests.factories.jobs import make_opening
from tests.factories.rows import fill_every_table

from preceptor.accounts.models import Export, Notice, Organization, User
from preceptor.accounts.personal_data import holdings
from preceptor.accounts.queries.erasing import what_goes
from preceptor.accounts.services import erase_person
from preceptor.common.models import BackgroundJob, Mail
from preceptor.jobs.services import applying
from preceptor.resumes.models import Correction, Evidence
from preceptor.resumes.queries.export import json_resume_of
from preceptor.resumes.services import correct, take_in_resume
from preceptor.resumes.services.export import ask_export, drop_expired_exports, make_export
from preceptor.resumes.tasks.export import make_export as make_export_task

pytestmark = pytest.mark.django_db

JSON_RESUME = {
    "basics": {"name": "Ruth Moody", "summary": "Nurse of the blue lantern."},
    "work": [
        {
            "name": "Harborview",
            "position": "Registered Nurse",
            "startDate": "2020-03",
            "highlights": ["Served as super user during the go-live of Epic"],
        }
    ],
    "awards": [{"title": "Lantern of the year", "date": "2021"}],
}


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()


@pytest.fixture
def ruth():
    return with_user(make_person(), "ruth@example.org")


def with_user(person, email):
    person.user = User.objects.create_user(email, name=person.name)
    person.phone = "207-555-0100"
    person.languages = ["en", "fr"]
    person.save()
    return person


def bring(person, text=NURSE, filename="resume.txt"):
    data = text if isinstance(text, bytes) else text.encode()
    return take_in_resume(person=person, data=data, filename=filename, now=MONDAY)


def exported(person):
    export = ask_export(person=person, now=MONDAY)
    make_export(export=export, now=MONDAY)
    export.refresh_from_db()
    return export


def opened(export, settings):
    archive = zipfile.ZipFile(Path(settings.EXPORTS) / export.stored)
    return {name: archive.read(name) for name in archive.namelist()}


def test_a_record_is_written_as_json_resume(ruth):
    bring(ruth)

    resume = json_resume_of(ruth, now=MONDAY)

    assert resume["basics"] == {
        "name": "Ruth Moody",
        "label": "Registered Nurse",
        "email": "ruth@example.org",
        "phone": "207-555-0100",
        "location": {
            "city": "Augusta",
            "region": "ME",
            "postalCode": "04330",
            "countryCode": "US",
        },
    }
    assert resume["work"] == [
        {
            "name": "Harborview General Hospital",
            "position": "Registered Nurse",
            "startDate": "2020-03-01",
            "highlights": [
                "Served as super user during the go-live of Epic",
                "Trained new nurses on clinical documentation",
            ],
        }
    ]
    assert resume["education"] == [
        {"studyType": "Bachelor's degree", "area": "Nursing", "endDate": "2019-01-01"}
    ]
    assert resume["certificates"] == [{"name": "Registered nurse"}]
    assert resume["languages"] == [{"language": "English"}, {"language": "French"}]
    assert {"name": "Epic EHR", "keywords": ["Epic"]} in resume["skills"]


def test_what_was_corrected_counts_in_the_export(ruth):
    bring(ruth)
    correct(
        person=ruth,
        kind="competency",
        subject="epic-ehr",
        words="",
        action=Correction.Action.REMOVE,
        value={},
        now=MONDAY,
    )

    resume = json_resume_of(ruth, now=MONDAY)

    assert "Epic EHR" not in [skill["name"] for skill in resume["skills"]]
    assert resume["meta"]["preceptor"]["corrections"] == [
        {"kind": "competency", "about": "epic-ehr", "words": "", "say": "remove", "value": {}}
    ]


def test_every_piece_of_evidence_is_in_the_export(ruth):
    bring(ruth)

    evidence = json_resume_of(ruth, now=MONDAY)["meta"]["preceptor"]["evidence"]

    assert [(piece["competency"], piece["level"]) for piece in evidence] == list(
        Evidence.objects.filter(person=ruth).order_by("pk").values_list("competency__slug", "level")
    )
    assert all(piece["words"] for piece in evidence)


def test_what_came_as_json_resume_goes_out_as_it_came(ruth):
    bring(ruth, json.dumps(JSON_RESUME), "resume.json")

    resume = json_resume_of(ruth, now=MONDAY)

    assert resume["awards"] == JSON_RESUME["awards"]
    assert resume["work"] == JSON_RESUME["work"]
    assert resume["basics"]["summary"] == "Nurse of the blue lantern."
    assert resume["basics"]["location"]["city"] == "Augusta"


def test_an_export_taken_in_again_holds_what_it_held(ruth):
    bring(ruth)
    again = make_person(name="Ruth again")

    bring(again, json.dumps(json_resume_of(ruth, now=MONDAY)), "resume.json")

    def held(person):
        rows = Evidence.objects.filter(person=person).exclude(competency__slug__startswith="near-")
        return set(rows.values_list("competency__slug", flat=True))

    assert held(ruth) - held(again) == set()


def test_without_a_resume_there_are_basics_only(ruth):
    resume = json_resume_of(ruth, now=MONDAY)

    assert set(resume) == {"$schema", "basics", "languages", "meta"}


@pytest.mark.samples
def test_exports_are_valid_json_resumes(ruth, samples):
    import jsonschema

    schema = json.loads((samples / "jsonresume" / "schema.json").read_text())
    check = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    wade = with_user(make_person(name="Wade Libby"), "wade@example.org")
    bring(ruth)
    bring(wade, TECHNICIAN)

    for person in (ruth, wade, make_person(name="")):
        assert list(check.iter_errors(json_resume_of(person, now=MONDAY))) == []


def test_the_file_holds_record_rows_and_files_and_says_what_they_are(ruth, settings):
    bring(ruth)
    bring(ruth, NURSE.replace("Epic", "Cerner"), "resume.txt")

    export = exported(ruth)

    held = opened(export, settings)
    assert set(held) == {
        "README.txt",
        "resume.json",
        "everything.json",
        "files/resume.txt",
        "files/resume (2).txt",
    }
    assert held["files/resume.txt"].decode() == NURSE
    assert "Files: 2" in held["README.txt"].decode()
    assert export.size == (Path(settings.EXPORTS) / export.stored).stat().st_size
    assert export.expires_at == MONDAY + timedelta(days=7)


def test_what_was_brought_for_one_application_is_taken_along(ruth, settings):
    bring(ruth)
    draft = applying.begin(job=make_opening(), person=ruth, by=ruth.user, now=MONDAY)
    letter = b"Dear Harborview,\nI kept the blue lantern lit.\n"
    applying.add_document(
        application=draft, data=letter, filename="letter.txt", by=ruth.user, now=MONDAY
    )

    held = opened(exported(ruth), settings)

    assert held["files/letter.txt"] == letter
    tables = {each["table"]: each for each in json.loads(held["everything.json"])["tables"]}
    assert {row["filename"] for row in tables["common.Document"]["rows"]} == {
        "resume.txt",
        "letter.txt",
    }
    assert "stored" in tables["common.Document"]["left_out"]
    assert {each.what: each.count for each in what_goes(ruth)}["documents"] == 2


def test_every_table_with_rows_is_in_it_and_nothing_of_others(ruth, settings):
    wade = with_user(make_person(name="Wade Libby"), "wade@example.org")
    bring(wade, TECHNICIAN.replace("Coastal", "Wadescanary"), "wade.txt")
    organization = Organization.objects.create(slug="o", name="Openhouse", kind="hospital")
    bring(ruth)
    for person, words in ((ruth, "ruthscanary"), (wade, "wadescanary")):
        fill_every_table(person, organization, words=words)

    held = opened(exported(ruth), settings)

    everything = json.loads(held["everything.json"])
    assert {table["table"] for table in everything["tables"]} == {
        holding.model._meta.label for holding in holdings()
    }
    whole = b" ".join(held.values()).decode().lower()
    assert "ruthscanary" in whole
    assert "wadescanary" not in whole
    assert "wade@example.org" not in whole
    assert "pbkdf2" not in whole
    assert ruth.user.password not in whole


def test_rows_read_as_words(ruth, settings):
    held = json.loads(opened(exported(ruth), settings)["everything.json"])

    consents = next(each for each in held["tables"] if each["table"] == "accounts.Consent")
    assert consents["about"] == "consents"
    assert consents["rows"] == [
        {
            "person": "you",
            "purpose": "Be found by employers",
            "organization": None,
            "given_at": "2026-11-16T09:00:00Z",
            "withdrawn_at": None,
        }
    ]


def test_making_it_again_changes_nothing_and_the_person_is_told_once(ruth, settings):
    export = exported(ruth)
    first = export.stored

    assert make_export_task.func(now=MONDAY, export=str(export.public_id)) is False
    export.refresh_from_db()

    assert export.stored == first
    assert [path.name for path in Path(settings.EXPORTS).iterdir()] == [first]
    assert Notice.objects.filter(user=ruth.user).count() == 1
    assert Mail.objects.get().subject == "Your data is ready to take along"


def test_one_that_is_being_made_is_not_asked_for_again(ruth):
    assert ask_export(person=ruth, now=MONDAY) == ask_export(person=ruth, now=MONDAY)
    assert BackgroundJob.objects.count() == 1


def test_a_file_for_somebody_erased_meanwhile_is_not_kept(ruth, settings):
    export = ask_export(person=ruth, now=MONDAY)
    stale = Export.objects.select_related("person__user").get()
    erase_person(person=ruth, now=MONDAY, reason="asked")

    assert make_export_task.func(now=MONDAY, export=str(export.public_id)) is False
    assert make_export(export=stale, now=MONDAY) is False
    assert list(Path(settings.EXPORTS).glob("*")) == []


def test_the_file_is_gone_after_a_week(ruth, settings, django_capture_on_commit_callbacks):
    exported(ruth)

    with django_capture_on_commit_callbacks(execute=True):
        assert drop_expired_exports(now=MONDAY + timedelta(days=6, hours=23)) == 0
        assert drop_expired_exports(now=MONDAY + timedelta(days=7)) == 1

    assert Export.objects.count() == 0
    assert list(Path(settings.EXPORTS).glob("*")) == []


def test_what_a_process_left_half_way_is_cleared_away(ruth, settings):
    whole = Path(settings.EXPORTS) / exported(ruth).stored
    left, fresh = (Path(settings.EXPORTS) / name for name in ("left.zip", ".fresh.zip.part"))
    for path, at in ((whole, MONDAY), (left, MONDAY), (fresh, MONDAY + timedelta(hours=2))):
        path.touch()
        os.utime(path, (at.timestamp(), at.timestamp()))

    assert drop_expired_exports(now=MONDAY + timedelta(hours=2)) == 0

    assert set(Path(settings.EXPORTS).iterdir()) == {whole, fresh}


# Pages


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_file_is_asked_for_made_and_fetched_by_its_owner_only(ruth, settings):
    bring(ruth)
    mine = signed_in(ruth.user)
    stranger = signed_in(User.objects.create_user("sid@example.org"))
    assert mine.post("/me/export/").status_code == 302
    export = Export.objects.get()
    address = f"/me/export/{export.public_id}/"
    assert "Being made" in mine.get("/me/export/").content.decode()
    assert mine.get(address).status_code == 404

    job = BackgroundJob.objects.get()
    make_export_task.func(**job.arguments, now=export.asked_at)

    assert "Ready" in mine.get("/me/export/").content.decode()
    answer = mine.get(address)
    data = b"".join(answer.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="preceptor-')
    assert "no-store" in answer.headers["Cache-Control"]
    assert stranger.get(address).status_code == 404
    assert str(export.public_id) not in stranger.get("/me/export/").content.decode()
    assert Client().get(address).status_code == 302
    export.refresh_from_db()
    assert export.fetched_at is not None


def test_the_record_alone_is_fetched_at_once(ruth):
    bring(ruth)

    answer = signed_in(ruth.user).get("/me/export/resume.json")

    assert answer.json()["basics"]["name"] == "Ruth Moody"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="resume.json"'
