"""``preceptor evaluate``: measures reading and ranking on labelled texts."""

from preceptor.cli.evaluate.run import Readers, run

__all__ = ["Readers", "run"]
