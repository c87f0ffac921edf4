import re

import pytest
from tests.factories.accounts import sign_in
from tests.factories.jobs import (
    make_candidate,
    make_opening,
    recruiter_of,
)

from preceptor.jobs.models import Application

pytestmark = pytest.mark.django_db

State = Application.State


@pytest.fixture
def job():
    return make_opening()


def test_smoke(client, job):
    person = make_candidate()
    sign_in(client, person.user)
    page = client.get(f"/jobs/{job.slug}/apply/")
    assert page.status_code == 200, page.content.decode()
    text = page.content.decode()
    docs = re.findall(r'name="documents" value="([^"]+)"', text)
    sent = client.post(
        f"/jobs/{job.slug}/apply/", {"note": "hello", "documents": docs, "action": "check"}
    )
    assert sent.status_code == 302, sent.content.decode()
    assert sent.url == f"/jobs/{job.slug}/apply/check/"
    assert client.get(sent.url).status_code == 200
    done = client.post(sent.url, {"action": "send"})
    assert done.status_code == 302
    assert client.get(done.url).status_code == 200
    for path in (
        "/me/applications/",
        "/me/applications/?view=table",
        "/me/applications/record/",
        "/me/applications/record/?format=csv",
    ):
        assert client.get(path).status_code == 200, path
    application = Application.objects.get()
    recruiter = recruiter_of(job)
    sign_in(client, recruiter)
    base = f"/o/kennebec/jobs/{job.public_id}/applications/"
    for path in (
        base,
        base + "?view=board",
        base + f"not-now/?a={application.public_id}",
        f"/o/kennebec/applications/{application.public_id}/",
        "/o/kennebec/applications/",
        "/o/kennebec/stages/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.content.decode()[:3000])
