"""Rows that are written once. Publication is a promise: what was commented on stays what it was."""

from typing import Any, NoReturn

from django.db import models


class ImmutableRecordError(RuntimeError):
    """Someone tried to change or delete a row that is part of a published version."""


class ImmutableQuerySet(models.QuerySet):
    """Refuses bulk changes, which would go past `save()` and `delete()`."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise ImmutableRecordError(f"{self.model._meta.label} rows are never changed.")

    def delete(self) -> NoReturn:
        raise ImmutableRecordError(f"{self.model._meta.label} rows are never deleted.")

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class ImmutableModel(models.Model):
    """Can be added, never changed or deleted. The database refuses changes as well (migration 0002)."""

    objects = ImmutableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableRecordError(f"{self._meta.label} {self.pk} is part of a published version.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableRecordError(f"{self._meta.label} {self.pk} is part of a published version.")
