"""The guide for who hires: which kind of work it is, what to listen for, what a paper proves."""

from __future__ import annotations

from itertools import combinations

import pytest
from django.urls import reverse
from tests.factories import TECHNICIAN, make_person, make_resume, make_vocabulary

from preceptor.competencies.hr_guide import (
    MOSTLY,
    certificates,
    find_role,
    interview_questions,
    ladders,
    statements,
)
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.vocabulary import Kind

ROLES = [role.id for role in load_vocabulary().roles]


def week_of(role):
    """Every answer as the role's own week has it."""
    return {statement.id: statement.weeks.get(role, 0) for statement in statements()}


@pytest.mark.parametrize("role", ROLES)
def test_the_finder_names_every_role_from_its_own_week(role):
    first, second, *_ = find_role(week_of(role))

    assert (first.role.id, first.points, first.percent) == (role, 2 * len(statements()), 100)
    assert second.points <= first.points - 3


def test_there_are_ten_questions_and_each_tells_some_roles_apart():
    assert len(statements()) == 10
    for statement in statements():
        assert MOSTLY in statement.weeks.values()
        assert len(statement.weeks) < len(ROLES)


def test_no_two_roles_have_nearly_the_same_week():
    apart = {
        (a, b): sum(abs(week_of(a)[each] - week_of(b)[each]) for each in week_of(a))
        for a, b in combinations(ROLES, 2)
    }

    assert min(apart.values()) >= 3


def test_what_is_left_out_counts_for_no_role():
    (first, *_) = find_role({"code": 2})

    assert (first.role.id, first.most) == ("programmer", 2)
    assert [each.id for each in first.agrees] == ["code"]
    assert find_role({}) == ()


def test_every_role_has_questions_with_what_to_listen_for():
    for role in load_vocabulary().roles:
        rows = interview_questions()[role.id]
        assert [row.asks for row in rows] == list(role.questions)
        assert all(row.good and row.beware for row in rows)


def test_every_role_has_a_ladder_of_three_rungs_that_leads_to_other_roles():
    assert set(ladders()) == set(ROLES)
    for role, ladder in ladders().items():
        assert [name for name, _ in ladder.rungs] == ["Entry", "Working alone", "Leading others"]
        assert ladder.came_from
        assert role not in [each.role.id for each in ladder.next_roles]


def test_a_certificate_in_plain_words_is_a_credential_of_the_vocabulary():
    for slug, entry in certificates().items():
        assert entry.competency.id == slug
        assert entry.competency.kind is Kind.CREDENTIAL
        assert entry.basis in ("official", "reported")


def test_the_finder_page_asks_then_names_the_role(client):
    address = reverse("competencies:finder")

    asked = client.get(address).content.decode()
    named = client.get(address, {key: str(value) for key, value in week_of("trainer").items()})
    wrong = client.get(address, {"teach": "7"})

    assert "Which kind of work is it?" in asked
    assert "It is most like a trainer" in named.content.decode()
    assert wrong.status_code == 422
    assert "Choose one of the three answers." in wrong.content.decode()


def test_a_role_page_says_what_a_good_answer_contains_and_where_it_leads(client):
    page = client.get(reverse("competencies:role", args=["impl_support"])).content.decode()

    assert "A good answer" in page
    assert "A change record with before and after" in page
    assert "And go on to:" in page
    assert reverse("matches:role_prices", args=["impl_support"]) in page


def test_certificates_are_listed_shown_and_downloaded(client):
    listed = client.get(reverse("competencies:certificate_list"))
    table = client.get(reverse("competencies:certificate_list"), {"format": "csv"})
    shown = client.get(reverse("competencies:certificate", args=["epic-certification"]))
    none = client.get(reverse("competencies:certificate", args=["sql"]))

    assert f"What {len(certificates())} certificates prove" in listed.content.decode()
    assert table.content.decode().count("\n") == len(certificates()) + 1
    assert "Offer to sponsor it" in shown.content.decode()
    assert none.status_code == 404


@pytest.mark.django_db
def test_the_prices_of_a_role_are_counted_over_who_can_be_asked(client):
    make_vocabulary()
    make_resume(person=make_person())
    make_resume(person=make_person(name="Wade Libby"), text=TECHNICIAN)
    make_resume(person=make_person(name="Not Found", is_findable=False), text=TECHNICIAN)

    page = client.get(reverse("matches:role_prices", args=["tech_support"]))

    prices = page.context["prices"]
    assert prices.pool == 2
    assert {line.met + line.not_met + line.not_stated for line in prices.lines} == {2}
    desk = next(line for line in prices.lines if line.competency.id == "help-desk")
    # The technician holds it below the level asked; the nurse says nothing of it.
    assert (desk.met, desk.not_met, desk.not_stated) == (0, 1, 1)
    assert client.get(reverse("matches:role_prices", args=["nobody"])).status_code == 404
