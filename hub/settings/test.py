"""The test suite: tasks run at once, mail stays in memory, static files need not be collected."""

from hub.settings.base import *  # noqa: F403
from hub.settings.base import BASE_DIR, env

SECRET_KEY = "only-for-tests-" + "x" * 50  # noqa: S105
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "ENQUEUE_ON_COMMIT": False}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Real material that none of us wrote; tests skip, with the reason, where it is missing.
REAL_DATA_DIR = env.path("REAL_DATA_DIR", default=str(BASE_DIR.parent / "shared" / "data"))
