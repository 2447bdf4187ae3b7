"""Production: no default for anything secret; refuses to start when unsafe and names each fault."""

from hub.core.production_faults import refuse_unsafe_settings
from hub.settings.base import *  # noqa: F403
from hub.settings.base import CSRF_TRUSTED_ORIGINS, PUBLIC_URL, env

SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
CSRF_TRUSTED_ORIGINS = CSRF_TRUSTED_ORIGINS or [PUBLIC_URL]

# gunicorn believes X-Forwarded-Proto only from FORWARDED_ALLOW_IPS (127.0.0.1 unless told otherwise), so Django needs
# no SECURE_PROXY_SSL_HEADER, which would believe anybody.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = False
# A city decides about the browsers' preload lists itself: it binds the whole domain for months.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STAFF_SECOND_FACTOR_REQUIRED = True

refuse_unsafe_settings(globals())
