"""How a value of a column is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from hub.core.datasets import Field, Kind


def moment(value: datetime) -> str:
    """On the city's clocks, with their offset."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def cell(field: Field, value: Any) -> object:
    """In CSV; what is not there is empty."""
    if value is None:
        return ""
    if field.many:
        return " ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    return _plain(value)


def linked(field: Field, row: Mapping[str, Any]) -> Any:
    """In JSON-LD; None is left out."""
    value = row[field.name]
    if value is None or value == "" or value == ():
        return None
    if field.many:
        return [_urn(one) if field.kind is Kind.UUID else _plain(one) for one in value]
    if isinstance(value, bool | int):
        return value
    if field.kind is Kind.UUID:
        return _urn(value)
    language = row[field.language_in] if field.language_in else ""
    return {"@value": str(value), "@language": language} if language else _plain(value)


def _urn(value: Any) -> str:
    return f"urn:uuid:{value}"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else str(value)
