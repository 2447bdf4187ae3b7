"""What `hub.promises` asks about projects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hub.accounts.enums import Role
from hub.accounts.models.user import User
from participatory_budget.models.delivery import Delivery
from participatory_budget.selectors.deliveries import PROJECT, project_urls
from participatory_budget.selectors.following import PROPOSAL
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.services.letters import authors_of


class ProjectPromises:
    label: Any = _("Project")
    keepers: Collection[Role] = (Role.BUDGET_OFFICER,)

    def urls(self, keys: Sequence[str], language: str) -> Mapping[str, str]:
        return {str(key): url for key, url in project_urls([UUID(key) for key in keys], language).items()}

    def parents(self, keys: Sequence[str], language: str) -> Mapping[str, tuple[str, str]]:
        rows = list(Delivery.objects.filter(pk__in=keys).values_list("pk", "budget"))
        pages = budget_pages({budget for _key, budget in rows}, language)
        return {
            str(key): (pages[budget].title, pages[budget].get_url() or "") for key, budget in rows if budget in pages
        }

    def desk_urls(self, keys: Sequence[str]) -> Mapping[str, str]:
        return {key: reverse("project_desk", args=[key]) for key in keys}

    def concerns(self, key: str) -> Mapping[str, Collection[str]]:
        """The project, the proposal that it was, its district, its subject and its budget."""
        found = Delivery.objects.select_related("project").filter(pk=key).first()
        if found is None:
            return {}
        told: dict[str, list[str]] = {PROJECT: [key], "budget": [str(found.budget_id)]}
        if found.project is not None and found.project.proposal_id:
            told[PROPOSAL] = [str(found.project.proposal_id)]
        if found.envelope_id:
            told["district"] = [str(found.envelope_id)]
        if found.category_id:
            told["subject"] = [str(found.category_id)]
        return told

    def authors(self, key: str) -> Sequence[User]:
        found = Delivery.objects.select_related("project__proposal").filter(pk=key).first()
        if found is None or found.project is None or found.project.proposal is None:
            return []
        return authors_of(found.project.proposal)
