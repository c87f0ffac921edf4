"""A crew on a cluster of Ray, or on one that is started here for the purpose. Django-free.

Ray is the extra ``preceptor[cluster]``. Every machine of the cluster has this package installed
and sees the snapshots and the folders of runs under the same paths.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from preceptor.matches.nightly.crew import TICK_SECONDS, Event, Tick, Tries, WorkFailed
from preceptor.matches.nightly.work import Task, do_unit

# Nothing is kept in Ray's own store but the few words of an answer.
STORE_BYTES = 100 << 20
LOOPBACK = "127.0.0.1"


class ClusterMissing(Exception):
    """Ray is not installed, or no cluster answers."""


def work_in_cluster(
    tasks: Sequence[Task], *, workers: int | None = None, address: str | None = None
) -> Iterator[Event]:
    """Do all tasks on a cluster; a worker that dies is replaced, and only its unit redone.

    ``address``: ``auto``, ``host:port`` or ``ray://host:port`` of a running cluster; None
    starts one of ``workers`` on this machine, which ends with this process and listens on the
    loopback address only. Without ``workers`` every core of the cluster is used.
    Raises ClusterMissing, WorkFailed.
    """
    ray = _ray(address)
    with _joined(ray, workers, address):
        crew = workers or int(ray.cluster_resources().get("CPU", 1))
        # Lost workers are counted here, so that a unit that kills them ends the run.
        unit = ray.remote(num_cpus=1, max_retries=0)(do_unit)
        waiting = deque(tasks)
        going: dict[Any, Task] = {}
        tries = Tries()
        while waiting or going:
            while waiting and len(going) < crew:
                task = waiting.popleft()
                going[unit.remote(task)] = task
            ready, _ = ray.wait(list(going), timeout=TICK_SECONDS)
            if not ready:
                yield Tick()
            for answer in ready:
                yield _heard(ray, answer, going.pop(answer), waiting, tries)


def _heard(ray: Any, answer: Any, task: Task, waiting: deque[Task], tries: Tries) -> Event:
    try:
        done: Event = ray.get(answer)
    except ray.exceptions.RayTaskError as error:
        raise WorkFailed(f"{type(error.cause).__name__}: {error.cause}") from error
    except ray.exceptions.RayError as error:
        waiting.appendleft(task)
        return tries.lose(task.unit, type(error).__name__)
    return done


def _ray(address: str | None) -> Any:
    # Said before it is loaded: nothing is reported to anybody, and a cluster of this machine
    # alone has no address but the loopback one (which Ray otherwise replaces).
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if address is None:
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    try:
        # Ray is large and an extra: whoever runs on one machine neither has nor loads it.
        import ray  # noqa: PLC0415
    except ImportError:
        raise ClusterMissing(
            'Ray is not installed. Install it with: pip install "preceptor[cluster]"'
        ) from None
    return ray


@contextlib.contextmanager
def _joined(ray: Any, workers: int | None, address: str | None) -> Iterator[None]:
    """Join the cluster, or start one; leave it in the end."""
    quiet = {"logging_level": "ERROR", "log_to_driver": False}
    try:
        if address is None:
            ray.init(
                address="local",
                num_cpus=workers,
                include_dashboard=False,
                object_store_memory=STORE_BYTES,
                _node_ip_address=LOOPBACK,
                **quiet,
            )
        else:
            ray.init(address=address, **quiet)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ClusterMissing(f"No cluster answers at {address or 'this machine'}: {error}") from (
            error
        )
    try:
        yield
    finally:
        ray.shutdown()
