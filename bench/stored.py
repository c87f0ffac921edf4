"""Building a pool, writing it to a snapshot file and opening it as the product does."""

from __future__ import annotations

import gc
import os
import statistics
import time
from pathlib import Path
from typing import Any

from bench.pools import DrawnWorld
from preceptor.engine.tiles import LivePool, TiledPool, index_stage, live_pool
from preceptor.matches.snapshot_files import open_file, write_file

ROUNDS = 5

Figures = dict[str, Any]


def build_and_write(
    world: DrawnWorld, people: int, threads: int, path: Path
) -> tuple[Figures, Figures]:
    """Return the main figures and details of building; the snapshot is left at ``path``."""
    began = time.perf_counter()
    stage = world.stage(people)
    drawn = time.perf_counter() - began
    taken, cpu = [], []
    for _ in range(ROUNDS):
        # The pool of the round before is freed first, so that two never lie in memory.
        pool = None
        wall, used = time.perf_counter(), time.process_time()
        pool = index_stage(stage, threads=threads)
        taken.append(time.perf_counter() - wall)
        cpu.append(time.process_time() - used)
    del stage
    wall = time.perf_counter()
    size = write_file(path, build="bench", facts=pool.facts(), arrays=pool.arrays())
    written = time.perf_counter() - wall
    main = {"build_s": statistics.median(taken), "bytes_per_person": pool.bytes_per_person}
    details = {
        "draw_s": drawn,
        "build_min_s": min(taken),
        "build_cpu_s": statistics.median(cpu),
        "write_s": written,
        "file_bytes": size,
    }
    return main, details


def load(path: Path) -> tuple[LivePool, Figures, Figures]:
    """Open a snapshot, once from disk and then from the page cache; every byte is checked."""
    gc.collect()
    _forget(path)
    taken = []
    for _ in range(1 + ROUNDS):
        wall = time.perf_counter()
        opened = open_file(path)
        live = live_pool(TiledPool.from_arrays(opened.facts, opened.arrays))
        taken.append(time.perf_counter() - wall)
    details = {"load_from_disk_s": taken[0], "load_min_s": min(taken[1:])}
    return live, {"load_s": statistics.median(taken[1:])}, details


def _forget(path: Path) -> None:
    """Drop a file from the page cache, so that it is read from disk."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def mapped_bytes(path: Path) -> int:
    """Return how much of a mapped file lies in memory for this process (Linux; else its size)."""
    maps = Path("/proc/self/smaps")
    if not maps.exists():
        return path.stat().st_size
    total, is_ours = 0, False
    for line in maps.read_text().splitlines():
        word = line.split(maxsplit=1)[0]
        if not word.endswith(":"):
            is_ours = line.endswith(str(path))
        elif is_ours and word == "Rss:":
            total += int(line.split()[1]) * 1024
    return total
