"""Parse the command line and run one command."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import django
from django.core.exceptions import ImproperlyConfigured

from preceptor import __version__
from preceptor.cli.commands import HELP, NEED_DATABASE, RUN_LONG, module_of
from preceptor.cli.compiling import say_when_compiling
from preceptor.cli.ending import CommandError

DESCRIPTION = (
    "Health-IT workforce exchange: a resume in, roles and jobs out; a posting in, its price out."
)
EPILOG = """\
exit codes:
  0  answered
  1  something went wrong that is not your input's fault
  2  the command line is wrong
  3  a file cannot be read; the message says why and what to do
  4  a check found problems

Run "preceptor COMMAND --help" for examples. The database is the one DATABASE_URL names,
else var/preceptor.sqlite3; an empty one is filled with the demo world first.
"""


def build_parser(chosen: str | None = None) -> argparse.ArgumentParser:
    """Return the parser: every command's line of help, and the chosen one's arguments."""
    parser = argparse.ArgumentParser(
        prog="preceptor",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"preceptor {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, line in HELP.items():
        if name != chosen:
            commands.add_parser(name, help=line)
            continue
        command = import_module(module_of(name))
        own = commands.add_parser(
            name,
            help=line,
            description=line,
            epilog=f"examples:\n{command.EXAMPLES}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(own)
        own.set_defaults(run=command.run)
    return parser


def start_django() -> None:
    """Load settings and apps; a wrong setting ends the command with its sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preceptor.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = next((word for word in given if word in HELP), None)
    if chosen not in RUN_LONG:
        # A command that answers and ends frees nothing that matters; looking for garbage among
        # a vocabulary of a hundred thousand objects takes a fifth of its time.
        gc.disable()
    try:
        if chosen in NEED_DATABASE:
            start_django()
        options = build_parser(chosen).parse_args(given)
        say_when_compiling()
        code: int = options.run(options)
    except CommandError as error:
        print(f"preceptor: {error}", file=sys.stderr)
        return error.code
    except BrokenPipeError:
        # The reader of our output went away (head, less): nothing is wrong.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("preceptor: stopped", file=sys.stderr)
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
