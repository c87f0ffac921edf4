"""What the figures were measured on; nothing that names the machine."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("numpy", "numba", "duckdb", "polars", "scipy", "tantivy", "bm25s", "psycopg")


def machine() -> dict[str, object]:
    """Return processor, cores, memory in GiB, and the versions of what was measured."""
    return {
        "processor": _from_proc("/proc/cpuinfo", "model name") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0,
        "memory_gib": _memory_gib(),
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
    }


def _from_proc(path: str, key: str) -> str:
    file = Path(path)
    if file.exists():
        for line in file.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == key:
                return value.strip()
    return ""


def _memory_gib() -> int:
    kilobytes = _from_proc("/proc/meminfo", "MemTotal").removesuffix(" kB")
    return round(int(kilobytes) / (1 << 20)) if kilobytes else 0


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
