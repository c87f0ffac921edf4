"""The board's counts are the lists', whatever is asked, and nothing ends in a dead end."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.jobs.boards import NOW, draw_jobs, draw_search, fits

from preceptor.accounts.models import Organization
from preceptor.common.search import matched, read_query
from preceptor.jobs.forms.search import search_of
from preceptor.jobs.models import Job
from preceptor.jobs.queries.board import NOT_FOUND, SHORT, find_jobs, job_numbers, label_of
from preceptor.jobs.queries.columns import board_columns
from preceptor.jobs.queries.facets import BESIDE_A_STEP, FACETS, JobSearch, labels_of
from preceptor.jobs.services.indexing import (
    index_jobs,
    job_index_disagreement,
    rebuild_job_index,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs():
    return draw_jobs(120)


def numbers(search):
    return find_jobs(search, now=NOW).numbers.tolist()


def test_a_list_is_what_reading_job_by_job_finds(jobs):
    draw = random.Random(3)  # noqa: S311
    jobs_by_hand = Job.objects.select_related("organization").prefetch_related("places")
    rows = list(jobs_by_hand.order_by("pk"))
    sizes = set()
    for _ in range(60):
        search = draw_search(draw)
        said = set(matched("jobs", read_query(search.words)))

        found = numbers(search)

        assert sorted(found) == [
            job.pk for job in rows if fits(job, search, NOW) and job.pk in said
        ]
        assert sorted(job_numbers(search, now=NOW)) == sorted(found)
        sizes.add(len(found))
    assert len(sizes) > 12


def test_every_count_is_the_length_of_the_list_it_leads_to(jobs):
    draw = random.Random(4)  # noqa: S311
    looked_at = 0
    for _ in range(8):
        search = draw_search(draw)
        for facet in find_jobs(search, now=NOW).facets:
            for choice in facet.choices:
                alone = search.with_chosen(facet.name, (choice.value,))
                assert choice.count == len(numbers(alone)), (search, facet.name, choice)
                looked_at += choice.count > 0
    assert looked_at > 100


def test_a_value_that_is_not_offered_would_find_nothing(jobs):
    found = find_jobs(JobSearch(), now=NOW)

    for facet in found.facets:
        offered = {choice.value for choice in facet.choices}
        for value in labels_of(facet.name).keys() - offered:
            assert numbers(JobSearch(chosen={facet.name: (value,)})) == []


def test_the_addresses_of_choices_choose_and_take_back(jobs):
    search = JobSearch(words="epic", chosen={"pay": ("35000", "unstated"), "kind": ("job",)})
    for facet in find_jobs(search, now=NOW).facets:
        for choice in facet.choices:
            led_to = search_of(choice.query)
            assert led_to is not None
            assert (choice.value in led_to.of(facet.name)) is not choice.is_chosen
            if facet.is_step:
                steps = [each for each in led_to.of(facet.name) if each not in BESIDE_A_STEP]
                assert len(steps) <= 1
            assert led_to.words == "epic"


def test_the_cost_of_a_filter_is_what_leaving_it_out_brings(jobs):
    draw = random.Random(5)  # noqa: S311
    told = 0
    for _ in range(40):
        search = draw_search(draw)
        found = find_jobs(search, now=NOW)
        if found.count >= SHORT:
            assert found.costs == ()
            continue
        for cost in found.costs:
            without = search_of(cost.query)
            assert without is not None
            assert cost.more == len(numbers(without)) - found.count > 0
            told += 1
        assert [cost.more for cost in found.costs] == sorted(
            (cost.more for cost in found.costs), reverse=True
        )
    assert told > 20


def test_orders_are_exact(jobs):
    by_number = {job.pk: job for job in Job.objects.prefetch_related("places")}

    def newest(number):
        return (-int(by_number[number].opened_at.timestamp()), -number)

    everything = numbers(JobSearch())
    assert everything == sorted(everything, key=newest)

    def pay(number):
        job = by_number[number]
        most = max(job.pay_least or -1, job.pay_most or -1)
        return -most * (2080 if job.pay_period == "hour" and most > 0 else 1)

    assert numbers(JobSearch(sort="pay")) == sorted(everything, key=lambda n: (pay(n), newest(n)))

    tiers = matched("jobs", read_query("trainer"))
    found = numbers(JobSearch(words="trainer"))
    assert found == sorted(found, key=lambda n: (tiers[n], newest(n)))
    assert {tiers[number] for number in found} == {0, 1}

    order = {number: place for place, number in enumerate(reversed(everything), start=1)}
    mine = find_jobs(JobSearch(sort="fit"), now=NOW, fit_order=order)
    assert mine.numbers.tolist() == list(reversed(everything))


def test_nearest_first_puts_jobs_without_a_place_last(jobs):
    draw = random.Random(1)  # noqa: S311
    search = replace(draw_search(draw), chosen={}, words="", sort="distance")
    while search.place is None:
        search = replace(draw_search(draw), chosen={}, words="", sort="distance")

    found = find_jobs(search, now=NOW)

    miles = [found.miles_to(number) for number in found.numbers.tolist()]
    known = [mile for mile in miles if mile is not None]
    assert miles == sorted(known) + [None] * (len(miles) - len(known))
    assert len(known) < len(miles)


def test_what_changes_is_seen_at_once(jobs):
    shown = numbers(JobSearch())
    job = Job.objects.get(pk=shown[0])
    assert board_columns().size == Job.objects.filter(status="open").count()

    job.title = "Zoo keeper"
    job.save(update_fields=["title"])
    assert numbers(JobSearch(words="zoo")) == [job.pk]

    job.status = Job.Status.PAUSED
    job.save(update_fields=["status"])
    assert job.pk not in numbers(JobSearch())
    assert matched("jobs", read_query("zoo")) == {}

    job.status = Job.Status.OPEN
    job.save(update_fields=["status"])
    assert numbers(JobSearch(words="zoo")) == [job.pk]

    job.delete()
    assert numbers(JobSearch(words="zoo")) == []
    assert not job_index_disagreement()


def test_an_organization_that_loses_its_verification_is_out_of_every_count(jobs):
    organization = Organization.objects.get(slug="house-0")
    before = find_jobs(JobSearch(), now=NOW)
    its = Job.objects.filter(organization=organization, pk__in=before.numbers.tolist()).count()
    assert its > 0

    Organization.objects.filter(pk=organization.pk).update(verified_at=None, verified_by=None)

    after = find_jobs(JobSearch(), now=NOW)
    assert (after.count, after.all_count) == (before.count - its, before.all_count - its)


def test_an_organization_is_found_by_its_new_name(jobs):
    organization = Organization.objects.get(slug="house-1")
    organization.name = "Quince Practice"
    organization.save(update_fields=["name"])

    found = numbers(JobSearch(words="quince"))

    assert found
    assert {job.organization_id for job in Job.objects.filter(pk__in=found)} == {organization.pk}


def test_an_index_out_of_step_is_said_and_built_anew(jobs):
    assert not job_index_disagreement()
    shown = numbers(JobSearch())
    Job.objects.filter(pk=shown[0]).update(title="Zebra keeper")
    Job.objects.filter(pk=shown[1]).update(status=Job.Status.CLOSED)

    told = job_index_disagreement()
    assert (told.missing, told.different, told.left_over) == ((), (shown[0],), (shown[1],))

    assert rebuild_job_index(now=NOW) == Job.objects.filter(status="open").count()
    assert not job_index_disagreement()
    assert numbers(JobSearch(words="zebra")) == [shown[0]]


def test_a_search_asks_the_same_number_of_questions_however_many_jobs(
    django_assert_num_queries, jobs
):
    search = JobSearch(words="epic", chosen={"pay": ("35000",), "work_mode": ("remote",)})
    find_jobs(search, now=NOW)
    few = Job.objects.filter(status="open").count()
    # Inside a test's transaction nothing is kept, so the columns are read each time.
    with django_assert_num_queries(6):
        find_jobs(search, now=NOW)
    index_jobs(jobs=Job.objects.all())
    assert few > 50
    with django_assert_num_queries(6):
        find_jobs(search, now=NOW)


def test_what_is_chosen_is_said_in_words():
    search = JobSearch(near="04330")

    assert label_of(search, "pay", "55000") == "Pay: $55,000 or more"
    assert label_of(search, "pay", "unstated") == "Pay: not stated"
    assert label_of(search, "miles", "25") == "Within 25 miles of 04330"
    assert label_of(search, "posted", "7") == "Posted in: the last 7 days"
    assert label_of(search, "state", "ME") == "Maine"
    assert label_of(search, "work_mode", "remote") == "Where you work: remote"


def test_every_facet_can_be_unknown_where_jobs_may_not_state_it():
    unstated = {name for name in FACETS if labels_of(name).keys() & {"unstated", "unspecified"}}

    assert unstated == set(FACETS) - {"role", "kind", "posted"}
    assert NOT_FOUND == 3
