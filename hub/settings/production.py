"""Production: no default for anything secret; hub.core.production_faults refuses to start when unsafe."""

from hub.settings.base import *  # noqa: F403
from hub.settings.base import env

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
STAFF_SECOND_FACTOR_REQUIRED = True
