import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import (
    NURSE,
    POSTING,
    TECHNICIAN,
    make_job,
    make_person,
    make_resume,
    make_vocabulary,
)

from preceptor.accounts.models import Person
from preceptor.common.sentences import within
from preceptor.jobs.models import Job
from preceptor.resumes.models import Resume

pytestmark = pytest.mark.django_db


BAKER = """\
MARIE CROZIER
Pastry Baker
Bangor, ME 04401

EXPERIENCE
Pastry Baker, Harbor Bakery
June 2015 - Present
- Bakes bread and pastry for a shop and four restaurants
- Orders flour and butter, keeps the ovens clean
- Customer service at the counter
"""


PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}

KITCHEN = """\
Head Cook
Harbor Street Restaurant, Bangor, ME

This position works on site in Bangor, ME.

Duties
- Cook lunch and dinner, order food, keep the kitchen clean.

Requirements
- High school diploma
- 3 years of experience in a restaurant kitchen
- Customer service
"""


@pytest.fixture
def world():
    """A pool of two people and one open job."""
    make_vocabulary()
    make_resume(person=make_person(name="Ruth Moody"), text=NURSE)
    make_resume(person=make_person(name="Wade Libby"), text=TECHNICIAN)
    return make_job()


def upload(client, text=TECHNICIAN, name="resume.txt"):
    return client.post("/advice/", {"file": SimpleUploadedFile(name, text.encode())})


def price_of(client, text=POSTING):
    return client.post("/price/", {"text": text})


def title(response):
    found = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.S)
    return " ".join(re.sub(r"<[^>]+>", "", found.group(1)).split())


def test_a_resume_leads_to_its_advice_in_one_request(client, world):
    response = upload(client)

    assert response.status_code == 302
    page = client.get(response["Location"])
    assert title(page).startswith("You are nearest to ")
    assert "of 3 here" in page.content.decode()  # two who can be asked, and the visitor


def test_a_pasted_resume_is_read_like_a_file(client, world):
    response = client.post("/advice/", {"text": TECHNICIAN.replace("\n", "\r\n")})

    assert response.status_code == 302
    assert Resume.objects.latest("pk").document.text == TECHNICIAN


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file, or paste the text of your resume."),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "This file is empty."),
        ({"file": SimpleUploadedFile("a.exe", b"EHR")}, "This kind of file cannot be read."),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_next_step(client, data, words):
    response = client.post("/advice/", data)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Person.objects.count() == 0


def test_the_jobs_of_an_advice_show_every_line_in_the_persons_words(client, world):
    page = client.get(upload(client)["Location"]).content.decode()

    for line in world.lines.all():
        assert line.label.replace("'", "&#x27;") in page
    assert "<u>SQL</u>" in page


def test_a_resume_without_a_known_word_is_led_to_the_next_step(client, world):
    page = client.get(upload(client, "Xyz abc.\nQwerty.\n")["Location"])

    assert title(page) == "We found nothing in this resume to match"
    assert "Add what you can do" in page.content.decode()


def test_credentials_are_counted_once_however_often_they_are_named(client, world):
    twice = TECHNICIAN + "CompTIA A+ certification, renewed\n"
    answer = client.get(upload(client, twice)["Location"])

    assert answer.context["advice"].credential_count == 1
    assert "1 credential," in answer.content.decode()


def test_the_place_that_was_read_is_shown_and_can_be_changed(client, world):
    page = client.get(upload(client)["Location"]).content.decode()

    assert "<dt>Where you live</dt><dd>Bangor, ME" in page
    assert '#home">Change' in page


def test_who_does_not_say_where_they_live_is_asked(client, world):
    page = client.get(upload(client, TECHNICIAN.replace("Bangor, ME 04401", ""))["Location"])

    assert page.context["advice"].home == ""
    assert "1 of these jobs asks for people nearby." in page.content.decode()


def test_work_outside_health_it_is_said_kindly_and_still_advised(client, world):
    page = client.get(upload(client, BAKER)["Location"])

    said = title(page)
    assert said.startswith("Your work so far is outside health IT; its nearest role is ")
    assert page.context["advice"].jobs
    assert page.context["advice"].gap


def test_without_open_jobs_the_advice_still_stands(client):
    make_vocabulary()
    page = client.get(upload(client)["Location"]).content.decode()

    assert "No job is open here" in page


def test_an_advice_opens_only_for_who_brought_the_resume(client, world):
    address = upload(client)["Location"]
    client.cookies.clear()

    assert client.get(address).status_code == 404


def test_an_advice_is_never_kept_by_a_cache(client, world):
    answer = client.get(upload(client)["Location"])

    assert "no-store" in answer["Cache-Control"]


def test_the_gap_as_csv_has_the_rows_of_the_page(client, world):
    address = upload(client)["Location"]
    rows = client.get(f"{address}?format=csv&table=gap").content.decode().splitlines()
    page = client.get(address).content.decode()

    shown = page[page.index('id="gap"') : page.index('id="facts"')]
    assert len(rows) - 1 == shown.count('<th scope="row">')


def test_a_posting_leads_to_its_price_in_one_request(client, world):
    response = price_of(client)

    assert response.status_code == 302
    page = client.get(response["Location"])
    assert re.fullmatch(
        r"\d of 2 people (meet|meets) every required line of this posting", title(page)
    )


def test_a_posting_in_a_file_is_read_like_pasted_text(client, world):
    pasted = client.get(price_of(client)["Location"]).context["price"]
    file = SimpleUploadedFile("need.txt", POSTING.encode())
    response = client.post("/price/", {"file": file})

    assert response.status_code == 302
    job = Job.objects.latest("pk")
    assert (job.document.filename, job.document.kind, job.document.stored) == (
        "need.txt",
        "text",
        "",
    )
    assert client.get(response["Location"]).context["price"].lines == pasted.lines


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Paste the text of a posting first, or choose a file."),
        ({"text": "  \n "}, "Paste the text of a posting first, or choose a file."),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "This file is empty."),
        ({"file": SimpleUploadedFile("a.exe", b"EHR")}, "This kind of file cannot be read."),
    ],
)
def test_a_posting_that_cannot_be_read_is_refused_with_the_next_step(client, data, words):
    response = client.post("/price/", data)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Person.objects.count() == 0


def test_a_posting_of_other_work_says_so_and_is_priced(client, world):
    page = client.get(price_of(client, KITCHEN)["Location"])
    price = page.context["price"]

    assert not price.is_health_it
    assert price.lines
    assert title(page).startswith("0 of 2 people meet")
    said = " ".join(page.content.decode().split())
    assert "It reads like other work than health IT" in said
    assert f"nearest to {within(price.nearest.name)}, {price.nearest.percent} %" in said


def test_each_marked_passage_leads_to_its_line_and_back(client, world):
    page = client.get(price_of(client)["Location"]).content.decode()

    marked = set(re.findall(r'class="says[^>]*href="#line-(\d+)"', page))
    back = set(re.findall(r'href="#says-(\d+)"', page))
    assert marked == back
    assert len(marked) >= 5
    for position in marked:
        assert page.count(f'id="line-{position}"') == 1
        assert page.count(f'id="says-{position}"') == 1


def test_the_shares_of_a_price_add_up_to_everybody_lost(client, world):
    address = price_of(client)["Location"]
    rows = client.get(f"{address}?format=csv").content.decode().splitlines()
    shares = [int(row.split(",")[-4]) for row in rows[1:] if row.split(",")[-4]]
    meets = int(title(client.get(address)).split()[0])

    assert sum(shares) == 2 - meets


def test_a_switch_is_an_address_that_changes_the_count(client, world):
    address = price_of(client)["Location"]
    job = Job.objects.latest("pk")
    drop_all = "&".join(f"line-{line.order}=drop" for line in job.lines.all())

    page = client.get(f"{address}?{drop_all}")

    assert (
        title(page)
        == "No line is required, as changed: all 2 people stay in reach, in order of fit"
    )
    pressed = re.findall(r'value="drop"\s+aria-pressed="true"', page.content.decode())
    assert len(pressed) == job.lines.count()


def test_the_cheapest_change_names_each_of_its_steps(client, world):
    page = client.get(f"{price_of(client)['Location']}?goal=2")
    found = page.context["price"].relaxation

    assert found.changes
    assert len(found.clauses) == len(found.changes)
    assert found.sentence == ", and ".join(found.clauses)
    for clause in found.clauses:
        assert clause[1:].replace("'", "&#x27;") in page.content.decode()


def test_the_same_words_are_quoted_once(client, world):
    page = client.get(upload(client, f"{TECHNICIAN}\nHELP DESK TECHNICIAN\n")["Location"])

    for role in page.context["advice"].roles:
        words = [quote.words.casefold() for quote in role.because]
        assert len(words) == len(set(words))


def test_htmx_gets_the_middle_of_the_same_page(client, world):
    address = price_of(client)["Location"]

    part = client.get(address, headers=PARTIAL)

    assert "<html" not in part.content.decode()
    assert title(part) == title(client.get(address))
    assert "HX-Request-Type" in part["Vary"]


def test_a_goal_that_is_no_number_is_told_so_and_the_page_still_stands(client, world):
    address = price_of(client)["Location"]
    response = client.get(f"{address}?goal=many")

    assert response.status_code == 200
    assert "Give a whole number of people." in response.content.decode()


def test_a_text_that_asks_nothing_says_so(client, world):
    page = client.get(price_of(client, "Lorem ipsum dolor.\n")["Location"])

    assert title(page) == "We found no line in this text that can be matched"


def test_without_anybody_to_ask_no_line_has_a_price(client):
    make_vocabulary()
    page = client.get(price_of(client)["Location"])

    assert title(page) == "Nobody can be asked yet, so no line has a price"


def test_a_pasted_posting_opens_only_for_who_pasted_it(client, world):
    address = price_of(client)["Location"]
    client.cookies.clear()

    assert client.get(address).status_code == 404


def test_no_name_of_a_person_stands_on_a_shortlist(client, world):
    page = client.get(price_of(client)["Location"]).content.decode()

    assert 'id="shortlist"' in page
    assert "Ruth Moody" not in page
    assert "Wade Libby" not in page


def test_beyond_the_demo_world_a_price_shows_counts_and_nobody(client, world, settings):
    address = price_of(client)["Location"]
    person = re.compile(r"Person [0-9a-f]{6}")
    assert person.search(client.get(address).content.decode())
    settings.DEMO = False

    page = client.get(address).content.decode()
    tables = [
        client.get(address, {"format": "csv", "table": table}).content.decode()
        for table in ("shortlist", "nearly")
    ]

    assert not person.search(page)
    assert "People are shown to verified organizations" in page
    assert [len(table.splitlines()) for table in tables] == [1, 1]


def test_a_job_shows_its_lines_to_anybody(client, world):
    page = client.get(f"/jobs/{world.slug}/")

    assert title(page) == "EHR Implementation Specialist"
    assert "Bring a resume to see how it fits" in page.content.decode()


def test_a_job_explains_itself_to_who_brought_a_resume(client, world):
    upload(client)
    page = client.get(f"/jobs/{world.slug}/").content.decode()

    assert "of 3 people here" in page
    assert "Why not nearer the top?" in page


def test_the_rank_is_the_same_on_the_job_and_on_the_advice(client, world):
    advice = client.get(upload(client)["Location"]).content.decode()
    job = client.get(f"/jobs/{world.slug}/").content.decode()

    rank = re.search(r"<b>(\d\w+)</b>\s*of 3 here", advice).group(1)
    assert f"You are {rank} of 3 people here." in " ".join(job.split())


def test_a_job_that_is_not_open_is_not_found(client, world):
    Job.objects.filter(pk=world.pk).update(status=Job.Status.DRAFT)

    assert client.get(f"/jobs/{world.slug}/").status_code == 404


def test_words_of_a_posting_and_a_resume_come_back_escaped(client, world):
    attack = "<script>alert(1)</script>"
    pages = [
        client.get(upload(client, f"{attack}\n{TECHNICIAN}")["Location"]),
        client.get(price_of(client, f"{attack}\n{POSTING}")["Location"]),
    ]
    pages.append(client.get(f"/record/{Resume.objects.latest('pk').public_id}/"))

    for page in pages:
        assert page.status_code == 200
        assert attack not in page.content.decode()


def test_more_jobs_ask_few_more_queries(client, world, django_assert_max_num_queries):
    address = upload(client)["Location"]
    client.get(address)
    for number in range(3):
        make_job(slug=f"more-{number}")

    with django_assert_max_num_queries(30):
        client.get(address)


def test_who_is_nearly_there_as_csv_is_that_of_the_page(client, world):
    address = price_of(client)["Location"]
    job = Job.objects.latest("pk")
    # One line is asked that nobody has: everybody misses just that.
    switches = "&".join(
        f"line-{line.order}={'must' if line.label == 'HL7 standards' else 'drop'}"
        for line in job.lines.all()
    )
    page = client.get(f"{address}?{switches}")
    nearly = page.context["price"].nearly
    rows = client.get(f"{address}?{switches}&format=csv&table=nearly").content.decode()

    assert nearly.people == len(nearly.shown) == 2
    assert {person.lacks.label for person in nearly.shown} == {"HL7 standards"}
    assert "<b>2 people miss exactly one required line.</b>" in page.content.decode()
    assert [row.split(",")[0] for row in rows.splitlines()[1:]] == [
        person.key for person in nearly.shown
    ]


def test_the_doors_as_csv_are_those_of_the_page(client, world):
    address = upload(client)["Location"]
    shown = client.get(address).context["advice"].doors.rows
    rows = client.get(f"{address}?format=csv&table=doors").content.decode().splitlines()

    assert [row.split(",")[0] for row in rows[1:]] == [row.competency for row in shown]


@pytest.mark.parametrize(
    ("address", "start"), [("/jobs/ehr-specialist/?add=1.0", "why"), ("advice", "doors")]
)
def test_htmx_gets_only_the_part_that_changes(client, world, address, start):
    advice = upload(client)["Location"]
    part = client.get(advice if address == "advice" else address, headers=PARTIAL)

    assert "<html" not in part.content.decode()
    assert part.templates[0].name == f"matches/_{start}.html"
    assert "HX-Request-Type" in part["Vary"]


def test_a_price_asks_no_more_queries_for_more_people(client, world, django_assert_max_num_queries):
    address = price_of(client)["Location"]
    client.get(address)
    for number in range(4):
        make_resume(person=make_person(name=f"Ruth Moody {number}"), text=NURSE)
    client.get(address)

    with django_assert_max_num_queries(16):
        client.get(address)
