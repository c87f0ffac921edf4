"""A loop kept on disk is compiled anew when anything that it is made of has changed."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType

import pytest

from preceptor.engine.kernels import heap, jit, open_list, relax, strict_list

HEADING = "from preceptor.engine.kernels.{} import something\n"


def test_a_digest_changes_with_every_file_that_is_built_on_however_far_away(tmp_path: Path):
    files = {name: tmp_path / f"{name}.py" for name in ("top", "middle", "base", "other")}
    files["top"].write_text(HEADING.format("middle"))
    files["middle"].write_text(HEADING.format("base") + HEADING.format("middle"))
    files["base"].write_text("ONE = 1\n")
    files["other"].write_text("TWO = 2\n")
    before = jit.source_digest(files["top"])

    files["other"].write_text("TWO = 3\n")
    jit._text.cache_clear()
    unrelated = jit.source_digest(files["top"])
    files["base"].write_text("ONE = 2\n")
    jit._text.cache_clear()

    assert unrelated == before
    assert jit.source_digest(files["top"]) != before


@pytest.mark.parametrize(
    ("module", "name"),
    [(heap, "push"), (open_list, "best_open"), (strict_list, "best_strict"), (relax, "cheapest")],
)
def test_every_loop_is_kept_under_the_digest_of_its_files(module: ModuleType, name: str):
    compiled = getattr(module, name)

    stamp = compiled._cache._cache_file._source_stamp

    assert stamp == jit.source_digest(Path(inspect.getfile(module)))


def test_no_loop_takes_anything_from_elsewhere_in_a_way_that_the_digest_misses():
    folder = Path(inspect.getfile(jit)).parent
    for file in sorted(folder.glob("*.py")):
        named = [line for line in file.read_text().splitlines() if "preceptor." in line]
        taken = [line for line in named if line.startswith(("import ", "from "))]
        assert all(jit.IMPORTED.match(line) for line in taken), file.name
