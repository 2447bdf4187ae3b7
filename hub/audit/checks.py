"""Start-up check: in production the log must be signable."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from hub.audit import keys


@register(Tags.security)
def check_signing_key(**_kwargs: Any) -> list[CheckMessage]:
    return [Error(fault, id="audit.E001") for fault in keys.faults()]
