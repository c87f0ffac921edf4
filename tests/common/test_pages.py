import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from preceptor.common import menu, views
from preceptor.common.csv_answer import csv_answer
from preceptor.common.templatetags import preceptor as words

PLAIN = {"secure": False}


def test_the_sign_of_life_asks_nothing_of_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_the_components_page_shows_every_state_of_a_line(client):
    page = client.get("/components/").content.decode()

    for state in ("is-met", "is-proved", "is-partly", "is-unstated", "is-notyet"):
        assert f'chip {state}"' in page


def test_the_components_page_is_for_the_demo_only(client, settings):
    settings.DEMO = False

    assert client.get("/components/").status_code == 404


def test_an_address_without_a_page_says_so_and_leads_to_the_start(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "<h1>There is nothing at this address</h1>" in response.content.decode()
    assert 'href="/"' in response.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "title"),
    [
        (views.bad_request, 400, "We could not read this request"),
        (views.forbidden, 403, "This page belongs to somebody else"),
        (views.not_found, 404, "There is nothing at this address"),
    ],
)
def test_each_error_page_has_its_status_and_its_words(view, status, title):
    response = view(RequestFactory().get("/x/"), Http404())

    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.content.decode()


def test_the_error_page_of_a_broken_site_stands_without_a_database(client):
    response = views.server_error(RequestFactory().get("/x/"))

    assert response.status_code == 500
    assert "<h1>Something broke on our side</h1>" in response.content.decode()


def test_a_form_sent_without_its_token_is_told_to_be_sent_again(settings):
    settings.CSRF_FAILURE_VIEW = "preceptor.common.views.csrf_failure"
    client = Client(enforce_csrf_checks=True)

    response = client.post("/price/", {"text": "HL7"})

    assert response.status_code == 403
    assert "<h1>This form has expired</h1>" in response.content.decode()


def test_pages_forbid_inline_style_and_foreign_sources(client):
    policy = client.get("/components/")["Content-Security-Policy"]

    assert "style-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_menu_holds_what_each_app_declares_in_order():
    labels = [link.label for link in menu.links("menu", "/jobs/x/")]

    assert labels == ["Start", "Your advice", "Price a posting", "Jobs", "Roles", "Competencies"]


def test_the_menu_marks_an_entry_for_everything_below_it():
    here = [link.label for link in menu.links("menu", "/jobs/x/") if link.is_here]

    assert here == ["Jobs"]


def test_a_table_as_csv_defuses_what_a_spreadsheet_would_run():
    answer = csv_answer("people", ("name", "points"), [("=1+1", 3), ("Ruth, RN", -2)])

    assert answer.content.decode() == '\ufeffname,points\r\n\'=1+1,3\r\n"Ruth, RN",-2\r\n'
    assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (112, "112th"),
        (1022, "1,022nd"),
    ],
)
def test_ranks_are_written_as_people_say_them(number, text):
    assert words.ordinal(number) == text


def test_a_share_of_nothing_has_no_length():
    assert words.share(0, 0) == "0"
    assert words.share(1, 3) == "33.3"
