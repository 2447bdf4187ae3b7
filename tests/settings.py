"""Chooses the test settings and a data folder of its own before anything of Django is read.

pytest-django reads settings before any conftest.py, so that this cannot be done there.
"""

import atexit
import os
import shutil
import tempfile

os.environ["HUB_ENV"] = "test"
# Tests must neither read nor touch the developer's hub.
os.environ["HUB_DATA_DIR"] = tempfile.mkdtemp(prefix="hub-tests-")
atexit.register(shutil.rmtree, os.environ["HUB_DATA_DIR"], ignore_errors=True)
for _name in ("DEBUG", "EMAIL_URL", "TASKS_URL", "CACHE_URL", "PUBLIC_URL", "SECRET_KEY", "AUDIT_SIGNING_KEY"):
    os.environ.pop(_name, None)
# For the programs that tests start: they read the settings as everybody does.
os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"

from hub.settings import *  # noqa: E402, F403

# The index of pages that the editor's own search asks: a task after each save took a tenth of the suite's time. A test
# that asks it says so (`pages_are_indexed`).
WAGTAILSEARCH_BACKENDS = {
    name: {**backend, "AUTO_UPDATE": False}
    for name, backend in WAGTAILSEARCH_BACKENDS.items()  # noqa: F405
}
