from preceptor.matches.queries.shown import said_warnings


def test_a_warning_is_a_sentence_that_names_roles_and_no_ids():
    assert said_warnings(
        [
            "two jobs in one text: trainer and impl_manager",
            "two jobs in one text: the title joins Trainer and Developer",
            "Several jobs overlap; each month was counted once.",
        ]
    ) == (
        "Two jobs in one text: trainer; implementation manager. Consider a posting for each.",
        "Two jobs in one text: the title joins Trainer and Developer.",
        "Several jobs overlap; each month was counted once.",
    )
