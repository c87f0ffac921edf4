"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preceptor.settings")

application = get_wsgi_application()

# Models and what reads them exist only once the application does.
from preceptor.matches.warming import warm_up  # noqa: E402

# The first visitor must not wait for what every later one finds ready.
warm_up()
