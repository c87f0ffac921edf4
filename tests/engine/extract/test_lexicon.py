import time

from hypothesis import given
from hypothesis import strategies as st

from preceptor.engine.extract.lexicon import Lexicon
from preceptor.engine.vocabulary import Alias, Competency, Kind, Vocabulary


def vocabulary(*entries: Competency) -> Vocabulary:
    return Vocabulary("test", entries, ())


def skill(name: str, *aliases: str, exact: tuple[str, ...] = ()) -> Competency:
    found = tuple(Alias(text) for text in aliases) + tuple(Alias(t, True) for t in exact)
    return Competency(name, name, Kind.SKILL, aliases=found)


LEXICON = Lexicon.build(
    vocabulary(
        skill("sql", "SQL"),
        skill("sql server", "Microsoft SQL Server"),
        skill("electronic health record", exact=("EHR",)),
        skill("c-sharp", "C#"),
        skill("c-plus-plus", "C++"),
        skill("dot-net", ".NET"),
        skill("c-language", exact=("C",)),
        skill("r-language", exact=("R",)),
        skill("icd-10"),
        skill("health information management"),
        skill("management system"),
        Competency(
            "pas", "Patient administration system", Kind.SYSTEM,
            aliases=(Alias("PAS", near=("patient", "trust")),),
        ),
        Competency(
            "pas-program", "Program assessment", Kind.TASK,
            aliases=(Alias("PAS", near=("program",)),),
        ),
    )
)  # fmt: skip


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.competency, mention.words.text) for mention in LEXICON.find(text)]


def test_a_name_is_found_in_any_case_and_in_the_plural() -> None:
    assert found("Electronic Health Records") == [
        ("electronic health record", "Electronic Health Records")
    ]


def test_an_exact_alias_counts_in_its_capitals_only() -> None:
    assert found("an EHR and EHRs, not ehr") == [
        ("electronic health record", "EHR"),
        ("electronic health record", "EHRs"),
    ]


def test_a_capital_s_is_no_plural_of_a_short_form() -> None:
    assert found("EHRS") == []


def test_words_inside_words_do_not_count() -> None:
    assert found("MySQL NoSQLite asql sqls1") == []


def test_names_with_marks_are_told_apart() -> None:
    assert found("C, C++, C#/.NET and R.") == [
        ("c-language", "C"),
        ("c-plus-plus", "C++"),
        ("c-sharp", "C#"),
        ("dot-net", ".NET"),
        ("r-language", "R"),
    ]


def test_single_letters_inside_names_do_not_count() -> None:
    assert found("R&D, R & D, R.N., C-level, c) item, vitamin-C") == []


def test_the_longest_match_wins_and_a_shorter_one_elsewhere_stays() -> None:
    assert found("Microsoft SQL Server, also SQL") == [
        ("sql server", "Microsoft SQL Server"),
        ("sql", "SQL"),
    ]


def test_of_overlapping_matches_the_longer_wins() -> None:
    assert found("health information management systems") == [
        ("health information management", "health information management")
    ]


def test_blanks_before_digits_may_be_missing() -> None:
    assert found("ICD10, ICD 10, ICD-10") == [
        ("icd-10", "ICD10"),
        ("icd-10", "ICD 10"),
        ("icd-10", "ICD-10"),
    ]


def test_near_words_decide_in_their_line_only() -> None:
    text = "The Trust runs a PAS.\n\nAnother line that names a PAS and nothing of hospitals."
    assert found(text) == [("pas", "PAS")]
    assert found("The PAS scores each program.") == [("pas-program", "PAS")]
    assert found("PAS") == []
    assert found("the trust will pas it") == []


def test_the_nearest_near_word_decides_between_two() -> None:
    assert found("The trust wants a program PAS") == [("pas-program", "PAS")]


def test_no_text_and_no_vocabulary_give_nothing() -> None:
    assert found("") == []
    assert Lexicon.build(vocabulary()).find("SQL") == []


@given(st.text(alphabet="SQLsql Server#C+.NETR\n-&'’ﬁ0\u200b1ICD", max_size=80))
def test_words_stand_where_the_mention_says(text: str) -> None:
    for mention in LEXICON.find(text):
        assert text[mention.words.start : mention.words.end] == mention.words.text


def test_five_thousand_aliases_compile_quickly() -> None:
    entries = [skill(f"{number * 7919:x} system of care") for number in range(5000)]
    started = time.perf_counter()
    Lexicon.build(vocabulary(*entries))
    assert time.perf_counter() - started < 10


def test_overlapping_wordings_of_one_competency_join() -> None:
    lexicon = Lexicon.build(
        vocabulary(skill("project management", "experience of project", "management of care"))
    )
    found = [mention.words.text for mention in lexicon.find("Experience of project management")]
    assert found == ["Experience of project management"]
    joined = lexicon.find("experience of project management of care")
    assert [mention.words.text for mention in joined] == [
        "experience of project management of care"
    ]


def test_near_words_of_a_list_item_may_stand_in_the_items_around() -> None:
    assert found("- patient index\n- PAS\n- wards") == [("pas", "PAS")]


def test_a_short_near_word_is_no_beginning_of_another_word() -> None:
    assistant = Competency(
        "assistant", "Assistant", Kind.CREDENTIAL, aliases=(Alias("PA", near=("NP", "clinic")),)
    )
    lexicon = Lexicon.build(vocabulary(assistant))
    assert not lexicon.find("a PA of npower")
    assert [mention.words.text for mention in lexicon.find("NPs and a PA")] == ["PA"]
    assert [mention.words.text for mention in lexicon.find("a PA in clinical work")] == ["PA"]


def test_near_words_of_an_everyday_word_stand_close_by() -> None:
    claims = Competency(
        "claims", "Claims processing", Kind.SKILL, aliases=(Alias("claims", near=("payer",)),)
    )
    lexicon = Lexicon.build(vocabulary(claims))
    assert lexicon.find("payer claims")
    assert not lexicon.find("payer" + " and so on" * 8 + " claims")


def test_a_single_letter_at_the_end_of_a_name_has_no_plural() -> None:
    lexicon = Lexicon.build(vocabulary(skill("as400", "System i")))
    assert not lexicon.find("the system is tuned")
    assert lexicon.find("runs on System i today")


def test_a_word_of_certifying_does_not_decide_between_two_certificates() -> None:
    aide = Competency("aide", "Aide", Kind.CREDENTIAL, aliases=(Alias("CNA", near=("nurse",)),))
    other = Competency("novell", "Net", Kind.CREDENTIAL, aliases=(Alias("CNA", near=("Novell",)),))
    lexicon = Lexicon.build(vocabulary(aide, other))
    assert lexicon.find("certified CNA") == []
    assert [mention.competency for mention in lexicon.find("CNA, certified, Novell")] == ["novell"]
