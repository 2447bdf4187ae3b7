"""Projects that are carried out, as their pages tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.core.datasets import Dataset, DatasetState, Field, Kind
from hub.moderation.enums import State
from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseStatus
from participatory_budget.enums import Stage
from participatory_budget.exports.places import LATITUDE, LONGITUDE
from participatory_budget.exports.proposals import address_of, codes_of
from participatory_budget.models.budget import Budget
from participatory_budget.reports.projects.standing import status_now
from participatory_budget.selectors.open_projects import open_projects, project_counts, project_rows, projects_state


def project_field() -> Field:
    """The column by which milestones and payments name their project."""
    return Field(
        "project",
        _("Project"),
        _("The page of the project."),
        Kind.ADDRESS,
        "schema:about",
        example="https://hub.example.org/en/budgets/our-budget/projects/a-shaded-square/",
        required=True,
    )


def title_fields(text: Any, example: str) -> tuple[Field, Field]:
    """A name in one language, and which one."""
    return (
        Field("title", _("Title"), text, term="schema:name", example=example, language_in="language", required=True),
        Field(
            "language",
            _("Language"),
            _("Language of the title: the hub's first one, or else one in which there is a title."),
            Kind.LANGUAGE,
            "schema:inLanguage",
            vocabulary="https://www.rfc-editor.org/info/bcp47",
            example="en",
            required=True,
        ),
    )


def _state(budget: Budget) -> DatasetState:
    """With the day: whether a project is late changes at midnight, and nobody presses a button for that."""
    return DatasetState(str([timezone.localdate(), *projects_state(budget)]), None)


def _rows(budget: Budget) -> Iterator[dict[str, Any]]:
    known, today = open_projects(budget), timezone.localdate()
    milestones = project_counts(known)
    for one in project_rows(known):
        promise = one.promise
        title, language = said_in(promise.titles, settings.LANGUAGE_CODE)
        planned, done = milestones.get(one.pk, (0, 0))
        proposal = one.project.proposal if one.project else None
        yield {
            "id": known[one.pk].address,
            "uuid": one.pk,
            "title": title,
            "language": language,
            "won": one.project_id is not None,
            "proposal": address_of(proposal.reference) if proposal and proposal.state == State.PUBLISHED else "",
            "district": one.envelope.slug if one.envelope else "",
            "subject": one.category.slug if one.category else "",
            "office": one.department.slug if one.department else "",
            "status": status_now(promise, today).value,
            "stage": one.stage,
            "promised_on": promise.promised_on,
            "first_due_on": promise.first_due_on,
            "due_on": promise.due_on,
            "started_on": promise.started_on,
            "finished_on": promise.kept_on,
            "currency": promise.currency,
            "cost_promised": promise.first_cost,
            "cost_planned": promise.cost_planned,
            "cost_spent": promise.cost_spent,
            "milestones": planned,
            "milestones_done": done,
            "latitude": "" if promise.latitude is None else str(promise.latitude),
            "longitude": "" if promise.longitude is None else str(promise.longitude),
            "last_news_at": promise.news_at,
        }


_SMALLEST = _("In the smallest parts of the currency, such as cents; empty where no sum was promised.")

PROJECTS = Dataset(
    process="budgets",
    name="projects",
    label=_("Projects that are carried out"),
    text=_("One row for each project with a page: what was promised, and what became of it."),
    public_from=_("From the moment its page is public, and only as long as it is."),
    fields=(
        Field(
            "id",
            _("Address of the record"),
            _("The page of the project."),
            Kind.ADDRESS,
            example="https://hub.example.org/en/budgets/our-budget/projects/a-shaded-square/",
            required=True,
        ),
        Field(
            "uuid",
            _("Identifier"),
            _("Stays the same when the page moves."),
            Kind.UUID,
            "schema:identifier",
            example="3f2b8c1e-7d54-4a3b-9f1a-5d0c2e6b7a81",
            required=True,
        ),
        *title_fields(_("As its page says it."), "A shaded square"),
        Field(
            "won",
            _("Won the vote"),
            _("False for what the city added itself."),
            Kind.FLAG,
            example="true",
            required=True,
        ),
        Field(
            "proposal",
            _("Proposal"),
            _("The proposal that it came from, where that is public; otherwise empty."),
            Kind.ADDRESS,
            "dcterms:source",
            example="https://hub.example.org/c/C-2026-000123/",
        ),
        Field(
            "district",
            _("District"),
            _("Short name of the part of the budget that pays for it; may be empty."),
            example="north",
        ),
        Field("subject", _("Subject"), _("Short name of the subject; may be empty."), example="parks"),
        Field("office", _("Office in charge"), _("Short name of the department; may be empty."), example="green"),
        Field(
            "status",
            _("Where it stands"),
            _("On the day on which the file was made: late is what is not finished on its promised day."),
            Kind.CODE,
            codes=codes_of(PromiseStatus),
            example="late",
            required=True,
        ),
        Field(
            "stage",
            _("Stage"),
            _("How far the work has come."),
            Kind.CODE,
            codes=codes_of(Stage),
            example="works",
            required=True,
        ),
        Field(
            "promised_on",
            _("Promised in public"),
            _("When it was promised."),
            Kind.DATE,
            "schema:dateCreated",
            example="2026-04-15",
            required=True,
        ),
        Field(
            "first_due_on",
            _("First promised day"),
            _("By which it was to be finished, as it was promised first. It never changes."),
            Kind.DATE,
            example="2027-03-01",
        ),
        Field(
            "due_on",
            _("Promised day"),
            _("By which it is to be finished, as it is promised now."),
            Kind.DATE,
            example="2027-06-01",
        ),
        Field(
            "started_on", _("Work began"), _("Empty until then."), Kind.DATE, "schema:startDate", example="2026-09-01"
        ),
        Field("finished_on", _("Finished"), _("Empty until then."), Kind.DATE, "schema:endDate", example="2027-05-20"),
        Field("currency", _("Currency"), _("Its code in ISO 4217."), term="schema:currency", example="EUR"),
        Field("cost_promised", _("Cost, as promised first"), _SMALLEST, Kind.COUNT, example="3000000"),
        Field("cost_planned", _("Cost, as planned now"), _SMALLEST, Kind.COUNT, example="3200000"),
        Field("cost_spent", _("Spent"), _SMALLEST, Kind.NUMBER, example="1250000"),
        Field(
            "milestones",
            _("Milestones"),
            _("How many are planned, without those that were dropped."),
            Kind.COUNT,
            example="5",
            required=True,
        ),
        Field("milestones_done", _("Milestones reached"), _("Of these."), Kind.COUNT, example="3", required=True),
        LATITUDE,
        LONGITUDE,
        Field(
            "last_news_at",
            _("Last news"),
            _("When anything was last told about it."),
            Kind.MOMENT,
            "schema:dateModified",
            example="2026-11-02T09:30:00+01:00",
            required=True,
        ),
    ),
    key=("uuid",),
    record_type="schema:Project",
    state=_state,
    rows=_rows,
)
