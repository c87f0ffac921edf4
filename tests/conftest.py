"""What every test may use: samples, a browser, a pinned clock, and a database mark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine draws slowly; that says nothing about what is tested.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever touches data, so that it can be run on each database by itself."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {
            "db",
            "transactional_db",
            "live_server",
        }:
            item.add_marker(pytest.mark.database)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine cannot do, unless it is required here."""
    required = os.environ.get("PRECEPTOR_REQUIRE", "").split()
    if item.get_closest_marker("samples") and not os.environ.get("PRECEPTOR_SAMPLES"):
        pytest.skip("PRECEPTOR_SAMPLES names no folder of real texts")
    if item.get_closest_marker("e2e") and CHROMIUM is None:
        if "browser" in required:
            pytest.fail("A browser is required here, and chromium is not installed.")
        pytest.skip("chromium is not installed")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real texts."""
    return Path(os.environ["PRECEPTOR_SAMPLES"])


@pytest.fixture
def now() -> datetime:
    """A moment that does not move."""
    return NOW


@pytest.fixture(autouse=True)
def own_folders(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Keep uploads and snapshots of a test out of var/, and hash its passwords fast."""
    touches = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not touches and not request.node.get_closest_marker("django_db"):
        yield
        return
    settings = request.getfixturevalue("settings")
    folder = tmp_path_factory.mktemp("var")
    settings.MEDIA_ROOT = folder / "uploads"
    settings.SNAPSHOTS = folder / "snapshots"
    settings.RUNS = folder / "runs"
    settings.EXPORTS = folder / "exports"
    settings.MAIL_FOLDER = folder / "mail"
    # Passwords are hashed slowly on purpose; that is no part of what is tested.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
