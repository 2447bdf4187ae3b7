"""What tests of the roll share."""

from __future__ import annotations

from io import BytesIO

from participatory_budget.models.budget import Budget
from participatory_budget.services.roll.register import ImportReport, import_register
from tests.factories.accounts import UserFactory
from tests.factories.proposals import NOW


def register(budget: Budget, *lines: str, header: str = "number;district", **options: bool) -> ImportReport:
    """The file as a city sends it; the first person stands on line 2."""
    text = "\n".join((header, *lines))
    return import_register(BytesIO(text.encode()), budget, actor=UserFactory(budget_officer=True), now=NOW, **options)
