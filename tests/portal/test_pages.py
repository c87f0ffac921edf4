import re

import pytest
from tests.factories import POSTING, TECHNICIAN, make_vocabulary

from preceptor.accounts.models import Person
from preceptor.common.models import Document
from preceptor.jobs.models import Job
from preceptor.portal.audiences import AUDIENCES

PAGES = ["/", "/how-we-count/", "/your-data/", "/accessibility/", "/advice/", "/price/"]


def test_the_start_has_two_doors(client):
    page = client.get("/").content.decode()

    assert "<h1>Health IT work, with the reason for every match</h1>" in page
    assert 'action="/advice/" method="post" enctype="multipart/form-data"' in " ".join(page.split())
    assert 'action="/price/" method="post"' in " ".join(page.split())


def test_the_start_lists_every_role(client):
    page = client.get("/").content.decode()

    assert len(re.findall(r'href="/roles/[a-z_0-9-]+/"', page)) == 13  # twelve and the comparison


@pytest.mark.parametrize("slug", AUDIENCES)
def test_an_audience_page_says_what_is_there_and_what_is_not(client, slug):
    page = client.get(f"/for/{slug}/").content.decode()

    assert f"<h1>{AUDIENCES[slug].says}</h1>" in page
    assert "<h2>Today</h2>" in page
    assert "<h2>Not here yet</h2>" in page


def test_an_unknown_audience_is_not_found(client):
    assert client.get("/for/nobody/").status_code == 404


def leads_somewhere(answer):
    """Whether a link shows a page, at once or once one has signed in."""
    return answer.status_code == 200 or answer.get("Location", "").startswith("/account/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES + [f"/for/{slug}/" for slug in AUDIENCES])
def test_no_link_leads_nowhere(client, path):
    page = client.get(path).content.decode()
    links = set(re.findall(r'(?:href|action)="(/(?!static/)[^"#?]*)', page))

    missing = {link for link in links if not leads_somewhere(client.get(link))}

    assert missing == set()


@pytest.mark.django_db
def test_a_visitor_can_delete_all_they_brought_at_once(client):
    make_vocabulary()
    client.post("/advice/", {"text": TECHNICIAN})
    client.post("/price/", {"text": POSTING})
    assert "Delete what I brought" in client.get("/your-data/").content.decode()
    assert "1 resume with file" in client.get("/your-data/delete/").content.decode()

    page = client.post("/your-data/delete/", follow=True).content.decode()

    assert "Everything you brought is deleted." in page
    assert (Person.objects.count(), Job.objects.count(), Document.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_who_brought_nothing_has_nothing_to_delete(client):
    assert "Delete what I brought" not in client.get("/your-data/").content.decode()
    assert client.get("/your-data/delete/")["Location"] == "/your-data/"


@pytest.mark.django_db
def test_a_visitor_can_come_back_to_what_they_brought(client):
    make_vocabulary()
    advice = client.post("/advice/", {"text": TECHNICIAN})["Location"]
    price = client.post("/price/", {"text": POSTING})["Location"]

    assert f'href="{advice}"' in client.get("/advice/").content.decode()
    assert f'href="{price}"' in client.get("/price/").content.decode()
