"""A process whose threads sign in, join and leave at the same time; prints what came of it."""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings
from tests.common.side_by_side import NOW, at_once


def main() -> None:
    """Run every scene."""
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from tests.factories import make_person, make_resume, make_vocabulary
    from tests.factories.accounts import make_organization, make_user

    from preceptor.accounts.models import Invitation, Membership, Person
    from preceptor.accounts.services import make_visitor, person_for
    from preceptor.accounts.services.failed_tries import TooManyTries, take_try
    from preceptor.accounts.services.invitations import InvitationOver, accept_invitation, invite
    from preceptor.accounts.services.members import LastAdministrator, remove_member
    from preceptor.accounts.services.visitors import adopt_visitor
    from preceptor.resumes.models import Evidence
    from preceptor.resumes.services import correct

    def attempt(_number: int) -> list[int]:
        heard = []
        for _ in range(4):
            try:
                heard.append(take_try(bucket="password:test", now=NOW))
            except TooManyTries:
                continue
        return heard

    heard = at_once(attempt)

    user = make_user()
    persons = at_once(lambda _: person_for(user=user, now=NOW).pk)

    newcomer = make_user()
    visitors = [make_visitor(now=NOW) for _ in range(6)]
    adopted = at_once(
        lambda number: adopt_visitor(visitor=visitors[number], user=newcomer, now=NOW)
    )

    organization = make_organization(is_verified=False)
    administrators = [*organization.memberships.all()]
    administrators += [
        Membership.objects.create(
            organization=organization, user=make_user(), role=Membership.Role.ADMINISTRATOR
        )
        for _ in range(5)
    ]

    def leave(number: int) -> bool:
        membership = administrators[number]
        try:
            remove_member(membership=membership, by=membership.user, now=NOW)
        except LastAdministrator:
            return False
        return True

    left = at_once(leave)

    by = make_user()
    invited = at_once(
        lambda _: (
            invite(
                organization=organization,
                email="new@example.org",
                role="member",
                hats=["hires"],
                by=by,
                now=NOW,
            ).pk
        )
    )
    still_open = Invitation.objects.get(accepted_at=None, withdrawn_at=None)
    joining = [make_user() for _ in range(6)]

    def accept(number: int) -> bool:
        try:
            accept_invitation(invitation=still_open, by=joining[number], now=NOW)
        except InvitationOver:
            return False
        return True

    make_vocabulary()
    ruth = make_person()
    make_resume(person=ruth)
    before = Evidence.objects.filter(person=ruth).count()

    def say_years(number: int) -> int:
        return correct(
            person=Person.objects.get(pk=ruth.pk),
            kind="years",
            subject="years_it",
            words=f"said {number}",
            action="change",
            value={"years": 1.0},
            now=NOW,
        ).pk

    corrected = at_once(say_years)

    sys.stdout.write(
        json.dumps(
            {
                "heard": heard,
                "persons": persons,
                "adopted": adopted,
                "persons_of_newcomer": Person.objects.filter(user=newcomer).count(),
                "left": left,
                "remaining": organization.memberships.filter(role="administrator").count(),
                "invited": invited,
                "accepted": at_once(accept),
                "corrected": len(set(corrected)),
                "evidence": [before, Evidence.objects.filter(person=ruth).count()],
            }
        )
    )


if __name__ == "__main__":
    main()
