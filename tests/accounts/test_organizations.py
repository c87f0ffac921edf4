import pytest
from django.urls import reverse
from tests.factories import MONDAY
from tests.factories.accounts import (
    administrator_of,
    make_member,
    make_organization,
    make_steward,
    make_user,
)

from preceptor.accounts.models import Membership, Notice, Organization
from preceptor.accounts.policies import (
    counsels_at,
    hires_for,
    is_administrator,
    is_member,
    is_steward,
    mentors_at,
    organization_or_404,
    teaches_at,
)
from preceptor.accounts.queries.organizations import shown_organizations
from preceptor.accounts.services.members import LastAdministrator, change_member, remove_member
from preceptor.accounts.services.organizations import (
    NameIsVerified,
    SiteIsLast,
    change_organization,
    refuse_organization,
    remove_site,
    verify_organization,
)
from preceptor.accounts.services.organizations import (
    make_organization as found_organization,
)
from preceptor.common.models import LogEntry, Mail
from preceptor.common.places import find_zip

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Alder Falls Clinic",
    "kind": "practice",
    "website": "alderfalls.example.org",
    "zip_code": "04976",
    "hats": ["hires", "mentors"],
}


def kinds():
    return list(LogEntry.objects.order_by("number").values_list("kind", flat=True))


def place(code="04330"):
    found = find_zip(code)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", Organization.Kind.values)
def test_an_organization_of_every_kind_is_brought_in_and_waits_for_a_steward(client, kind):
    user = make_user()
    client.force_login(user)

    answer = client.post("/o/new/", {**NEW, "kind": kind})

    organization = Organization.objects.get()
    site = organization.sites.get()
    membership = organization.memberships.get()
    assert answer["Location"] == "/o/alder-falls-clinic/"
    assert (organization.kind, organization.verified_at) == (kind, None)
    assert organization.website == "https://alderfalls.example.org"
    assert (site.name, site.city, site.state) == ("Alder Falls Clinic", "Skowhegan", "ME")
    assert (membership.user, membership.role) == (user, "administrator")
    assert (membership.hires, membership.mentors, membership.teaches) == (True, True, False)
    assert kinds()[-1] == "accounts.organization_made"
    assert list(shown_organizations()) == []


def test_what_is_wrong_in_a_new_organization_is_said_and_nothing_typed_is_lost(client):
    client.force_login(make_user())

    answer = client.post("/o/new/", {**NEW, "zip_code": "00000", "name": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We know no ZIP code 00000." in page
    assert 'value="alderfalls.example.org"' in page
    assert Organization.objects.count() == 0


def test_two_of_the_same_name_have_two_addresses_and_none_is_called_new():
    user = make_user()
    slugs = [
        found_organization(name=name, kind="practice", by=user, now=MONDAY, place=place()).slug
        for name in ("Alder Falls", "Alder Falls", "New", "Ärzte am Fluß", "诊所")
    ]

    assert slugs == ["alder-falls", "alder-falls-2", "new-2", "arzte-am-flu", "organization"]


def test_members_see_their_organization_and_others_do_not(client):
    organization = make_organization()
    member = make_member(organization, hires=True)

    client.force_login(member)
    page = client.get("/o/kennebec/").content.decode()
    assert "Kennebec River Medical Center" in page
    assert "/o/kennebec/edit/" not in page

    client.force_login(make_user())
    assert client.get("/o/kennebec/").status_code == 404
    assert client.get("/o/nowhere/").status_code == 404


def addresses(organization):
    site = organization.sites.get().public_id
    user = organization.memberships.earliest("pk").user.public_id
    return [
        f"/o/kennebec/{rest}"
        for rest in (
            "edit/",
            "sites/new/",
            f"sites/{site}/",
            f"sites/{site}/remove/",
            "members/invite/",
            f"members/{user}/",
            f"members/{user}/remove/",
        )
    ]


def test_only_administrators_change_it_and_to_outsiders_nothing_is_there(client):
    organization = make_organization()
    member, outsider = make_member(organization, hires=True), make_user()
    for address in addresses(organization):
        client.force_login(administrator_of(organization))
        assert client.get(address).status_code == 200, address
        for user, status in ((member, 403), (outsider, 404)):
            client.force_login(user)
            assert client.get(address).status_code == status, address
            assert client.post(address, {"name": "Mine"}).status_code == status, address


def test_every_page_of_it_keeps_the_menu_and_the_footer(client):
    organization = make_organization()
    client.force_login(administrator_of(organization))
    for address in addresses(organization):
        page = client.get(address).content.decode()
        assert page.count('href="/how-we-count/"') == 1, address
        assert page.count('href="/roles/"') == 1, address


def test_what_it_says_of_itself_is_changed(client):
    organization = make_organization(is_verified=False)
    client.force_login(administrator_of(organization))

    client.post(
        "/o/kennebec/edit/",
        {
            "name": "Kennebec Medical",
            "kind": "practice",
            "website": "",
            "summary": "Nine practices.",
            "reply_days": "5",
        },
    )

    organization.refresh_from_db()
    assert (organization.name, organization.kind) == ("Kennebec Medical", "practice")
    assert (organization.summary, organization.reply_days) == ("Nine practices.", 5)
    assert kinds()[-1] == "accounts.organization_changed"


def test_a_verified_name_is_a_stewards_to_change(client):
    organization = make_organization()
    administrator = administrator_of(organization)
    words = {"website": "", "summary": "", "reply_days": 10, "now": MONDAY}

    client.force_login(administrator)
    client.post("/o/kennebec/edit/", {"name": "Mayo", "kind": "vendor", "reply_days": "9"})
    organization.refresh_from_db()
    assert (organization.name, organization.reply_days) == ("Kennebec River Medical Center", 9)
    with pytest.raises(NameIsVerified):
        change_organization(
            organization=organization, name="Mayo", kind="hospital", by=administrator, **words
        )

    change_organization(
        organization=organization, name="Kennebec", kind="hospital", by=make_steward(), **words
    )
    assert Organization.objects.get().name == "Kennebec"


def test_sites_are_added_moved_and_removed_but_not_the_last(client):
    organization = make_organization()
    client.force_login(administrator_of(organization))

    client.post("/o/kennebec/sites/new/", {"name": "North", "zip_code": "04401"})
    north = organization.sites.get(name="North")
    assert (north.city, north.state, north.zip_code) == ("Bangor", "ME", "04401")
    assert (round(north.latitude), round(north.longitude)) == (45, -69)

    client.post(f"/o/kennebec/sites/{north.public_id}/", {"name": "South", "zip_code": "04101"})
    north.refresh_from_db()
    assert (north.name, north.city) == ("South", "Portland")

    client.post(f"/o/kennebec/sites/{north.public_id}/remove/")
    last = organization.sites.get()
    client.post(f"/o/kennebec/sites/{last.public_id}/remove/")
    assert organization.sites.get() == last
    with pytest.raises(SiteIsLast, match="Add another"):
        remove_site(site=last, by=administrator_of(organization), now=MONDAY)


def test_a_site_of_another_organization_is_not_there(client):
    make_organization()
    other = make_organization("acadia", name="Acadia Clinic")
    client.force_login(administrator_of(Organization.objects.get(slug="kennebec")))

    answer = client.post(
        f"/o/kennebec/sites/{other.sites.get().public_id}/", {"name": "Mine", "zip_code": "04401"}
    )

    assert answer.status_code == 404
    assert other.sites.get().name == "Main building"


def test_a_steward_verifies_what_waits_longest_and_its_administrators_are_told(client):
    organization = make_organization(is_verified=False)
    administrator = administrator_of(organization)
    steward = make_steward()
    client.force_login(steward)
    assert (
        "1 organization waits for a look" in client.get("/steward/organizations/").content.decode()
    )

    look = "/steward/organizations/kennebec/"
    face = client.get(look).context["face"]
    client.post(look, {"answer": "verify", "face": face})

    organization.refresh_from_db()
    assert organization.verified_by == steward.public_id
    assert list(shown_organizations()) == [organization]
    assert Notice.objects.get(user=administrator).kind == "accounts.organization_verified"
    assert Mail.objects.get(recipient=administrator.public_id).subject == (
        "Your organization is verified"
    )
    assert kinds()[-1] == "accounts.organization_verified"


@pytest.mark.parametrize(
    "other",
    [{"name": "Mercy Hospital"}, {"website": "https://mercy.example.org"}, {"kind": "vendor"}],
)
def test_what_changed_behind_a_look_is_not_verified(client, other):
    organization = make_organization(is_verified=False)
    client.force_login(make_steward())
    look = "/steward/organizations/kennebec/"
    face = client.get(look).context["face"]
    Organization.objects.filter(pk=organization.pk).update(**other)

    answer = client.post(look, {"answer": "verify", "face": face}, follow=True)

    organization.refresh_from_db()
    assert organization.verified_at is None
    assert "It changed while you looked" in answer.content.decode()
    client.post(look, {"answer": "verify", "face": answer.context["face"]})
    organization.refresh_from_db()
    assert organization.verified_at is not None


def test_a_refusal_says_why_and_a_change_lets_it_wait_again(client):
    organization = make_organization(is_verified=False)
    administrator = administrator_of(organization)
    client.force_login(make_steward())
    look = "/steward/organizations/kennebec/"

    assert client.post(look, {"answer": "refuse", "why": ""}).status_code == 422
    client.post(look, {"answer": "refuse", "why": "The website does not exist."})

    client.force_login(administrator)
    assert "The website does not exist." in client.get("/o/kennebec/").content.decode()
    assert "website" not in Mail.objects.get(recipient=administrator.public_id).text
    client.post(
        "/o/kennebec/edit/", {"name": organization.name, "kind": "hospital", "reply_days": "10"}
    )
    organization.refresh_from_db()
    assert organization.refused_why == ""


def test_verification_can_be_taken_back():
    organization = make_organization()

    refuse_organization(
        organization=organization, why="It was sold.", by=make_steward(), now=MONDAY
    )

    assert list(shown_organizations()) == []


@pytest.mark.parametrize("address", ["/steward/organizations/", "/steward/organizations/kennebec/"])
def test_the_queue_is_for_stewards_only(client, address):
    organization = make_organization(is_verified=False)
    assert client.get(address)["Location"].startswith("/account/login/")

    client.force_login(administrator_of(organization))

    assert client.get(address).status_code == 403
    assert client.post(address, {"answer": "verify"}).status_code == 403
    organization.refresh_from_db()
    assert organization.verified_at is None


def test_a_members_role_and_hats_are_changed(client):
    organization = make_organization()
    member = make_member(organization, hires=True)
    client.force_login(administrator_of(organization))

    client.post(
        f"/o/kennebec/members/{member.public_id}/",
        {"role": "administrator", "hats": ["teaches", "counsels"]},
    )

    membership = Membership.objects.get(user=member)
    assert membership.role == "administrator"
    hats = (membership.hires, membership.teaches, membership.counsels, membership.mentors)
    assert hats == (False, True, True, False)
    assert LogEntry.objects.latest("number").details == {"member": str(member.public_id)}


def test_the_last_administrator_cannot_go_by_any_way(client):
    organization = make_organization()
    make_member(organization, hires=True)
    administrator = administrator_of(organization)
    client.force_login(administrator)
    own = f"/o/kennebec/members/{administrator.public_id}/"

    assert client.post(own, {"role": "member"}).status_code == 422
    client.post(f"{own}remove/")
    client.post("/o/kennebec/leave/")

    membership = Membership.objects.get(user=administrator)
    assert membership.role == "administrator"
    with pytest.raises(LastAdministrator):
        change_member(membership=membership, role="member", hats=[], by=administrator, now=MONDAY)
    with pytest.raises(LastAdministrator):
        remove_member(membership=membership, by=administrator, now=MONDAY)


def test_who_became_the_last_administrator_meanwhile_is_not_removed_as_a_member():
    organization = make_organization()
    first, second = administrator_of(organization), make_member(organization, hires=True)
    as_read = Membership.objects.get(user=second)
    promoted = Membership.objects.get(user=second)
    change_member(membership=promoted, role="administrator", hats=[], by=first, now=MONDAY)
    remove_member(membership=Membership.objects.get(user=first), by=first, now=MONDAY)

    with pytest.raises(LastAdministrator):
        remove_member(membership=as_read, by=first, now=MONDAY)
    with pytest.raises(LastAdministrator):
        change_member(membership=as_read, role="member", hats=[], by=first, now=MONDAY)


def test_a_membership_ends_once():
    organization = make_organization()
    by, member = administrator_of(organization), make_member(organization)
    first, second = (Membership.objects.get(user=member) for _ in range(2))

    remove_member(membership=first, by=by, now=MONDAY)
    remove_member(membership=second, by=by, now=MONDAY)

    assert kinds().count("accounts.member_removed") == 1
    assert Mail.objects.filter(recipient=member.public_id).count() == 1


def test_who_is_removed_sees_nothing_from_that_moment_and_is_told(client):
    organization = make_organization()
    member = make_member(organization, hires=True)
    client.force_login(administrator_of(organization))

    client.post(f"/o/kennebec/members/{member.public_id}/remove/")

    client.force_login(member)
    assert client.get("/o/kennebec/").status_code == 404
    mail = Mail.objects.get(recipient=member.public_id)
    assert "Kennebec" not in mail.subject + mail.text
    assert kinds()[-1] == "accounts.member_removed"


def test_a_member_leaves_without_a_mail(client):
    organization = make_organization()
    member = make_member(organization, hires=True)
    client.force_login(member)

    answer = client.post("/o/kennebec/leave/")

    assert answer["Location"] == "/me/account/"
    assert not Membership.objects.filter(user=member).exists()
    assert not Mail.objects.filter(recipient=member.public_id).exists()
    assert kinds()[-1] == "accounts.member_left"


def test_a_member_of_another_organization_is_not_there(client):
    make_organization()
    other = administrator_of(make_organization("acadia", name="Acadia Clinic"))
    client.force_login(administrator_of(Organization.objects.get(slug="kennebec")))

    assert client.post(f"/o/kennebec/members/{other.public_id}/remove/").status_code == 404


def test_one_account_wears_several_hats(client):
    hospital = make_organization()
    college = make_organization("stillwater", name="Stillwater College", kind="college")
    user = make_member(hospital, hires=True)
    make_member(college, user=user, teaches=True, mentors=True)
    anybody = make_user()

    assert (is_member(user, hospital), hires_for(user, hospital)) == (True, True)
    assert (teaches_at(user, hospital), is_administrator(user, hospital)) == (False, False)
    assert (teaches_at(user, college), mentors_at(user, college)) == (True, True)
    assert counsels_at(user, college) is False
    assert (is_member(anybody, hospital), is_steward(user)) == (False, False)
    assert organization_or_404(user, "stillwater", "teaches") == college
    client.force_login(user)
    page = client.get("/me/account/").content.decode()
    assert "Member, hires" in page
    assert "Member, teaches, mentors" in page


@pytest.mark.parametrize("count", [1, 50])
def test_lists_ask_the_database_as_often_for_one_row_as_for_fifty(
    client, count, django_assert_max_num_queries
):
    steward = make_steward()
    organization = make_organization()
    for number in range(count):
        make_member(organization, hires=True)
        make_organization(f"waits-{number}", name=f"Clinic {number}", is_verified=False)
    client.force_login(steward)
    with django_assert_max_num_queries(12):
        client.get("/steward/organizations/")
    client.force_login(administrator_of(organization))
    with django_assert_max_num_queries(10):
        client.get(reverse("accounts:members", args=["kennebec"]))


def test_a_steward_corrects_a_verified_name_on_the_page_of_the_queue(client):
    organization = make_organization()
    client.force_login(make_steward())
    look = "/steward/organizations/kennebec/"

    assert client.post(look, {"answer": "rename", "name": "", "kind": "vendor"}).status_code == 422
    client.post(look, {"answer": "rename", "name": "Kennebec Health", "kind": "vendor"})

    organization.refresh_from_db()
    assert (organization.name, organization.kind) == ("Kennebec Health", "vendor")
    assert organization.verified_at is not None
    assert kinds()[-1] == "accounts.organization_renamed"


def test_verifying_twice_keeps_the_later_steward():
    organization = make_organization(is_verified=False)
    first, second = make_steward(), make_steward("second@example.org")

    verify_organization(organization=organization, by=first, now=MONDAY)
    verify_organization(organization=organization, by=second, now=MONDAY)

    assert Organization.objects.get().verified_by == second.public_id
