"""One spelling of each kind of value in a backup, whatever database it came from and goes to."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from hub.core.backup.errors import BackupError

_INTEGER = {
    "AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField",
    "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField",
}  # fmt: skip
_TEXT = {"CharField", "TextField", "SlugField", "FileField", "FilePathField", "GenericIPAddressField", "EmailField"}
_KINDS = {
    **dict.fromkeys(_INTEGER, "integer"),
    **dict.fromkeys(_TEXT, "text"),
    "BooleanField": "boolean",
    "FloatField": "float",
    "DecimalField": "decimal",
    "DateTimeField": "datetime",
    "DateField": "date",
    "TimeField": "time",
    "DurationField": "duration",
    "UUIDField": "uuid",
    "BinaryField": "binary",
    "JSONField": "json",
}

_MICROSECOND = timedelta(microseconds=1)


class Column:
    """A column of a table: reads what the driver gives, writes what the driver takes."""

    def __init__(self, field: models.Field[Any, Any], connection: Any) -> None:
        column = field.get_col(field.model._meta.db_table)
        target = column.output_field  # of a foreign key: the key it points at
        internal = target.get_internal_type()
        if internal not in _KINDS:
            raise BackupError(f"a column of the type {internal} cannot be kept in a backup", where=str(field))
        self.name: str = field.column or field.attname
        self.kind = _KINDS[internal]
        self._expression = column
        self._connection = connection
        # The backend's converters only: a field's own would build Python objects (a StreamField's blocks, a file) here.
        self._converters = connection.ops.get_db_converters(column)
        self._target: Any = target

    def to_json(self, value: Any) -> Any:
        for converter in self._converters:
            value = converter(value, self._expression, self._connection)
        return None if value is None else _TO_JSON[self.kind](value)

    def from_json(self, value: Any) -> Any:
        if value is None:
            return None
        ops, features = self._connection.ops, self._connection.features
        match self.kind:
            case "decimal":
                return ops.adapt_decimalfield_value(
                    Decimal(value), self._target.max_digits, self._target.decimal_places
                )
            case "datetime":
                return ops.adapt_datetimefield_value(datetime.fromisoformat(value))
            case "date":
                return ops.adapt_datefield_value(date.fromisoformat(value))
            case "time":
                return ops.adapt_timefield_value(time.fromisoformat(value))
            case "duration":
                return timedelta(microseconds=value) if features.has_native_duration_field else value
            case "uuid":
                return UUID(value) if features.has_native_uuid_field else UUID(value).hex
            case "binary":
                return self._connection.Database.Binary(base64.b64decode(value))
        return value


def _text(value: Any) -> str:
    # psycopg hands over addresses (inet) as objects.
    return str(value)


def _json_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _duration(value: Any) -> int:
    return value if isinstance(value, int) else value // _MICROSECOND


_TO_JSON: dict[str, Callable[[Any], Any]] = {
    "integer": int,
    "text": _text,
    "boolean": bool,
    "float": float,
    "decimal": str,
    "datetime": datetime.isoformat,
    "date": date.isoformat,
    "time": time.isoformat,
    "duration": _duration,
    "uuid": str,
    "binary": lambda value: base64.b64encode(bytes(value)).decode(),
    "json": _json_text,
}
