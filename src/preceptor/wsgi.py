"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

from preceptor.competencies.queries import codebook, lexicon, role_model

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preceptor.settings")

application = get_wsgi_application()

# The first visitor must not wait for what every later one finds ready.
lexicon()
codebook()
role_model()
