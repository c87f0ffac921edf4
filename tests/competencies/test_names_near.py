"""A competency whose name asks for context asks for it however the name is written."""

from preceptor.competencies.vocabulary_files import load_vocabulary


def test_no_name_counts_freely_where_the_same_words_ask_for_context() -> None:
    for competency in load_vocabulary().competencies:
        asking = {alias.text.lower() for alias in competency.aliases if alias.near}
        free = {a.text.lower() for a in competency.aliases if not a.near and not a.is_exact}
        assert not asking & free, competency.id
