"""The WSGI application that the server runs."""

import fcntl
import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preceptor.settings")

application = get_wsgi_application()

# Models and what reads them exist only once the application does.
from preceptor.matches.warming import read_board_later, warm_up  # noqa: E402

if gate := os.environ.get("PRECEPTOR_GATE"):
    # `preceptor serve` holds this lock until the database is prepared; it is free, too, once that
    # has ended, however it ended.
    with Path(gate).open() as file:
        fcntl.flock(file, fcntl.LOCK_SH)

# The first visitor must not wait for what every later one finds ready.
warm_up()
read_board_later()
