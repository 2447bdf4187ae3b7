"""One line per event on standard error; HUB_ENV and LOG_FORMAT decide how it looks, LOG_LEVEL how much there is."""

import environ

from hub.core.logging import configuration

env = environ.Env()

_as_json = env.str("LOG_FORMAT", default="json" if env.str("HUB_ENV", default="") == "production" else "text") == "json"
LOGGING = configuration(as_json=_as_json, level=env.str("LOG_LEVEL", default="INFO").upper())
