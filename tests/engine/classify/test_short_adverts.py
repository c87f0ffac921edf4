"""Adverts of a title and two sentences already say which role they are."""

from pathlib import Path

import pytest
import yaml

from preceptor.competencies.cue_files import load_role_model
from preceptor.engine.classify import classify_posting

SHORT = yaml.safe_load((Path(__file__).parent / "short_adverts.yaml").read_text("utf-8"))
CASES = [(role, title, duties) for role, adverts in SHORT.items() for title, duties in adverts]


@pytest.fixture(scope="module")
def model():
    return load_role_model()


@pytest.mark.parametrize(("role", "title", "duties"), CASES)
def test_a_short_advert_gets_its_role(role, title, duties, model):
    text = f"{title}\nRiverbend Hospital\n\n{duties}\n"

    assert classify_posting(text, None, model)[0].role == role
