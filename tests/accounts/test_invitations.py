import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.accounts import (
    PASSWORD,
    administrator_of,
    make_member,
    make_organization,
    make_user,
)

from preceptor.accounts.models import Invitation, Membership, User
from preceptor.accounts.services.invitations import (
    AlreadyMember,
    InvitationOver,
    accept_invitation,
    invite,
    resend_invitation,
)
from preceptor.common.models import LogEntry, Mail
from preceptor.common.tokens import digest_of

pytestmark = pytest.mark.django_db

ASK = {"email": "New@example.org", "role": "member", "hats": ["hires", "mentors"]}


def link():
    return re.search(r"/invitations/\S+", Mail.objects.latest("pk").text).group(0)


def ask(organization, **more):
    words = {"email": "new@example.org", "role": "member", "hats": ["hires"], **more}
    return invite(
        organization=organization, by=administrator_of(organization), now=timezone.now(), **words
    )


def test_an_administrator_asks_and_the_mail_holds_a_link_that_the_database_does_not(client):
    client.force_login(administrator_of(make_organization()))

    answer = client.post("/o/kennebec/members/invite/", ASK)

    mail, invitation = Mail.objects.latest("pk"), Invitation.objects.get()
    token = link().split("/")[2]
    assert answer["Location"] == "/o/kennebec/members/"
    assert (mail.to, mail.kind) == ("new@example.org", "accounts.invitation")
    assert (invitation.hires, invitation.mentors, invitation.teaches) == (True, True, False)
    assert invitation.expires_at - invitation.made_at == timedelta(days=14)
    assert token not in str(Invitation.objects.values())
    assert invitation.token_digest == digest_of(token)
    assert LogEntry.objects.latest("number").kind == "accounts.invited"


def test_somebody_with_an_account_signs_in_sees_what_they_would_do_and_joins(client):
    organization = make_organization()
    user = make_user("new@example.org")
    ask(organization, role="administrator")
    page = client.get(link()).content.decode()
    assert "Kennebec River Medical Center asks you to join" in page
    assert f"/account/login/?next={link().replace('/', '%2F')}" in page

    client.post(
        "/account/login/", {"login": user.email, "password": PASSWORD, "next": link()}, follow=True
    )
    answer = client.post(link())

    membership = Membership.objects.get(user=user)
    assert answer["Location"] == "/o/kennebec/"
    assert (membership.role, membership.hires) == ("administrator", True)
    # An administrator has a second step to set up before going on.
    assert client.get("/o/kennebec/")["Location"].startswith("/account/second-factor/")


def test_somebody_new_makes_an_account_without_another_code_and_joins(client):
    ask(make_organization())
    address = link()
    client.get(address)

    answer = client.post(
        "/account/signup/",
        {"email": "new@example.org", "password1": PASSWORD, "name": "", "next": address},
    )
    client.post(answer["Location"])

    user = User.objects.get(email="new@example.org")
    assert answer["Location"] == address
    assert Membership.objects.get(user=user).hires is True


def test_another_address_than_the_one_asked_still_has_to_be_confirmed(client):
    ask(make_organization())
    client.get(link())

    answer = client.post("/account/signup/", {"email": "other@example.org", "password1": PASSWORD})

    assert answer["Location"] == "/account/confirm-email/"
    assert "_auth_user_id" not in client.session


def test_somebody_else_is_told_to_whom_it_was_sent(client):
    ask(make_organization())
    client.force_login(make_user("wade@example.org"))

    page = client.get(link()).content.decode()

    assert "This was sent to new@example.org." in page


def test_nobody_joins_by_looking_or_without_signing_in(client):
    organization = make_organization()
    ask(organization)

    client.get(link())
    client.post(link())

    assert organization.memberships.count() == 1


def test_a_link_works_once(client):
    ask(make_organization())
    client.force_login(make_user())
    client.post(link())
    other = type(client)()
    other.force_login(make_user())

    answer = other.post(link())

    assert answer.status_code == 410
    assert "This invitation no longer works" in answer.content.decode()
    assert Membership.objects.count() == 2


def test_a_link_is_over_after_14_days_when_withdrawn_and_when_sent_again(client):
    organization = make_organization()
    administrator = administrator_of(organization)
    invitation = ask(organization)
    first = link()
    resend_invitation(invitation=invitation, by=administrator, now=timezone.now())
    second = link()
    assert [client.get(address).status_code for address in (first, second)] == [410, 200]

    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(second).status_code == 410
    with pytest.raises(InvitationOver):
        accept_invitation(invitation=invitation, by=make_user(), now=timezone.now())

    client.force_login(administrator)
    client.post(f"/o/kennebec/invitations/{invitation.public_id}/resend/")
    third = link()
    assert client.get(third).status_code == 200
    client.post(f"/o/kennebec/invitations/{invitation.public_id}/withdraw/")
    assert client.get(third).status_code == 410
    assert client.get("/invitations/made-up/").status_code == 410


def test_asking_the_same_address_again_replaces_the_first(client):
    organization = make_organization()
    ask(organization)
    first = link()

    ask(organization, email="NEW@example.org", hats=["teaches"])

    assert client.get(first).status_code == 410
    assert Invitation.objects.filter(withdrawn_at=None).get().teaches is True


def test_a_member_is_not_asked_again(client):
    organization = make_organization()
    member = make_member(organization, user=make_user("new@example.org"))
    client.force_login(administrator_of(organization))

    answer = client.post("/o/kennebec/members/invite/", ASK)

    assert answer.status_code == 422
    assert "Whoever has this address is a member already." in answer.content.decode()
    with pytest.raises(AlreadyMember):
        ask(organization, email=member.email.upper())


def test_who_is_a_member_under_another_address_gains_hats_and_loses_none(client):
    organization = make_organization()
    member = make_member(organization, teaches=True)
    ask(organization)
    client.force_login(member)

    client.post(link())

    membership = Membership.objects.get(user=member)
    assert (membership.teaches, membership.hires, membership.role) == (True, True, "member")


def test_invitations_are_seen_and_changed_by_administrators_only(client):
    organization = make_organization()
    invitation = ask(organization)
    member = make_member(organization, hires=True)
    client.force_login(member)

    assert "new@example.org" not in client.get("/o/kennebec/members/").content.decode()
    for what in ("resend", "withdraw"):
        address = f"/o/kennebec/invitations/{invitation.public_id}/{what}/"
        assert client.post(address).status_code == 403
    client.force_login(administrator_of(make_organization("acadia", name="Acadia Clinic")))
    for what in ("resend", "withdraw"):
        address = f"/o/acadia/invitations/{invitation.public_id}/{what}/"
        assert client.post(address).status_code == 404
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
