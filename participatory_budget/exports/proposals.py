"""What people proposed, as far as everybody may read it on the pages of the budget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.utils.translation import gettext_lazy as _

from hub.contributions.enums import Channel, PublishAs
from hub.contributions.exports import EDITED_AT, PUBLISHED_AT, RECEIVED_AT, REFERENCE
from hub.core.datasets import Code, Dataset, DatasetState, Field, Kind
from hub.moderation.enums import State
from participatory_budget.enums import JourneyState
from participatory_budget.exports.places import LATITUDE, LONGITUDE
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import PROPOSAL_PUBLISH_AS
from participatory_budget.selectors.open_data import proposal_rows, proposals_state


def address_of(reference: str) -> str:
    """Of its page, whichever budget it is in. Without a language: the hub sends readers to theirs."""
    return f"{settings.PUBLIC_URL}/c/{reference}/"


def codes_of(choices: type[Choices]) -> tuple[Code, ...]:
    return tuple(Code(str(value), label) for value, label in choices.choices)


def _state(budget: Budget) -> DatasetState:
    return DatasetState(str(proposals_state(budget)), None)


def _rows(budget: Budget) -> Iterator[dict[str, Any]]:
    for values in proposal_rows(budget):
        named = values["publish_as"] in (PublishAs.NAMED, PublishAs.PSEUDONYM)
        merged = values["merged_into__state"] == State.PUBLISHED
        yield {
            "id": address_of(values["reference"]),
            "reference": values["reference"],
            "received_at": values["received_at"],
            "published_at": values["published_at"],
            "edited_at": values["edited_at"],
            "channel": values["channel"],
            "source": values["source"],
            "language": values["language"],
            "title": values["title"],
            "text": values["description"],
            "benefit": values["benefit"],
            "district": values["envelope__slug"],
            "subject": values["category__slug"] or "",
            "place": values["place"],
            "latitude": "" if values["latitude"] is None else str(values["latitude"]),
            "longitude": "" if values["longitude"] is None else str(values["longitude"]),
            "publish_as": values["publish_as"],
            "name": values["author_name"] if named else "",
            "cost_guess": values["cost_guess"],
            "currency": budget.currency,
            "supports": values["support_count"],
            "supported_at": values["threshold_reached_at"],
            "state": values["journey"],
            "merged_into": address_of(values["merged_into__reference"]) if merged else "",
        }


PROPOSALS = Dataset(
    process="budgets",
    name="proposals",
    label=_("Proposals"),
    text=_("One row for each public proposal, also for those that were merged into another one."),
    public_from=_("From the moment it is published on its page, and only as long as it is."),
    fields=(
        Field(
            "id",
            _("Address of the record"),
            _("The page of the proposal."),
            Kind.ADDRESS,
            example="https://hub.example.org/c/C-2026-000123/",
            required=True,
        ),
        REFERENCE,
        RECEIVED_AT,
        PUBLISHED_AT,
        EDITED_AT,
        Field("channel", _("Way"), _("How it came."), Kind.CODE, codes=codes_of(Channel), example="web", required=True),
        Field(
            "source",
            _("Where it comes from"),
            _("Where staff typed it in: the workshop or the letter. Otherwise empty."),
            example="Workshop at the library, 12 May",
        ),
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
            "title",
            _("Title"),
            _("As its author wrote it."),
            term="schema:name",
            example="Shade for the market square",
            language_in="language",
            required=True,
        ),
        Field(
            "text",
            _("Text"),
            _("What is proposed, as its author wrote it."),
            term="schema:text",
            example="Six trees and two benches.",
            language_in="language",
            required=True,
        ),
        Field(
            "benefit",
            _("Whom it helps"),
            _("As its author wrote it; may be empty."),
            example="Everybody who waits for the bus.",
            language_in="language",
        ),
        Field(
            "district",
            _("District"),
            _("Short name of the part of the budget that it is for: a district or the whole city."),
            example="north",
            required=True,
        ),
        Field("subject", _("Subject"), _("Short name of the subject; may be empty."), example="parks"),
        Field(
            "place",
            _("Place in words"),
            _("As its author wrote it; may be empty."),
            example="Market square",
            language_in="language",
        ),
        LATITUDE,
        LONGITUDE,
        Field(
            "publish_as",
            _("Published as"),
            _("How its author wanted it published."),
            Kind.CODE,
            codes=tuple(one for one in codes_of(PublishAs) if one.value in PROPOSAL_PUBLISH_AS),
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
        Field(
            "cost_guess",
            _("Cost, as its author guesses"),
            _("In the smallest parts of the currency, such as cents; empty where nobody guessed."),
            Kind.COUNT,
            example="1250000",
        ),
        Field("currency", _("Currency"), _("Its code in ISO 4217."), term="schema:currency", example="EUR"),
        Field(
            "supports",
            _("Number of supports"),
            _("How many people support it. The same figure stands on its page; who they are is told nowhere."),
            Kind.COUNT,
            example="128",
            required=True,
        ),
        Field(
            "supported_at",
            _("Enough support"),
            _("When it had the support that it needs. Empty until then, and where none is needed."),
            Kind.MOMENT,
            example="2026-05-02T18:20:00+01:00",
        ),
        Field(
            "state",
            _("How far it is"),
            _("The furthest step that it has reached."),
            Kind.CODE,
            codes=codes_of(JourneyState),
            example="gathering",
            required=True,
        ),
        Field(
            "merged_into",
            _("Merged into"),
            _("The proposal that it became a part of; otherwise empty."),
            Kind.ADDRESS,
            "dcterms:isReplacedBy",
            example="https://hub.example.org/c/C-2026-000124/",
        ),
    ),
    key=("reference",),
    record_type="schema:CreativeWork",
    state=_state,
    rows=_rows,
)
