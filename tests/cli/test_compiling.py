"""A command that waits for the compiler says why."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("is_loaded", [False, True])
def test_waiting_for_the_compiler_is_said_once(is_loaded, tmp_path):
    program = f"""
import sys
{"import numba" if is_loaded else ""}
from preceptor.cli.compiling import say_when_compiling
say_when_compiling()
import numba
@numba.njit
def add(one, other):
    return one + other
add(1, 2), add(1.0, 2.0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr.count("compiling the engine") == int(is_loaded)
