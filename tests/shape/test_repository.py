import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "src" / "preceptor" / "settings.py"


def tracked_texts():
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    for name in names:
        path = ROOT / name
        if name and path.is_file():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_lock_files_carry_hashes_and_no_addresses():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        pins = re.findall(r"^\S+==\S+", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text
        assert "index-url" not in text.replace("--no-emit-index-url", "")


def test_every_setting_read_from_the_environment_is_documented():
    code = SETTINGS.read_text()
    read = {f"PRECEPTOR_{name}" for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code)}
    documented = (ROOT / "docs" / "reference" / "settings.md").read_text()

    assert read
    assert {name for name in read if f"`{name}`" not in documented} == set()
    assert "`DATABASE_URL`" in documented


def test_every_link_between_documents_leads_somewhere():
    broken = [
        (name, target)
        for name, text in tracked_texts()
        if name.endswith(".md")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
        if not (ROOT / name).parent.joinpath(target).exists()
    ]

    assert broken == []
