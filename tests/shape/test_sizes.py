from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "preceptor"
MOST_LINES = 500


def test_no_module_is_longer_than_a_room_one_can_see_across():
    long = {
        str(path.relative_to(SOURCE)): count
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }

    assert long == {}
