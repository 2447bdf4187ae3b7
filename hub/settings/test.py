"""The test suite: tasks run at once, mail stays in memory, static files need not be collected."""

import os
import tempfile

from hub.settings.base import *  # noqa: F403
from hub.settings.base import BASE_DIR, DATABASES, env

SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
HUB_ENV = "test"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real life, and not the one connection that an in-memory database would share between the browser
    # tests' server threads. The process id keeps two runs of the suite apart.
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/hub-test-{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "ENQUEUE_ON_COMMIT": False}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Real material that none of us wrote; tests skip, with the reason, where it is missing.
REAL_DATA_DIR = env.path("REAL_DATA_DIR", default=str(BASE_DIR.parent / "shared" / "data"))
