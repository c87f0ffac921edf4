"""The vocabulary and what is built from it, once per process."""

from __future__ import annotations

import functools

from preceptor.competencies.cue_files import load_role_model
from preceptor.competencies.occupation_files import load_occupations
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.classify import RoleModel
from preceptor.engine.extract.lexicon import Lexicon
from preceptor.engine.match import Codebook, from_vocabulary
from preceptor.engine.translate import LineRules, Occupations


@functools.cache
def lexicon() -> Lexicon:
    """Return the automaton that finds competencies in texts."""
    return Lexicon.build(load_vocabulary())


@functools.cache
def role_model() -> RoleModel:
    """Return the scorer that tells the roles a text supports."""
    return load_role_model()


@functools.cache
def codebook() -> Codebook:
    """Return the similarity table that matching uses."""
    return from_vocabulary(load_vocabulary())


@functools.cache
def occupations() -> Occupations:
    """Return the reader of the kinds of work that job titles name."""
    return load_occupations()


@functools.cache
def line_rules() -> LineRules:
    """Return what turning a posting into lines needs."""
    return LineRules.build(load_vocabulary(), occupations(), codebook())
