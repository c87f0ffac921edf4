"""The kept table of places answers as the package does."""

import pytest
import zipcodes

from preceptor.common import places
from preceptor.common.places import PlaceFound, find_place, find_zip, miles_between

PORTLAND = PlaceFound("Portland", "OR", "97201", 45.5078, -122.6897)


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    """A folder of its own, and nothing read before."""
    monkeypatch.setenv("PRECEPTOR_CACHE", str(tmp_path))
    forget()
    yield tmp_path
    forget()


def forget():
    for cached in (find_zip, find_place, places._table):
        cached.cache_clear()


@pytest.mark.parametrize("code", ["97201", "00501", "59937", "99950"])
def test_zip_code_is_where_the_package_says(code):
    (row,) = zipcodes.matching(code)

    assert find_zip(code) == PlaceFound(
        row["city"], row["state"], code, float(row["lat"]), float(row["long"])
    )


@pytest.mark.parametrize("code", ["", "00000", "9720", "972011", "Portl", "|end|"])
def test_what_is_no_zip_code_lies_nowhere(code):
    assert find_zip(code) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Portland, OR", PORTLAND),
        ("Clinic in Portland, OR", PORTLAND),
        ("Portland, OR 97201", PORTLAND),
        ("Atlantis, OR", None),
        ("Portland, XX", None),
        ("", None),
    ],
)
def test_town_and_state_are_found_in_a_text(text, found):
    assert find_place(text) == found


def test_second_process_reads_the_kept_table(kept):
    find_zip("97201")
    (file,) = kept.iterdir()
    file.write_text(file.read_text().replace("97201|Portland|OR", "97201|Elsewhere|OR"))
    forget()

    assert find_zip("97201").city == "Elsewhere"


@pytest.mark.parametrize("content", [b"", b"\n97201|Portland|OR|45", b"\xff"])
def test_spoiled_table_is_made_anew(kept, content):
    find_zip("97201")
    (file,) = kept.iterdir()
    file.write_bytes(content)
    forget()

    assert find_zip("97201") == PORTLAND


def test_places_are_found_where_nothing_can_be_written(kept, monkeypatch):
    (kept / "file").write_text("")
    monkeypatch.setenv("PRECEPTOR_CACHE", str(kept / "file" / "folder"))

    assert find_zip("97201") == PORTLAND


def test_miles_between_two_towns_are_those_of_the_great_circle():
    # Augusta and Bangor, Maine; a degree of latitude; a place and itself.
    assert round(miles_between((44.3106, -69.7795), (44.8012, -68.7778)), 1) == 59.8
    assert round(miles_between((44.0, -69.0), (45.0, -69.0)), 2) == 69.09
    assert miles_between((44.0, -69.0), (44.0, -69.0)) == 0
