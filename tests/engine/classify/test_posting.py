from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from preceptor.competencies.cue_files import load_role_model
from preceptor.engine.classify import classify_posting

HERE = Path(__file__).parent
INVENTED = yaml.safe_load((HERE / "invented_postings.yaml").read_text("utf-8"))
HELD_OUT = yaml.safe_load((HERE / "invented_held_out.yaml").read_text("utf-8"))
HARDER = yaml.safe_load((HERE / "invented_harder.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def model():
    return load_role_model()


def best(text, model):
    return classify_posting(text, None, model)[0].role


@pytest.mark.parametrize(("cases", "least"), [(INVENTED, 90), (HARDER, 41), (HELD_OUT, 36)])
def test_invented_postings_get_an_acceptable_role(cases, least, model):
    wrong = [
        (case["text"].splitlines()[0], said)
        for case in cases
        if (said := best(case["text"], model)) not in (case["role"], *case["also"])
    ]

    assert len(cases) - len(wrong) >= least, wrong


def test_health_it_is_told_from_the_rest_in_the_invented_postings(model):
    wrong = [
        case["text"].splitlines()[0]
        for case in INVENTED + HARDER + HELD_OUT
        if (best(case["text"], model) == "not_health_it") != (case["role"] == "not_health_it")
        and "not_health_it" not in case["also"]
    ]

    assert len(wrong) <= 4, wrong


def test_every_role_is_answered_once_best_first(model):
    supports = classify_posting(INVENTED[0]["text"], None, model)

    assert sorted(support.role for support in supports) == sorted(model.roles)
    assert [support.p for support in supports] == sorted(
        (support.p for support in supports), reverse=True
    )
    assert all(0 < support.p < 1 for support in supports)


def test_reasons_are_the_words_that_stand_at_their_span(model):
    for case in INVENTED + HARDER:
        for support in classify_posting(case["text"], None, model):
            assert len(support.because) <= 3
            for words in support.because:
                assert case["text"][words.start : words.end] == words.text
                assert 0 < len(words.text) <= 240


def test_a_long_sentence_is_cut_between_words(model):
    duty = "You will deliver training to staff on the new system " + "and more " * 60
    text = f"Officer\nNHS Trust\n{duty}."

    support = next(s for s in classify_posting(text, None, model) if s.role == "trainer")

    [words] = support.because
    assert len(words.text) <= 240
    assert words.text.endswith(("and", "more"))


@pytest.mark.parametrize("text", ["", "   \n\n", "…", "12345"])
def test_a_text_that_says_nothing_supports_no_role(text, model):
    supports = classify_posting(text, None, model)

    assert supports[0].role == "not_health_it"
    assert all(not support.because for support in supports)
    assert all(support.p < 0.5 for support in supports[1:])


def test_the_same_work_outside_health_is_not_health_it(model):
    duties = "You will write services in Java, review code and test what you ship."

    inside = f"Software Engineer\nClinicWare\nWe make software for hospitals and clinics.\n{duties}"
    outside = f"Software Engineer\nShopWare\nWe make software for bakeries and shops.\n{duties}"

    assert best(inside, model) == "programmer"
    assert best(outside, model) == "not_health_it"


def test_health_insurance_as_a_benefit_is_no_health_work(model):
    text = (
        "Backend Developer\nFreightly\nWrite Go services for truck companies.\n"
        "Benefits\nHealth insurance, dental and vision, mental health days, healthcare stipend."
    )

    assert best(text, model) == "not_health_it"


GENERIC = [
    (
        "# Senior Software Engineer\n### DataPilot\n"
        "DataPilot is the analytics platform of 3,000 companies in finance, healthcare and retail. "
        "We are a remote-first team that makes data simple.\n"
        "## What you'll do\n* Ship features in TypeScript and Go\n* Own services, write tests\n"
        "* Work with product managers and designers\n* Make our query engine faster\n"
        "## What you bring\n* 5+ years of software engineering\n* Kubernetes and AWS\n"
        "## Benefits\n* Medical, dental and vision insurance\n* Health and wellness stipend\n"
        "* Mental health days, fertility care\nWe take care of our people."
    ),
    (
        "# Senior QA Engineer\n### PetPal\nWe build the best app for pet owners: book vets, order "
        "food, keep vaccination records. Write automated tests in Cypress."
    ),
    (
        "# Product Security Engineer\n### CloudBox\nSecure our file storage. Threat modelling, "
        "code review, bug bounty. Customers include banks, hospitals and governments across "
        "industries."
    ),
]


@pytest.mark.parametrize("text", GENERIC)
def test_a_company_that_names_health_among_its_markets_is_not_in_health_it(text, model):
    assert best(text, model) == "not_health_it"


def test_an_end_user_of_a_record_system_is_not_in_health_it(model):
    text = "Staff Nurse\nCity Hospital NHS Trust\nCare for patients and record it in our Epic EPR."

    assert best(text, model) == "not_health_it"


def test_what_stands_under_benefits_is_not_a_duty(model):
    head = "Clerk\nCity Hospital NHS Trust\n"
    offer = "- You will deliver training sessions to staff on clinical systems\n"

    as_duty = classify_posting(f"{head}Responsibilities:\n{offer}", None, model)
    as_benefit = classify_posting(f"{head}Benefits:\n{offer}", None, model)

    def trainer(supports):
        return next(support.p for support in supports if support.role == "trainer")

    assert trainer(as_duty) > trainer(as_benefit)


def test_the_part_of_a_title_in_brackets_weighs_less_than_its_head(model):
    supports = classify_posting("Business Change Lead (PACS)\nCity Hospital NHS Trust", None, model)

    assert [support.role for support in supports[:2]] == ["workflow", "subspecialist"]


def test_the_title_a_federal_form_names_is_the_title(model):
    text = "Position Title\nInformation Security Analyst\nAgency\nIndian Health Service\n"

    supports = classify_posting(text, None, model)

    assert supports[0].role == "privacy_security"
    assert supports[0].because[0].text == "Information Security Analyst"


def test_a_model_without_title_weight_still_reads_the_duties(model):
    blind = replace(model, weights=replace(model.weights, title=0.0, named=0.0))
    text = (
        "Officer\nCity Hospital NHS Trust\n"
        "You will deliver training to staff on the patient record.\n"
        "You write user guides and e-learning and run classroom sessions.\n"
    )

    assert best(text, blind) == "trainer"
