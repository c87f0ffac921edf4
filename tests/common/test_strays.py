import os
from datetime import timedelta
from pathlib import Path

import pytest

from preceptor.common.models import Document
from preceptor.common.services import keep_document
from preceptor.common.services.documents import BATCH, drop_strays
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def kept(name="resume.pdf"):
    return keep_document(data=b"%PDF-", text="Ruth", kind="pdf", filename=name, now=MONDAY)


def aged(path, *, hours):
    at = (MONDAY - timedelta(hours=hours)).timestamp()
    os.utime(path, (at, at))


def test_a_file_that_no_document_names_is_deleted_once_it_can_be_nobodys(settings):
    folder = Path(settings.MEDIA_ROOT)
    named, rolled_back, being_written = (folder / kept().stored for _ in range(3))
    Document.objects.exclude(stored=named.name).delete()
    for path, hours in ((named, 48), (rolled_back, 2), (being_written, 0)):
        aged(path, hours=hours)

    assert drop_strays(now=MONDAY) == 1

    assert set(folder.iterdir()) == {named, being_written}


def test_many_files_are_looked_at_in_pieces(settings, django_assert_num_queries):
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True)
    for number in range(BATCH + 1):
        (folder / f"{number:032}").touch()
        aged(folder / f"{number:032}", hours=2)

    with django_assert_num_queries(2):
        assert drop_strays(now=MONDAY) == BATCH + 1


def test_without_a_folder_there_is_nothing_to_clear_away():
    assert drop_strays(now=MONDAY) == 0
