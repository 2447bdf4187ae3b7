"""The WSGI entry point that a web server calls: `gunicorn -c python:hub.gunicorn_config hub.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
application = get_wsgi_application()

from hub.core.production_faults import refuse_unsafe_database  # noqa: E402 - needs the apps that were just set up

refuse_unsafe_database()
