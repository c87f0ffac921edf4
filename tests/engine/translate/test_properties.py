"""What holds for every posting and every resume, whatever they name."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.translate.small import (
    OCCUPATIONS,
    RULES,
    TODAY,
    VOCABULARY,
    asks,
    posting,
    resume,
    school,
    support,
    worked,
    years,
)

from preceptor.engine.match import (
    build_pool,
    compile_job,
    from_vocabulary,
    score_pool,
)
from preceptor.engine.translate import (
    evidence_from,
    history_from,
    job_from,
    lines_from,
    person_record,
    work_held,
)

SOME = settings(max_examples=60, deadline=None)
CODEBOOK = from_vocabulary(VOCABULARY)
SKILLS = [
    entry.id
    for entry in VOCABULARY.competencies
    if not entry.is_licence and not entry.id.startswith(("work-", "near-"))
]
TITLES = ["", "Coder", "Nurse analyst", "Baker", "Coder and analyst and nurse"]

named = st.builds(
    asks,
    st.sampled_from(SKILLS[:40]),
    st.integers(0, 9000),
    necessity=st.sampled_from(["must", "nice", "mentioned"]),
    rule=st.sampled_from(["title", "duties", "section:required", "section:preferred"]),
    level=st.sampled_from([None, 1, 3, 5]),
    any_of=st.sampled_from([None, None, 1, 2]),
)
postings = st.builds(
    lambda requirements, title, years_min, degree: posting(
        *requirements,
        title=title,
        years_min=years_min,
        years=(years(years_min),) if years_min else (),
        education=(school(degree),),
    ),
    st.lists(named, max_size=80),
    st.sampled_from(TITLES),
    st.sampled_from([None, 1, 4, 10]),
    st.sampled_from(["bachelor", "associate", "professional_licence"]),
)
roles = st.lists(
    st.builds(support, st.sampled_from(["analyst", "coder", "not_health_it"])), max_size=2
)
days = st.dates(date(2000, 1, 1), date(2030, 1, 1))
jobs = st.builds(worked, st.sampled_from(TITLES), days, st.none() | days)


@SOME
@given(postings, roles)
def test_lines_fit_what_matching_takes(facts, found_roles):
    lines = lines_from(facts, RULES, roles=found_roles)
    assert len(lines) <= 64
    assert all(1 <= line.weight <= 100 for line in lines)
    assert all(line.words is None or len(line.words.text) <= 60 for line in lines)
    musts = [line for line in lines if line.kind == "competency" and line.necessity == "must"]
    assert len(musts) <= 5
    built = job_from(lines, VOCABULARY, number=0)
    assert (built.made_nice, built.left_out) == ((), ())
    compile_job(built.job, CODEBOOK)


@SOME
@given(postings, named)
def test_one_more_wording_never_makes_a_line_lighter(facts, more):
    more = replace(more, necessity="must", any_of=None, rule="section:required")
    before = {line.label: line.weight for line in lines_from(facts, RULES)}
    after = lines_from(replace(facts, requirements=(*facts.requirements, more)), RULES)
    label = VOCABULARY.by_id[more.competency].name
    (line,) = [line for line in after if line.label == label]
    assert line.weight >= before.get(label, 0)


@SOME
@given(st.lists(jobs, max_size=6), jobs, roles)
def test_one_more_job_never_lowers_a_score(some, more, found_roles):
    lines = lines_from(posting(title="Coder", years_min=4), RULES, roles=(support("analyst"),))
    job = compile_job(job_from(lines, VOCABULARY, number=0).job, CODEBOOK)

    def record(number, held):
        facts = resume(*held)
        facts = replace(facts, competencies=work_held(facts, found_roles, OCCUPATIONS))
        return person_record(
            number=number,
            pieces=evidence_from(facts),
            history=history_from(facts),
            vocabulary=VOCABULARY,
        )

    pool = build_pool([record(0, some), record(1, [*some, more])], as_of=TODAY, codebook=CODEBOOK)
    without, with_more = score_pool(pool, job).scores.tolist()
    assert with_more >= without
