import re

import pytest

from preceptor.competencies.vocabulary_files import load_vocabulary


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary()


def test_the_guide_leads_to_every_role(client, vocabulary):
    page = client.get("/roles/").content.decode()

    assert f"<h1>Health IT is {len(vocabulary.roles)} kinds of work, not one</h1>" in page
    for role in vocabulary.roles:
        assert f'href="/roles/{role.id}/"' in page


def test_every_role_page_shows_what_the_role_asks(client, vocabulary):
    for role in vocabulary.roles:
        page = client.get(f"/roles/{role.id}/").content.decode()
        asked = re.findall(r'<th scope="row"><a href="/competencies/([\w-]+)/"', page)
        assert set(asked) == {each.competency for each in role.asks}


def test_a_role_that_does_not_exist_is_not_found(client):
    assert client.get("/roles/astronaut/").status_code == 404


def test_a_role_sorts_by_link_and_says_so(client, vocabulary):
    role = vocabulary.roles[0]
    page = client.get(f"/roles/{role.id}/?sort=name").content.decode()
    names = re.findall(r'<th scope="row"><a href="/competencies/[\w-]+/">([^<]+)<', page)

    assert names == sorted(names, key=str.casefold)
    assert 'aria-sort="ascending"' in page


def test_a_role_as_csv_has_a_row_per_competency(client, vocabulary):
    role = vocabulary.roles[0]
    answer = client.get(f"/roles/{role.id}/?format=csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(answer.content.decode().splitlines()) == 1 + len(role.asks)


def test_two_roles_stand_side_by_side_with_the_sentence_that_tells_them_apart(client, vocabulary):
    first, second = vocabulary.roles[0], vocabulary.roles[1]
    page = client.get(f"/roles/compare/?a={first.id}&b={second.id}").content.decode()

    assert "<h2>What both ask</h2>" in page
    assert first.unlike[second.id][:40] in page.replace("&#x27;", "'")
    assert page.count("Ask at interview") == 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?a=trainer&b=trainer", "Choose two different roles."),
        ("?a=trainer&b=nobody", "The second role is not one of the list."),
        ("?a=trainer", "Choose the second role."),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(client, query, words):
    response = client.get(f"/roles/compare/{query}")

    assert response.status_code == 400
    assert words in response.content.decode()


def test_an_empty_comparison_asks_for_two_roles_without_blame(client):
    response = client.get("/roles/compare/")

    assert response.status_code == 200
    assert 'class="errors"' not in response.content.decode()


def test_a_search_names_its_count_in_the_title(client, vocabulary):
    page = client.get("/competencies/?q=hl7").content.decode()
    total = f"{len(vocabulary.competencies):,}"

    assert re.search(rf"<h1>\d+ of {total} competencies are written like “hl7”</h1>", page)


def test_a_search_without_a_hit_offers_the_next_step(client):
    page = client.get("/competencies/?q=zzzz").content.decode()

    assert "Nothing is written like this" in page
    assert "Show everything" in page


def test_a_search_that_is_too_long_is_refused_in_words(client):
    response = client.get("/competencies/", {"q": "x" * 101})

    assert response.status_code == 400
    assert "Search for at most 100 characters." in response.content.decode()


def test_words_of_a_search_come_back_escaped(client):
    page = client.get("/competencies/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page


def test_a_long_list_comes_in_pages_that_keep_the_search(client):
    page = client.get("/competencies/?q=a&page=2").content.decode()

    assert 'aria-current="page" aria-label="Page 2"' in page
    assert "?q=a&amp;page=1" in page


def test_a_competency_says_how_the_world_writes_it_and_who_asks_for_it(client, vocabulary):
    entry = max(vocabulary.competencies, key=lambda each: len(each.aliases))
    page = client.get(f"/competencies/{entry.id}/").content.decode()

    assert page.count('<li class="tag">') == sum(
        alias.text != entry.name for alias in entry.aliases
    )
    assert f"Vocabulary {vocabulary.version}." in page


def test_every_competency_has_a_page(client, vocabulary):
    for entry in vocabulary.competencies[::7]:
        assert client.get(f"/competencies/{entry.id}/").status_code == 200


def test_a_competency_that_does_not_exist_is_not_found(client):
    assert client.get("/competencies/alchemy/").status_code == 404


def test_the_guide_asks_nothing_of_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        client.get("/roles/")
        client.get("/competencies/")
