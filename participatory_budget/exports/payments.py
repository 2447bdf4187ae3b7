"""Money that was spent on projects, with where each figure comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hub.core.datasets import Dataset, DatasetState, Field, Kind
from hub.promises.engine.words import said_in
from participatory_budget.exports.projects import project_field, title_fields
from participatory_budget.models.budget import Budget
from participatory_budget.selectors.open_projects import open_projects, payment_rows, payments_state


def _state(budget: Budget) -> DatasetState:
    return DatasetState(str(payments_state(budget)), None)


def _rows(budget: Budget) -> Iterator[dict[str, Any]]:
    known = open_projects(budget)
    for one in payment_rows(known):
        title, language = said_in(one.titles, settings.LANGUAGE_CODE)
        yield {
            "id": f"#{one.pk}",
            "project": known[one.delivery_id].address,
            "uuid": one.pk,
            "paid_on": one.paid_on,
            "amount": one.amount,
            "currency": known[one.delivery_id].currency,
            "title": title,
            "language": language,
            "source": one.source,
            "source_url": one.source_url,
        }


PAYMENTS = Dataset(
    process="budgets",
    name="payments",
    label=_("Payments for projects"),
    text=_(
        "One row for each payment. A mistake is put right by an opposite payment, so the sums of the rows are right."
    ),
    public_from=_("From the moment it is entered, if the page of its project is public."),
    fields=(
        Field(
            "id",
            _("Address of the record"),
            _("The payment. It follows the address of the file."),
            Kind.ADDRESS,
            example="#3f2b8c1e-7d54-4a3b-9f1a-5d0c2e6b7a81",
            required=True,
        ),
        project_field(),
        Field(
            "uuid",
            _("Identifier"),
            _("Names the payment."),
            Kind.UUID,
            "schema:identifier",
            example="3f2b8c1e-7d54-4a3b-9f1a-5d0c2e6b7a81",
            required=True,
        ),
        Field("paid_on", _("Day"), _("When it was paid."), Kind.DATE, example="2026-07-12", required=True),
        Field(
            "amount",
            _("Amount"),
            _("In the smallest parts of the currency, such as cents; negative where money came back."),
            Kind.NUMBER,
            "schema:amount",
            example="1250000",
            required=True,
        ),
        Field("currency", _("Currency"), _("Its code in ISO 4217."), term="schema:currency", example="EUR"),
        *title_fields(_("What was paid for."), "Six plane trees"),
        Field(
            "source",
            _("Where it comes from"),
            _("The document that the figure comes from."),
            example="Invoice 2026-114",
            required=True,
        ),
        Field(
            "source_url",
            _("Address of the source"),
            _("Where that document can be read; may be empty."),
            Kind.ADDRESS,
            "dcterms:source",
            example="https://city.example.org/minutes/2026-05-03",
        ),
    ),
    key=("uuid",),
    record_type="schema:MonetaryTransfer",
    state=_state,
    rows=_rows,
)
