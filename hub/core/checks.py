"""System checks of our own: what `manage.py check` and `check --deploy` say about this hub."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from hub.core.production_faults import database_faults, faults


@register(Tags.security, deploy=True)
def production_is_safe(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    values = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    return [Error(fault, id="hub.E001") for fault in faults(values)]


@register(Tags.database, deploy=True)
def no_demo_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [Error(fault, id="hub.E002") for fault in database_faults()]


@register(Tags.files)
def data_folder_can_be_written(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    folder = settings.DATA_DIR
    while not folder.exists():
        folder = folder.parent
    if os.access(folder, os.W_OK | os.X_OK):
        return []
    return [Error(f"HUB_DATA_DIR ({settings.DATA_DIR}) cannot be written.", id="hub.E003")]


@register()
def comments_follow_the_hub(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Listed before django_comments_xtd, our app could not switch off the handler that publishes held replies."""
    apps = list(settings.INSTALLED_APPS)
    if apps.index("hub.contributions") > apps.index("django_comments_xtd"):
        return []
    return [Error("hub.contributions must stand after django_comments_xtd in INSTALLED_APPS.", id="hub.E004")]
