"""The only code that creates pages of budgets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from hub.audit.services import record
from participatory_budget.engine.pabulib_terms import value_of
from participatory_budget.models.budget import Budget
from participatory_budget.models.imported import ImportedElection
from participatory_budget.models.pages import BudgetIndexPage, BudgetPage
from participatory_budget.selectors.counts import rule_card_of, uncountable
from participatory_budget.services.editing.gate import locked
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User

# Where a file says which place and which year it is about, from the large to the small.
_PLACE = ("unit", "district", "subunit", "instance")


@transaction.atomic
def publish_budget_pages(
    budget: Budget,
    *,
    title: str = "",
    texts: Mapping[str, Mapping[str, Any]] | None = None,
    actor: User | None,
) -> BudgetPage:
    """A page in each language that has a section for budgets. Returns the first; what exists stays as it is.

    `texts` gives fields of the page by language (title, summary, story, how_decided, contact); `title` stands where
    they name none.
    """
    known = BudgetPage.objects.filter(budget=budget).order_by("pk").first()
    if known is not None:
        return known
    indexes = {
        index.locale.language_code: index for index in BudgetIndexPage.objects.select_related("locale").order_by("pk")
    }
    languages = [code for code, _name in settings.LANGUAGES if code in indexes]
    original: BudgetPage | None = None
    for language in languages:
        fields = dict((texts or {}).get(language, {}))
        with translation.override(language):
            fields["title"] = str(fields.get("title") or title or budget.slug)[: _longest_title()]
        page = _publish_page(budget, indexes[language], fields, original, actor)
        original = original or page
    if original is None:
        raise BudgetError(_("There is no section for budgets in any language."), "budgets")
    return original


@transaction.atomic
def publish_pages_for(
    budget: Budget, texts: Mapping[str, Mapping[str, Any]], *, actor: User | None, now: datetime
) -> BudgetPage:
    """What a budget officer does in the editor: pages by languages, with the title of another one where it has none."""
    owner = locked(budget, actor, now)
    title = next((str(found) for one in texts.values() if (found := one.get("title"))), "")
    if not title:
        raise BudgetError(_("Give the page a title in at least one language."), f"title_{settings.LANGUAGE_CODE}")
    if BudgetPage.objects.filter(budget=owner).exists():
        raise BudgetError(_("This budget has a page already."))
    page = publish_budget_pages(owner, title=title, texts=texts, actor=actor)
    record(
        "budget.published",
        subject="participatory_budget.budget",
        subject_id=owner.pk,
        actor=actor,
        data={"page": page.pk},
        now=now,
    )
    return page


def publish_imported_pages(election: ImportedElection, *, actor: User | None) -> BudgetPage:
    """Pages of an election that came as a file, called by place and year; the result stands below them at once."""
    budget = election.envelope.budget
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = {"summary": _summary(budget)}
    return publish_budget_pages(budget, title=_place_and_year(election) or budget.slug, texts=texts, actor=actor)


def _summary(budget: Budget) -> str:
    if uncountable(rule_card_of(budget)):
        return _(
            "A vote that was held elsewhere, taken from a published file with every ballot. The file does not say by "
            "which rule winners were found, so only the votes are shown."
        )
    return _(
        "A vote that was held elsewhere, taken from a published file with every ballot. Here it is counted again by "
        "the rule that the file names, and each project says why it won or did not."
    )


def _place_and_year(election: ImportedElection) -> str:
    """ "Warszawa, Mokotów, 2024"; what repeats a part that stands there already is left out."""
    parts: list[str] = []
    for key in _PLACE:
        value = value_of(election.meta, key).strip()
        if value and not any(value in part for part in parts):
            parts = [part for part in parts if part not in value] + [value]
    return ", ".join(parts)


def _publish_page(
    budget: Budget, index: BudgetIndexPage, fields: Mapping[str, Any], original: BudgetPage | None, actor: User | None
) -> BudgetPage:
    if Page.objects.child_of(index).filter(slug=budget.slug).exists():
        raise BudgetError("another page has this name", "--slug")
    page = BudgetPage(budget=budget, slug=budget.slug, locale=index.locale, live=False, owner=actor, **fields)
    if original is not None:
        page.translation_key = original.translation_key
    index.add_child(instance=page)
    page.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
    page.refresh_from_db()
    return page


def _longest_title() -> int:
    return int(BudgetPage._meta.get_field("title").max_length or 0)
