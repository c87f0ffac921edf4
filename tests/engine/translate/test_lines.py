"""Which lines a posting as read becomes: necessity, weight, level, label, order."""

import pytest
from tests.engine.translate.small import RULES, asks, at, posting, school, support, years

from preceptor.engine.translate import competency_lines, lines_from


def lines(facts, *roles):
    return lines_from(facts, RULES, roles=roles)


def of_kind(kind, facts, *roles):
    return [line for line in lines(facts, *roles) if line.kind == kind]


def skill(number, **more):
    return asks(f"skill-{number:02}", 100 * number + 100, **more)


def short(line):
    return line.necessity, line.weight, line.label


def test_a_narrow_competency_weighs_more_than_a_broad_one():
    # Breadth 100: 160 % of 10; breadth 1000: 75 %.
    assert [short(line) for line in lines(posting(asks("python"), asks("sql", 200)))] == [
        ("must", 16, "Python"),
        ("must", 8, "Sql"),
    ]


def test_each_further_wording_adds_half_up_to_double():
    def weight(wordings):
        return lines(posting(*(asks("sql", 100 * n) for n in range(wordings))))[0].weight

    assert [weight(n) for n in (1, 2, 3, 4)] == [8, 11, 15, 15]


def test_a_preference_weighs_by_the_same_shares():
    assert short(lines(posting(asks("python", necessity="nice")))[0]) == ("nice", 6, "Python")


def test_a_mention_is_no_line():
    assert lines(posting(asks("python", necessity="mentioned"))) == ()


def test_one_mention_that_asks_makes_a_must_at_the_highest_level():
    line = lines(
        posting(
            asks("python", 100, necessity="nice", rule="section:preferred", level=4),
            asks("python", 200, rule="section:required", level=2),
        )
    )[0]
    assert (line.necessity, line.rule, line.words.start) == ("must", "section:required", 200)
    assert line.spec["any_of"] == [{"competency": "python", "level": 4}]


def test_alternatives_are_one_line_and_the_narrowest_weighs():
    (line,) = lines(posting(asks("sql", 100, any_of=1), asks("python", 200, any_of=1)))
    assert short(line) == ("must", 24, "Sql or Python")
    assert line.spec == {
        "any_of": [{"competency": "sql", "level": 1}, {"competency": "python", "level": 1}],
        "minimum_grade": 0,
    }


def test_a_general_virtue_shuts_nobody_out():
    (line,) = lines(posting(asks("teamwork", rule="section:required")))
    assert short(line) == ("nice", 1, "Teamwork")
    assert line.rule == "section:required; general virtue"


@pytest.mark.parametrize(("stated", "necessity", "weight"), [(2, "must", 16), (3, "nice", 6)])
def test_duties_ask_nothing_once_three_things_are_stated(stated, necessity, weight):
    facts = posting(asks("python", 5000, rule="duties"), *(skill(n) for n in range(stated)))
    line = next(line for line in lines(facts) if line.label == "Python")
    assert (line.necessity, line.weight) == (necessity, weight)


def test_twelve_musts_stay_and_the_rest_say_that_they_gave_way():
    found = lines(posting(*(skill(n) for n in range(15))))
    assert [line.necessity for line in found] == ["must"] * 12 + ["nice"] * 3
    assert [line.label for line in found[12:]] == ["Skill 12", "Skill 13", "Skill 14"]
    assert {(line.weight, line.rule) for line in found[12:]} == {(16, "item; beyond 12 musts")}


def test_five_musts_stay_of_what_only_the_duties_name():
    found = lines(posting(*(asks(f"skill-{n:02}", 100 * n, rule="duties") for n in range(8))))
    assert [line.necessity for line in found] == ["must"] * 5 + ["nice"] * 3
    assert {line.rule for line in found[5:]} == {"duties; beyond 5 duties"}


def test_what_title_role_and_repetition_name_stays_a_must(monkeypatch):
    monkeypatch.setattr(competency_lines, "MOST_MUSTS", 5)
    repeated, of_role = [skill(8), asks("skill-08", 2000)], skill(9)
    facts = posting(
        *(skill(n) for n in range(6)), of_role, *repeated, asks("skill-07", 0), title="skill-07"
    )
    musts = {line.label for line in lines(facts, support("analyst")) if line.necessity == "must"}
    assert musts == {"Skill 07", "Skill 09", "Skill 08", "Skill 00", "Skill 01"}


def test_years_education_and_credentials_do_not_count_among_them(monkeypatch):
    monkeypatch.setattr(competency_lines, "MOST_MUSTS", 5)
    facts = posting(
        *(skill(n) for n in range(7)),
        credentials=(asks("cpc", 800),),
        years=(years(2, "it"),),
        education=(school("bachelor"),),
    )
    assert sum(line.necessity == "must" for line in lines(facts)) == 8


def test_the_kinds_of_a_title_share_its_weight():
    found = lines(posting(title="Nurse and coder"), support("analyst"))
    assert [short(line) for line in found] == [
        ("nice", 25, "Work coding"),
        ("nice", 25, "Work nursing"),
        ("nice", 40, "Work near the role: The analyst"),
    ]
    assert found[2].spec["any_of"] == [
        {"competency": name, "level": 2}
        for name in ("near-analyst", "work-analysis", "work-coding")
    ]
    assert (found[0].words, found[2].words) == (at(0, "Nurse and coder"), at(50, "the reason"))


def test_a_role_that_adds_nothing_leaves_its_weight_to_the_title():
    assert [short(line) for line in lines(posting(title="Coder"), support("coder"))] == [
        ("nice", 90, "Work coding")
    ]


def test_a_role_stands_alone_where_the_title_names_no_work():
    assert [short(line) for line in lines(posting(title="Band 6"), support("coder"))] == [
        ("nice", 90, "Work near the role: The coder")
    ]


def test_outside_health_it_only_the_title_tells_the_work():
    assert [line.label for line in lines(posting(title="Coder"), support("not_health_it"))] == [
        "Work coding"
    ]
    assert lines(posting(title="Band 6"), support("not_health_it")) == ()


@pytest.mark.parametrize(("asked", "level"), [(None, 2), (1, 3), (3, 4), (10, 5)])
def test_the_years_asked_tell_the_level_of_the_work(asked, level):
    (line,) = lines(posting(title="Coder", years_min=asked), support("coder"))
    assert line.spec["any_of"] == [{"competency": "work-coding", "level": level}]


def test_a_long_title_is_cut_between_words():
    title = "Coder " + "with a very long list of further things " * 3
    (line,) = lines(posting(title=title), support("coder"))
    assert line.words.text == title[: line.words.end]
    assert line.words.text.endswith("things with a very")
    assert line.words.end <= 60


def test_a_licence_that_is_required_is_a_gate():
    gate, line = lines(posting(credentials=(asks("rn", 100), asks("cpc", 200, necessity="nice"))))
    assert (gate.kind, gate.spec, gate.label) == ("licence", {"any_of": ["rn"]}, "Rn")
    assert (line.kind, short(line)) == ("credential", ("nice", 4, "Cpc"))


def test_any_licence_of_a_group_opens_the_gate():
    facts = posting(
        credentials=(asks("rn", 100), asks("rn", 300, any_of=1), asks("lpn", 400, any_of=1))
    )
    (gate,) = lines(facts)
    assert gate.spec == {"any_of": ["lpn", "rn"]}


def test_a_licence_due_after_hiring_or_preferred_shuts_nobody_out():
    facts = posting(credentials=(asks("rn", 100, within_months=6),))
    assert [(line.kind, short(line)) for line in lines(facts)] == [
        ("credential", ("nice", 4, "Rn"))
    ]
    facts = posting(credentials=(asks("rn", 100, necessity="nice"),))
    assert [line.kind for line in lines(facts)] == ["credential"]


def test_years_count_in_the_field_of_the_work_where_none_is_said():
    def label(title, *roles):
        return of_kind("years", posting(title=title, years=(years(2),)), *roles)[0].label

    assert label("Coder", support("analyst")) == "2 years of health records work"
    assert label("Nurse") == "2 years of clinical work"
    assert label("Band 6", support("coder")) == "2 years of health records work"
    assert label("Band 6") == "2 years of IT work"


def test_the_least_years_that_are_required_count():
    facts = posting(years=(years(5, "it"), years(3, "it"), years(1, "it", necessity="nice")))
    (line,) = lines(facts)
    assert (short(line), line.spec) == (
        ("must", 10, "3 years of IT work"),
        {"domain": "it", "quarters": 12},
    )
    assert lines(posting(years=(years(0.1, "it"),))) == ()


def test_a_clinical_background_weighs_twice_a_must():
    facts = posting(clinical_background="required", clinical_words=at(10))
    assert [short(line) for line in lines(facts)] == [
        ("must", 20, "A clinical background of any length")
    ]
    facts = posting(clinical_background="preferred", years=(years(2, "clinical"),))
    assert [short(line) for line in lines(facts)] == [("must", 10, "2 years of clinical work")]


def test_education_lists_its_ways_in():
    facts = posting(
        education=(school("master", necessity="nice"), school("bachelor"), school("associate", 2)),
        education_or_experience=True,
        years=(years(5, "it"),),
    )
    must, nice = of_kind("education", facts)
    two_years = "An associate degree and 2 years of work"
    assert short(must) == (
        "must",
        6,
        f"{two_years} or a bachelor's degree or 5 years of work in place of it",
    )
    assert must.spec["any_of"] == [
        {"level": 3, "quarters": 8},
        {"level": 4, "quarters": 0},
        {"level": 0, "quarters": 20},
    ]
    assert short(nice) == ("nice", 2, "A master's degree")


def test_musts_come_first_and_each_part_in_the_order_of_the_text():
    facts = posting(
        asks("skill-03", 500), asks("skill-01", 100, necessity="nice"), asks("skill-02", 300)
    )
    assert [line.label for line in lines(facts)] == ["Skill 02", "Skill 03", "Skill 01"]


def test_of_too_many_lines_the_lightest_are_left_out():
    wishes = [skill(n, necessity="nice") for n in range(64)]
    found = lines(posting(asks("teamwork", 50), *wishes, asks("sql", 9000)))
    assert len(found) == 64
    assert "Teamwork" not in {line.label for line in found}
    assert found[0].label == "Sql"


def test_an_empty_posting_asks_nothing():
    assert lines(posting()) == ()


def test_a_higher_degree_opens_nothing_that_a_lower_one_does():
    (line,) = lines(posting(education=(school("bachelor"), school("master"))))
    assert line.label == "A bachelor's degree"
