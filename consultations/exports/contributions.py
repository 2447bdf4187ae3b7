"""What people said, as far as everybody may read it on the pages of the consultation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultations.exports import columns
from consultations.models.consultation import Consultation
from consultations.selectors.open_data import (
    clause_numbers,
    contributions_changed_at,
    contributions_state,
    public_contributions,
    readable_documents,
    streamed,
    threads_by_id,
)
from consultations.selectors.open_outcomes import (
    ThemesInStep,
    codings_of,
    codings_state,
    latest_report,
    record_of,
    theme_names,
)
from hub.contributions.enums import AuthorKind, Channel, Position, PublishAs
from hub.contributions.exports import EDITED_AT, PUBLISHED_AT, RECEIVED_AT, REFERENCE
from hub.core.datasets import Dataset, DatasetState, Field, Kind
from hub.moderation.enums import State

# Confidential ones are public in no state.
_PUBLISH_AS = tuple(one for one in columns.codes_of(PublishAs) if one.value != PublishAs.CONFIDENTIAL)
_NAMES = (
    "pk",
    "reference",
    "received_at",
    "published_at",
    "edited_at",
    "channel",
    "language",
    "position",
    "publish_as",
    "author_name",
    "author_kind",
    "organisation",
    "register_number",
    "represents",
    "comment",
    "suggested_text",
    "document_version",
    "hub_thread_id",
    "hub_parent__reference",
    "hub_parent__state",
)


def address_of(reference: str) -> str:
    """Of the page that says what became of it. Without a language: the hub sends readers to theirs."""
    return f"{settings.PUBLIC_URL}/c/{reference}/"


def public_name(values: Mapping[str, Any]) -> str:
    """As `Comment.public_name`, of a row that was read without the model; "" where the author chose no name."""
    if values["publish_as"] not in (PublishAs.NAMED, PublishAs.PSEUDONYM):
        return ""
    if values["author_kind"] == AuthorKind.ORGANISATION and values["organisation"]:
        return str(values["organisation"])
    return str(values["author_name"])


def _state(consultation: Consultation) -> DatasetState:
    documents = readable_documents(consultation)
    public = public_contributions(consultation, documents)
    parts: list[Any] = [contributions_state(public), documents.fingerprint()]
    report = latest_report(consultation)
    if report is not None:
        parts += [report.sha256, codings_state(codings_of(public, theme_names(record_of(report))))]
    # From the first report on without a date: that themes change, or go with the report, is written on no contribution.
    dated = consultation.answered_at is None
    return DatasetState(str(parts), contributions_changed_at(consultation) if dated else None)


def _rows(consultation: Consultation) -> Iterator[dict[str, Any]]:
    documents = readable_documents(consultation)
    threads, numbers = threads_by_id(consultation), clause_numbers(documents)
    public = public_contributions(consultation, documents).order_by("received_at", "pk")
    # None before the report, nor any that it does not name.
    themes = ThemesInStep(codings_of(public, theme_names(record_of(latest_report(consultation)))))
    for values in streamed(public, *_NAMES):
        place = threads[values["hub_thread_id"]]
        version, eid = values["document_version"], place.clause.eid if place.clause else ""
        named = values["publish_as"] in (PublishAs.NAMED, PublishAs.PSEUDONYM)
        answers_a_public_one = values["hub_parent__state"] == State.PUBLISHED
        yield {
            "id": address_of(values["reference"]),
            "reference": values["reference"],
            "received_at": values["received_at"],
            "published_at": values["published_at"],
            "edited_at": values["edited_at"],
            "channel": values["channel"],
            "language": values["language"],
            "position": values["position"],
            "publish_as": values["publish_as"],
            "name": public_name(values),
            "author_kind": values["author_kind"],
            "register_number": values["register_number"] if named else "",
            "represents": values["represents"] if named else "",
            "text": values["comment"],
            "suggested_text": values["suggested_text"],
            "document": place.document_id,
            "document_version": version,
            "clause": place.clause_id,
            "clause_eid": eid,
            "clause_number": numbers.get((place.clause_id, version), "") if place.clause_id else "",
            "about": documents.clause(place.document_id, version, eid),
            "in_reply_to": address_of(values["hub_parent__reference"]) if answers_a_public_one else "",
            "themes": themes.of(values["received_at"], values["pk"]),
        }


CONTRIBUTIONS = Dataset(
    process="consultations",
    name="contributions",
    label=_("Contributions"),
    text=_("One row for each published contribution: a comment, a suggested wording, a reply."),
    public_from=_("From the moment it is published on its page, and only as long as it is."),
    fields=(
        columns.identifier(_("The page that says what became of it."), "https://hub.example.org/c/C-2026-000123/"),
        REFERENCE,
        RECEIVED_AT,
        PUBLISHED_AT,
        EDITED_AT,
        Field(
            "channel",
            _("Way"),
            _("How it came."),
            Kind.CODE,
            codes=columns.codes_of(Channel),
            example="web",
            required=True,
        ),
        columns.language(_("Language of the text.")),
        Field(
            "position",
            _("Position"),
            _("What its author says about the clause; asked, never guessed. Empty where no answer was given."),
            Kind.CODE,
            codes=columns.codes_of(Position),
            example="support_with_changes",
        ),
        Field(
            "publish_as",
            _("Published as"),
            _("How its author wanted it published."),
            Kind.CODE,
            codes=_PUBLISH_AS,
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
            "author_kind",
            _("Person or organisation"),
            _("Who speaks: a person for themselves, or an organisation."),
            Kind.CODE,
            codes=columns.codes_of(AuthorKind),
            example="person",
            required=True,
        ),
        Field(
            "register_number",
            _("Number in a register"),
            _("Of the organisation, as its author gave it; empty where no name is shown."),
            example="W-1902-7",
        ),
        Field(
            "represents",
            _("Speaks for"),
            _("Whom the organisation represents, as its author says; empty where no name is shown."),
            example="214 market traders",
            language_in="language",
        ),
        Field(
            "text",
            _("Text"),
            _("The words of the contribution, as they were written. May be empty beside a suggested wording."),
            term="schema:text",
            example="Please keep the benches.",
            language_in="language",
        ),
        Field(
            "suggested_text",
            _("Suggested wording"),
            _("What the clause should say, where the author suggests it."),
            example="The harbour is open every day.",
            language_in="language",
        ),
        columns.document(),
        columns.version(_("The version that was commented on.")),
        columns.clause(),
        columns.eid(),
        columns.number(_("In that version. Empty for the document as a whole.")),
        Field(
            "about",
            _("Address of the text"),
            _("The clause, or the document, in the version that was commented on."),
            Kind.ADDRESS,
            "oa:hasTarget",
            example="https://hub.example.org/en/documents/public-spaces/v1/#sec_4",
        ),
        Field(
            "in_reply_to",
            _("In reply to"),
            _("The contribution that this one answers, where that is public."),
            Kind.ADDRESS,
            "schema:parentItem",
            example="https://hub.example.org/c/C-2026-000101/",
        ),
        Field(
            "themes",
            _("Themes"),
            _(
                "Identifiers of the themes that people gave it; names stand in the table of themes. Only themes that "
                "the latest report names, so empty before the first. Never what a machine only suggested."
            ),
            Kind.UUID,
            "schema:keywords",
            many=True,
            example="6b0f4f5e-2a44-4c0e-8a57-6f1d9f0f7c21",
            since=2,
        ),
    ),
    key=("reference",),
    record_type="schema:Comment",
    state=_state,
    rows=_rows,
    format=2,
)
