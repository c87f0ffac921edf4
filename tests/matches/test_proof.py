"""The employer sets how much proof counts, and sees the pool react."""

import re

import pytest
from tests.factories import POSTING, make_person, make_resume, make_vocabulary

from preceptor.jobs.models import Job

pytestmark = pytest.mark.django_db

# Both know SQL and nothing else of the posting; one has it in a dated job, the other lists it.
LISTS_IT = "ANN REED\n\nSKILLS\nSQL\n"
WORKED_WITH_IT = """\
BEN ORR

EXPERIENCE
Data Analyst, Coastal Data Services
June 2021 - Present
- Wrote SQL every day
"""


@pytest.fixture
def address(client):
    make_vocabulary()
    make_resume(person=make_person(name="Ann Reed"), text=LISTS_IT)
    make_resume(person=make_person(name="Ben Orr"), text=WORKED_WITH_IT)
    return client.post("/price/", {"text": POSTING})["Location"]


def said(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_with_full_proof_a_dated_job_stands_above_a_list(client, address):
    posted = client.get(address).context["price"]

    assert posted.proof.earns == (70, 80, 90, 95, 100)
    assert posted.proof.is_as_posted
    assert [person.rank for person in posted.shortlist] == [1, 2]


def test_without_proof_the_order_follows_and_the_page_says_whom_it_moved(client, address):
    full = client.get(f"{address}?proof=100").context["price"]
    page = client.get(f"{address}?proof=0")
    price = page.context["price"]

    sql = next(line.position for line in price.lines if line.label == "SQL")
    assert price.proof.earns == (100,) * 5
    for key in {person.key for person in price.shortlist}:
        before, after = (
            next(
                line.credit
                for person in answer.shortlist
                if person.key == key
                for line in person.lines
                if line.position == sql
            )
            for answer in (full, price)
        )
        assert after > before
    ranks = [{person.key: person.rank for person in answer.shortlist} for answer in (full, price)]
    moved = sum(ranks[0][key] != ranks[1][key] for key in ranks[0])
    assert price.proof.moved == moved
    assert f"{moved} of 2 people stand at another rank" in said(page.content.decode())


def test_proof_shuts_nobody_out(client, address):
    counts = {
        (price.meet_all, price.if_confirmed, tuple(line.met for line in price.lines))
        for weight in (0, 25, 50, 75, 100)
        for price in [client.get(f"{address}?proof={weight}").context["price"]]
    }

    assert len(counts) == 1


def test_terms_stay_in_every_form_and_address_of_the_page(client, address):
    line = Job.objects.latest("pk").lines.order_by("order").first()
    page = client.get(f"{address}?proof=25&hours=80&goal=2&line-{line.order}=drop")
    forms = re.findall(r"<form.*?</form>", page.content.decode(), re.S)

    kept = [
        {
            name: value
            for name, value in re.findall(
                r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form
            )
            if name != "order"
        }
        for form in forms
    ]
    drop = {f"line-{line.order}": "drop"}
    assert kept == [
        drop | {"proof": "25", "hours": "80"},
        drop | {"proof": "25", "hours": "80", "goal": "2"},
        drop | {"goal": "2"},
    ]
    for link in re.findall(r'href="(\?[^"]*format=csv[^"]*)"', page.content.decode()):
        assert "proof=25" in link
        assert "hours=80" in link


def test_the_shortlist_as_csv_is_that_of_the_page(client, address):
    query = f"{address}?proof=0"
    rows = client.get(f"{query}&format=csv&table=shortlist").content.decode().splitlines()[1:]
    shown = client.get(query).context["price"].shortlist

    scores = {row.split(",")[0]: int(row.split(",")[2]) for row in rows}
    assert scores == {person.key: person.score for person in shown}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("proof=13", "Proof counts 0, 25, 50, 75 or 100."),
        ("hours=0", "Give at least one hour."),
        ("hours=many", "Give a whole number of hours."),
        ("hours=99999", "Give at most 10,000 hours."),
    ],
)
def test_terms_that_cannot_be_are_told_so_and_count_as_posted(client, address, query, words):
    page = client.get(f"{address}?{query}")

    assert page.status_code == 200
    assert words in page.content.decode()
    assert page.context["price"].proof.is_as_posted
