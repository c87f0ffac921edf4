"""The model description of a role: to read, copy, price, and begin with."""

import pytest
from django.urls import reverse
from tests.factories import make_vocabulary
from tests.factories.accounts import make_member, make_organization, sign_in

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.posting_templates import posting_templates
from preceptor.jobs.reading import read_posting_text

pytestmark = pytest.mark.django_db

ROLES = [role.id for role in load_vocabulary().roles]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_one_and_its_page_leads_there(client, role):
    address = reverse("jobs:role_posting", args=[role])

    page = client.get(address)

    assert page.status_code == 200
    assert posting_templates()[role].title in page.content.decode()
    assert f'href="{address}"' in client.get(f"/roles/{role}/").content.decode()


def test_its_text_is_read_as_the_role_it_is_of(client):
    answer = client.get(reverse("jobs:role_posting", args=["trainer"]), {"format": "txt"})

    assert answer["Content-Disposition"] == 'attachment; filename="trainer.txt"'
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert read_posting_text(answer.content.decode()).roles[0].role == "trainer"


def test_it_is_priced_as_it_stands(client):
    make_vocabulary()
    page = client.get(reverse("jobs:role_posting", args=["trainer"]))

    answer = client.post(
        reverse("matches:price_start"), {"text": page.context["text"]}, follow=True
    )

    assert answer.status_code == 200
    assert posting_templates()["trainer"].title in answer.content.decode()


def test_who_hires_begins_a_job_with_it_and_others_do_not(client):
    house = make_organization()
    begin = f"/o/{house.slug}/jobs/new/form/?template=trainer"
    address = reverse("jobs:role_posting", args=["trainer"])
    assert begin not in client.get(address).content.decode()

    sign_in(client, make_member(house, counsels=True))
    assert begin not in client.get(address).content.decode()
    sign_in(client, make_member(house, hires=True))
    page = client.get(address).content.decode()

    assert begin in page
    assert client.get(begin).status_code == 200


def test_a_role_that_is_none_has_none(client):
    assert client.get("/roles/nobody/posting/").status_code == 404
