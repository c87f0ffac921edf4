"""``preceptor evaluate``: measures reading and ranking on labelled texts."""

from preceptor.cli.evaluate.command import add_arguments, run

__all__ = ["add_arguments", "run"]
