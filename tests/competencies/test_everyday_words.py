"""Words that mean something else most of the time name no competency by themselves."""

import pytest

from preceptor.competencies.queries import lexicon

WORDS = """
accountable actionable acquisition acquisitions administration administrative advance advances
authored backup benefits bugs campaign committee communications conflict construction distressed
doctors efficient email enhancements engineering firmware friendly helpful incidents
infrastructure innovation inspection intake interfaces inventory leader leaders logistics military
models numeric organize outages physicians priorities privacy protocols recommendations
registration residents scalability scientific severity software surveys targets technically
thorough timescales transformation trends variances wards workload
"""
ALONE = WORDS.split()

PHRASES = """
the system is tuned|health connects people|legacy systems|ability to drive results|check-ins
systems analyst|health technology|regulated industry|care models
industry standards|best practices|clinical and non-clinical|safety-net|scale up|site visits
business as usual|the service level|our product team|the project team|executive team
cross-site|to resolution|providing assistance|federal service|armed forces|Americans with
Disabilities Act|38 U.S.C. 7403|International Consultants of Delaware (ICD)|this OR that
""".replace("\n", "|")


@pytest.mark.parametrize("word", ALONE)
def test_an_everyday_word_alone_names_nothing(word: str) -> None:
    assert lexicon().find(f"There is {word} here.") == []


@pytest.mark.parametrize("phrase", [phrase for phrase in PHRASES.split("|") if phrase])
def test_an_everyday_phrase_alone_names_nothing(phrase: str) -> None:
    assert lexicon().find(f"There is {phrase} here.") == []
