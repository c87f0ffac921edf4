"""What falls due in matching."""

from preceptor.matches.tasks.pool import Swept, needs_merging, needs_rebuilding, sweep

__all__ = ["Swept", "needs_merging", "needs_rebuilding", "sweep"]
