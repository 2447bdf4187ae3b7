"""Settings by environment: HUB_ENV chooses `development` (default), `test` or `production`.

Every other setting that an operator may change is an environment variable too; `docs/configuration.md` lists them all.
"""

import os

_environment = os.environ.get("HUB_ENV", "development")
if _environment == "production":
    from hub.settings.production import *  # noqa: F403
elif _environment == "test":
    from hub.settings.test import *  # noqa: F403
elif _environment == "development":
    from hub.settings.dev import *  # noqa: F403
else:
    from django.core.exceptions import ImproperlyConfigured

    raise ImproperlyConfigured(f"HUB_ENV is {_environment!r}; it can be development, test or production.")
