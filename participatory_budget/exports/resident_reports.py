"""What residents saw of projects, as far as everybody may read it on their pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.contributions.enums import PublishAs
from hub.contributions.exports import PUBLISHED_AT, RECEIVED_AT, REFERENCE
from hub.core.datasets import Dataset, DatasetState, Field, Kind
from participatory_budget.enums import Seen
from participatory_budget.exports.places import LATITUDE, LONGITUDE
from participatory_budget.exports.proposals import address_of, codes_of
from participatory_budget.models.budget import Budget
from participatory_budget.selectors.resident_reports import open_reports, open_reports_state


def _state(budget: Budget) -> DatasetState:
    return DatasetState(str(open_reports_state(budget)), None)


def _rows(budget: Budget) -> Iterator[dict[str, Any]]:
    for one in open_reports(budget):
        said = one.comment
        yield {
            "id": address_of(said.reference),
            "reference": said.reference,
            "project": str(one.delivery_id),
            "received_at": said.received_at,
            "published_at": said.published_at,
            "language": said.language,
            "text": said.body,
            "finished": one.finished,
            "as_promised": one.as_promised,
            "place": one.place,
            "latitude": "" if one.latitude is None else str(one.latitude),
            "longitude": "" if one.longitude is None else str(one.longitude),
            "publish_as": said.publish_as,
            "name": said.public_name if said.names_its_author else "",
        }


RESIDENT_REPORTS = Dataset(
    process="budgets",
    name="resident_reports",
    label=_("What residents saw"),
    text=_(
        "One row for each public report by a resident about a project that is carried out. Photos are on the page of "
        "the report."
    ),
    public_from=_("From the moment a moderator published it, and only as long as it is."),
    fields=(
        Field(
            "id",
            _("Address of the record"),
            _("The page of the report."),
            Kind.ADDRESS,
            example="https://hub.example.org/c/C-2026-000123/",
            required=True,
        ),
        REFERENCE,
        Field(
            "project",
            _("Project"),
            _("The number of the project that is carried out."),
            term="schema:about",
            example="0b2f6c1e-5d0a-4a57-9a3e-6c9d4c1d2e3f",
            required=True,
        ),
        RECEIVED_AT,
        PUBLISHED_AT,
        Field(
            "language",
            _("Language"),
            _("Language of the text."),
            Kind.LANGUAGE,
            "schema:inLanguage",
            vocabulary="https://www.rfc-editor.org/info/bcp47",
            example="fr",
            required=True,
        ),
        Field(
            "text",
            _("Text"),
            _("As its author wrote it."),
            term="schema:text",
            example="The trees are there, the benches are not.",
            language_in="language",
            required=True,
        ),
        Field(
            "finished",
            _("Is it finished?"),
            _("What the resident says; empty where it was not answered."),
            Kind.CODE,
            codes=codes_of(Seen),
            example="partly",
        ),
        Field(
            "as_promised",
            _("Is it as promised?"),
            _("What the resident says; empty where it was not answered."),
            Kind.CODE,
            codes=codes_of(Seen),
            example="yes",
        ),
        Field(
            "place",
            _("Place in words"),
            _("As its author wrote it; may be empty."),
            example="Market square, north side",
            language_in="language",
        ),
        LATITUDE,
        LONGITUDE,
        Field(
            "publish_as",
            _("Published as"),
            _("How its author wanted it published."),
            Kind.CODE,
            codes=tuple(one for one in codes_of(PublishAs) if one.value != PublishAs.CONFIDENTIAL),
            example="pseudonym",
            required=True,
        ),
        Field(
            "name",
            _("Name"),
            _("Name, pseudonym or organisation, where the author chose to show one; otherwise empty."),
            term="schema:author",
            example="Amina",
        ),
    ),
    key=("reference",),
    record_type="schema:Review",
    state=_state,
    rows=_rows,
)
