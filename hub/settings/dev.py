"""A developer's machine and the demo hub: safe defaults, no TLS, mail written to files. DEBUG only where asked for."""

from hub.settings.base import *  # noqa: F403
from hub.settings.base import ALLOWED_HOSTS, DATA_DIR, env
from hub.settings.secrets import local_secret_key

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret_key(DATA_DIR)
_host = env.str("HOST", default="127.0.0.1")
# Whoever opens a demonstration to all of the machine's addresses cannot know them all; production must name its hosts.
_any_address = _host in ("0.0.0.0", "::")
ALLOWED_HOSTS = ALLOWED_HOSTS or (["*"] if _any_address else ["127.0.0.1", "localhost", "[::1]", ".localhost", _host])
DEMO_ALLOWED = True
if "HUB_NAME" not in env.ENVIRON and env.str("SEED", default="1") != "0":
    # The masthead of the demo city that `seed_demo` builds.
    HUB_NAMES = {
        "en": "Port Zeitoun · Participation",
        "fr": "Port-Zeitoun · Participation",
        "ar": "مرسى الزيتون · المشاركة",
    }
if DEBUG:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
