"""``preceptor steward``: who runs the installation, and opening what was locked."""

from __future__ import annotations

import argparse

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from preceptor.accounts.models import User
from preceptor.accounts.services.failed_tries import unlock_account
from preceptor.accounts.services.sign import drop_second_factors, make_steward, unmake_steward
from preceptor.cli.database import ready_database
from preceptor.cli.ending import ANSWERED, CommandError
from preceptor.common.addresses import site_address

EXAMPLES = """\
  preceptor steward add stella@example.org      (an account is made if there is none)
  preceptor steward list
  preceptor steward remove stella@example.org
  preceptor steward unlock ruth@example.org     (whose password was guessed at too often)
  preceptor steward reset ruth@example.org      (who lost phone, passkey and recovery codes)"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="print who runs the installation")
    for name, what in (
        ("add", "let somebody verify organizations, see background work and the log"),
        ("remove", "let them no longer; the account stays"),
        ("reset", "take away the second steps of somebody who lost them, and end their sessions"),
        ("unlock", "hear an account again whose password or codes were guessed at too often"),
    ):
        action = actions.add_parser(name, help=what)
        action.add_argument("email", type=_address, metavar="EMAIL")


def run(options: argparse.Namespace) -> int:
    """Do it and say so. Raises CommandError for an address that has no account."""
    ready_database(fill=False)
    now = timezone.now()
    if options.action == "list":
        for steward in User.objects.filter(is_steward=True).order_by("email"):
            print(steward.email)
        return ANSWERED
    if options.action == "add":
        is_new = make_steward(email=options.email, now=now)
        print(f"{options.email} is a steward.")
        if is_new:
            print(f"Sign in at {site_address('/account/login/code/')}: a code is mailed.")
        return ANSWERED
    user = User.objects.filter(email__iexact=options.email).first()
    if user is None:
        raise CommandError(f"There is no account with the address {options.email}.")
    if options.action == "remove":
        unmake_steward(user=user, now=now)
        print(f"{user.email} is no steward any more.")
    elif options.action == "reset":
        drop_second_factors(user=user, now=now)
        print(f"{user.email} signs in without a second step, and is told so by mail.")
    else:
        unlock_account(user=user, now=now)
        print(f"{user.email} is heard again.")
    return ANSWERED


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise argparse.ArgumentTypeError(f"{text} is no e-mail address") from None
    return text.lower()
