"""Who acts for an organization, in which role and with which hats."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Membership, Organization, User
from preceptor.accounts.services.notices import tell
from preceptor.accounts.services.organizations import HATS
from preceptor.common.services import append_log

ADMINISTRATOR = Membership.Role.ADMINISTRATOR


class LastAdministrator(Exception):
    """Somebody must be able to let others in."""


@transaction.atomic
def change_member(
    *, membership: Membership, role: str, hats: Collection[str], by: User, now: datetime
) -> Membership:
    """Change a member's role and hats. Raises LastAdministrator where nobody would be left."""
    if role != ADMINISTRATOR:
        _keep_an_administrator(membership)
    membership.role = role
    for hat in HATS:
        setattr(membership, hat, hat in hats)
    membership.save(update_fields=["role", *HATS])
    _note(membership, "member_changed", by=by, now=now)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User, now: datetime) -> None:
    """End a membership, by an administrator or by the member, who is told in the first case.

    Ended already, nothing changes. Raises LastAdministrator where nobody would be left to
    administer the organization.
    """
    _keep_an_administrator(membership)
    user = membership.user
    if not Membership.objects.filter(pk=membership.pk).delete()[0]:
        return
    _note(membership, "member_left" if user == by else "member_removed", by=by, now=now)
    if user != by:
        tell(
            user=user,
            kind="accounts.member_removed",
            text="You no longer act for an organization that you belonged to.",
            address="/me/account/",
            now=now,
            mail_subject="You no longer act for an organization",
        )


def _keep_an_administrator(membership: Membership) -> None:
    """Raise LastAdministrator if this is the only one; two who go at the same time take turns."""
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    # Asked anew: who was read as a member may have become the administrator meanwhile.
    left = Membership.objects.filter(organization_id=membership.organization_id, role=ADMINISTRATOR)
    if {membership.pk} == set(left.values_list("pk", flat=True)):
        raise LastAdministrator("Make somebody else an administrator first.")


def _note(membership: Membership, what: str, *, by: User, now: datetime) -> None:
    append_log(
        kind=f"accounts.{what}",
        target=membership.organization.public_id,
        by=by.public_id,
        now=now,
        details={"member": str(membership.user.public_id)},
    )
