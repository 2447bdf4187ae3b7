"""Log lines: JSON in production, readable elsewhere. They hold ids, routes and figures, never people's words, names,
addresses, paths or query strings. What libraries write goes through the same processors.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

_EMAIL = re.compile(r"[^\s@<>\"'=(),;:\[\]{}/?&]+(?:@|%40)[^\s@<>\"'=(),;:\[\]{}/?&]+\.[^\s@<>\"'=(),;:\[\]{}/?&]+")
_PEER = re.compile(r"\b(ip|addr|address|peer)=\S+")
MASK = "[masked]"


def mask(text: str) -> str:
    """A second line of defence: nothing should write an address, and if something does, it is not kept."""
    if "@" in text or "%40" in text:
        text = _EMAIL.sub(MASK, text)
    return _PEER.sub(rf"\1={MASK}", text) if "=" in text else text


def mask_personal_data(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {key: _masked(value) for key, value in event.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    return value if isinstance(value, int | float | bool | None) else mask(str(value))


def name_route_instead_of_path(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Django's own lines about a request end in its path; ours say which route it was."""
    record: logging.LogRecord | None = event.get("_record")
    request = getattr(record, "request", None)
    if record is None or request is None or not hasattr(request, "path_info"):
        return event
    from hub.core.middleware import route_name

    event["event"] = str(event["event"]).replace(request.path, "").rstrip(": ")
    event["route"] = route_name(request)
    return event


class QuietRefusals(logging.Filter):
    """Each request has its own line with its status already: of Django's, only those with a traceback say more."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info) or not hasattr(record, "status_code")


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.UnicodeDecoder(),
    ]


def configuration(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Sets structlog up and returns what `logging.config.dictConfig` (Django, gunicorn) takes."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=28)
    )
    quiet = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"quiet_refusals": {"()": QuietRefusals}},
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared(),
                "processors": [
                    name_route_instead_of_path,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    mask_personal_data,
                    renderer,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django gives these handlers of their own (mail to admins, a console in DEBUG); ours alone shall write.
            "django": {**quiet, "level": level},
            "django.request": {**quiet, "filters": ["quiet_refusals"]},
            "django.security": {**quiet},
            # Any visitor can cause it; the request's own line says 400.
            "django.security.DisallowedHost": {"handlers": [], "propagate": False, "level": "CRITICAL"},
            "django.server": {**quiet, "level": "WARNING"},
            # Its lines carry titles of pages, drafts too; who published what is in the audit log.
            "wagtail": {**quiet, "level": "WARNING"},
            "django_tasks": {**quiet, "level": "WARNING"},
            "django_tasks_db": {**quiet, "level": "ERROR"},
            "gunicorn.error": {**quiet, "level": level},
            "gunicorn.access": {**quiet, "level": "CRITICAL"},
            "fontTools": {**quiet, "level": "WARNING"},
            # A line for each question to the search node.
            "elastic_transport": {**quiet, "level": "WARNING"},
        },
    }
