"""``preceptor serve``: the portal with its worker, on one machine."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from types import FrameType

from django.core.management import call_command

from preceptor.cli.database import ready_database
from preceptor.cli.ending import ANSWERED, CommandError

EXAMPLES = """\
  preceptor serve
  PORT=9000 preceptor serve
  preceptor serve --host 0.0.0.0 --workers 2"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--workers", type=int, default=1, help="server processes (default: 1)")


def run(options: argparse.Namespace) -> int:
    """Prepare the database, then serve until stopped."""
    _check_port(options.host, options.port)
    ready_database()
    call_command("collectstatic", verbosity=0, interactive=False)
    environment = {**os.environ, "PRECEPTOR_COLLECTED": "true"}
    worker = subprocess.Popen([sys.executable, "-m", "preceptor.cli", "worker"], env=environment)
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface=wsgi",
            f"--host={options.host}",
            f"--port={options.port}",
            f"--workers={options.workers}",
            "--blocking-threads=4",
            "--log-level=warning",
            "--no-ws",
            "preceptor.wsgi:application",
        ],
        env=environment,
    )
    print(f"Preceptor is at http://{options.host}:{options.port}/ (Ctrl+C stops it)", flush=True)

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        code = server.wait()
    finally:
        worker.terminate()
        worker.wait()
    if code not in (0, -signal.SIGTERM, -signal.SIGINT):
        raise CommandError(f"The server stopped with code {code}.")
    return ANSWERED


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
