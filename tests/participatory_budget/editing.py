"""What tests of the budget editor share."""

from __future__ import annotations

from django.urls import reverse

from hub.audit.models.entry import AuditEntry


def text_of(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def address(name, *arguments) -> str:
    return reverse(f"budget_{name}", args=arguments)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
