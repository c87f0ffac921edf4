import json

import pytest

from preceptor.competencies import vocabulary_files
from preceptor.competencies.vocabulary_files import load_vocabulary, parse_files
from preceptor.competencies.vocabulary_parts import (
    VocabularyError,
    build_vocabulary,
    merge_documents,
)
from preceptor.engine.vocabulary import Alias, LooseRelation

HL7 = {"id": "hl7", "name": "HL7 version 2", "kind": "standard"}
FHIR = {"id": "fhir", "name": "FHIR", "kind": "standard"}


def build(*entries, **sections):
    merged = merge_documents({"one.yaml": {"competencies": list(entries), **sections}})
    return build_vocabulary(merged, version="test")


SHIPPED = {
    "VERSION.yaml": b"version: '2026-01-01'\n",
    "one.yaml": b"competencies:\n  - {id: hl7, name: HL7 version 2, kind: standard}\n",
}


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache folder of its own, for a vocabulary of one entry."""
    monkeypatch.setenv("PRECEPTOR_CACHE", str(tmp_path))
    monkeypatch.setattr(vocabulary_files, "_shipped_files", lambda: SHIPPED)
    load_vocabulary.cache_clear()
    yield tmp_path
    load_vocabulary.cache_clear()


def test_files_are_merged_in_name_order():
    documents = {
        "b.yaml": {"competencies": [FHIR], "sources": {"field": "Seen in postings"}},
        "a.yaml": {"competencies": [HL7], "version": "2026-01-01"},
        "c.yaml": None,
    }

    merged = merge_documents(documents)

    assert merged == {
        "version": "2026-01-01",
        "sources": {"field": "Seen in postings"},
        "blocks": {},
        "competencies": [HL7, FHIR],
        "groups": [],
        "roles": [],
        "relations": [],
    }


def test_unknown_section_is_refused():
    with pytest.raises(VocabularyError, match=r"^one.yaml: unknown section 'skills'\.$"):
        merge_documents({"one.yaml": {"skills": []}})


def test_block_with_two_meanings_is_refused():
    documents = {"a.yaml": {"blocks": {"x": "Exchange"}}, "b.yaml": {"blocks": {"x": "X-ray"}}}

    with pytest.raises(VocabularyError, match=r"^b.yaml: blocks key 'x' has two meanings\.$"):
        merge_documents(documents)


def test_key_stated_twice_is_refused_with_its_line():
    with pytest.raises(VocabularyError, match=r"^a.yaml: Line 2: PAS stated twice\.$"):
        parse_files({"a.yaml": b"near:\n  PAS: [trust]\n  PAS: [ward]\n"})


def test_misspelled_key_is_refused():
    with pytest.raises(VocabularyError, match=r"^hl7: unknown keys alias\.$"):
        build({**HL7, "alias": ["HL7"]})


def test_alias_that_yaml_reads_as_number_is_refused():
    with pytest.raises(VocabularyError, match=r"^hl7: aliases must be a list of texts\.$"):
        build({**HL7, "aliases": [5010]})


def test_unknown_kind_is_refused():
    with pytest.raises(VocabularyError, match=r"^hl7: unknown kind 'thing'\.$"):
        build({**HL7, "kind": "thing"})


def test_relation_without_a_weight_is_refused():
    with pytest.raises(VocabularyError, match=r"^hl7: weight must be a whole number, not None\.$"):
        build(HL7, FHIR, relations=[{"from": "hl7", "to": "fhir", "type": "related"}])


def test_name_comes_first_among_the_aliases():
    entry = build({**HL7, "aliases": ["HL7 messaging"], "exact": ["HL7"]}).competencies[0]

    assert entry.aliases == (
        Alias("HL7 version 2"),
        Alias("HL7 messaging"),
        Alias("HL7", is_exact=True),
    )


def test_name_stated_as_exact_counts_only_so():
    entry = build({**FHIR, "exact": ["FHIR"]}).competencies[0]

    assert entry.aliases == (Alias("FHIR", is_exact=True),)


def test_near_alias_in_capitals_is_exact_too():
    pas = {"id": "pas", "name": "Patient administration system", "kind": "system"}

    entry = build({**pas, "near": {"PAS": ["trust"], "admin system": ["ward"]}}).competencies[0]

    assert entry.aliases[1:] == (
        Alias("PAS", is_exact=True, near=("trust",)),
        Alias("admin system", near=("ward",)),
    )


def test_pair_stated_twice_takes_the_larger_weight():
    relation = {"from": "hl7", "to": "fhir", "type": "related", "weight": 70}

    vocabulary = build({**HL7, "related": {"fhir": 40}}, FHIR, relations=[relation])

    assert vocabulary.by_id["hl7"].related == (("fhir", 70),)


def test_relation_to_an_unknown_id_is_set_apart():
    vocabulary = build({**HL7, "implies": ["fhri"]}, FHIR)

    assert vocabulary.by_id["hl7"].implies == ()
    assert vocabulary.loose == (LooseRelation("hl7", "fhri", "implies"),)


def test_sentence_that_tells_two_roles_apart_stands_under_both():
    roles = [{"id": id_, "code": "X", "name": id_} for id_ in ("trainer", "programmer")]
    roles[0]["unlike"] = {"programmer": "A trainer explains software; a programmer writes it."}

    vocabulary = build(HL7, roles=roles)

    assert vocabulary.role_by_id["programmer"].unlike == {
        "trainer": "A trainer explains software; a programmer writes it."
    }


def test_second_load_reads_the_cache_and_gives_the_same(cache):
    first = load_vocabulary()
    (kept,) = cache.iterdir()
    stored = json.loads(kept.read_text())
    stored["merged"]["version"] = "from the cache"
    kept.write_text(json.dumps(stored))
    load_vocabulary.cache_clear()

    second = load_vocabulary()

    assert second.competencies == first.competencies
    assert second.roles == first.roles
    assert second.version.startswith("from the cache+")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"digest": "other", "merged": {}}'])
def test_spoiled_cache_is_read_over(cache, content):
    first = load_vocabulary()
    (kept,) = cache.iterdir()
    kept.write_bytes(content)
    load_vocabulary.cache_clear()

    assert load_vocabulary() == first
    assert json.loads(kept.read_text())["digest"].startswith(first.version.partition("+")[2])


def test_changed_files_leave_one_cache_file(cache):
    (cache / "vocabulary-old-old.json").write_text("{}")

    load_vocabulary()

    assert len(list(cache.iterdir())) == 1


def test_load_works_where_nothing_can_be_written(cache, monkeypatch):
    (cache / "file").write_text("")
    monkeypatch.setenv("PRECEPTOR_CACHE", str(cache / "file" / "folder"))

    assert load_vocabulary().version.startswith("2026-01-01+")
    assert [file.name for file in cache.iterdir()] == ["file"]


def test_version_is_the_date_and_a_digest_of_the_files(cache, monkeypatch):
    first = load_vocabulary().version
    monkeypatch.setattr(
        vocabulary_files, "_shipped_files", lambda: {**SHIPPED, "two.yaml": b"groups: []"}
    )
    load_vocabulary.cache_clear()

    second = load_vocabulary().version

    assert first.partition("+")[0] == second.partition("+")[0] == "2026-01-01"
    assert first != second


def test_line_ends_do_not_change_the_version():
    unix, windows = {"a.yaml": b"a: 1\n"}, {"a.yaml": b"a: 1\r\n"}

    assert vocabulary_files._digest(unix) == vocabulary_files._digest(windows)
