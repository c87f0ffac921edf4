"""``preceptor serve``: the portal with its worker, on one machine."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from preceptor.cli.collected import end_collecting, is_collected, start_collecting
from preceptor.cli.ending import ANSWERED, CommandError

EXAMPLES = """\
  preceptor serve
  PORT=9000 preceptor serve
  preceptor serve --host 0.0.0.0 --workers 2"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    cores = min(2, os.cpu_count() or 1)
    parser.add_argument(
        "--workers", type=int, default=cores, help=f"server processes (default here: {cores})"
    )


def run(options: argparse.Namespace) -> int:
    """Prepare the database, then serve until stopped."""
    _check_port(options.host, options.port)
    # Mails link to the port that is really served.
    environment = {**os.environ, "PRECEPTOR_COLLECTED": "true", "PORT": str(options.port)}
    root = _static_root()
    with tempfile.NamedTemporaryFile(prefix="preceptor-") as gate:
        # The server imports what it needs while the database is prepared, and waits for the lock.
        fcntl.flock(gate, fcntl.LOCK_EX)
        environment["PRECEPTOR_GATE"] = gate.name
        server = None
        try:
            if is_collected(root):
                server = _start_server(options, environment)
                _prepare()
            else:
                collecting = start_collecting()
                _prepare()
                end_collecting(collecting, root)
                server = _start_server(options, environment)
        except BaseException:
            if server is not None:
                server.terminate()
            raise
        fcntl.flock(gate, fcntl.LOCK_UN)
        code = _serve(options, server, environment)
    if code not in (0, -signal.SIGTERM, -signal.SIGINT):
        raise CommandError(f"The server stopped with code {code}.")
    return ANSWERED


def _static_root() -> Path:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preceptor.settings")
    try:
        return Path(settings.STATIC_ROOT)
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from None


def _prepare() -> None:
    """Bring the database up to date; Django and the apps are loaded only now."""
    django.setup()
    # Imports models, which exist only once the apps are loaded.
    from preceptor.cli.database import ready_database  # noqa: PLC0415

    ready_database()


def _start_server(
    options: argparse.Namespace, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface=wsgi",
            f"--host={options.host}",
            f"--port={options.port}",
            f"--workers={options.workers}",
            # Pages are made by the processor: more at a time only make each of them later.
            "--blocking-threads=2",
            "--log-level=warning",
            "--no-ws",
            "preceptor.wsgi:application",
        ],
        env=environment,
    )


def _serve(
    options: argparse.Namespace, server: subprocess.Popen[bytes], environment: dict[str, str]
) -> int:
    """Serve, with a worker beside, until the server ends; return its code."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _wait_until_it_answers(options.host, options.port, server)
    worker = _start_worker(environment)
    try:
        while (code := _ended(server)) is None:
            if worker.poll() is not None:
                # A database that restarted took it along, say: mail and clocks must go on.
                worker = _start_worker(environment)
    finally:
        worker.terminate()
        worker.wait()
    return code


def _start_worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "preceptor.cli", "worker"], env=environment)


def _ended(server: subprocess.Popen[bytes]) -> int | None:
    """Wait a moment for the server to end; return its code, None while it serves."""
    try:
        return server.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return None


def _wait_until_it_answers(host: str, port: int, server: subprocess.Popen[bytes]) -> None:
    """Print the address once a page is really there."""
    while server.poll() is None:
        connection = HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            print(f"Preceptor is at http://{host}:{port}/ (Ctrl+C stops it)", flush=True)
            return
        finally:
            connection.close()


def _check_port(host: str, port: int) -> None:
    """Say that a port is taken before the work, not after."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CommandError(
                f"Port {port} is in use. Stop what uses it, or choose another: PORT=8001 make run"
            ) from None
