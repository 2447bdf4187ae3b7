"""Synonyms in the editor: who recommends results also says which words mean the same."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from hub.core.templatetags.hub_tags import language_name
from search.forms import SynonymForm
from search.models.vocabulary import SynonymSet
from search.services.synonyms import keep_synonyms, remove_synonyms

# One right for both: what is found first for a word, and what a word means.
register_permission_policy(SynonymSet, ModelPermissionPolicy(SearchPromotion), exact_class=True)


class SynonymIndexView(IndexView):
    page_subtitle = _("Who searches for one of the words finds the others too")


class SynonymCreateView(CreateView):
    def save_instance(self) -> SynonymSet:
        return keep_synonyms(self.form.save(commit=False), actor=self.request.user)


class SynonymEditView(EditView):
    def save_instance(self) -> SynonymSet:
        return keep_synonyms(self.form.save(commit=False), actor=self.request.user)


class SynonymDeleteView(DeleteView):
    def delete_action(self) -> None:
        remove_synonyms(self.object, actor=self.request.user)


def _language(row: SynonymSet) -> str:
    return language_name(row.language)


class SynonymViewSet(ModelViewSet):
    model = SynonymSet
    name = "synonyms"
    url_prefix = "synonyms"
    icon = "list-ul"
    menu_label = _("Synonyms of the search")
    menu_name = "search-synonyms"
    menu_order = 901  # after "Promoted search results"
    add_to_settings_menu = True
    inspect_view_enabled = False
    copy_view_enabled = False
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    delete_view_class = SynonymDeleteView
    ordering = ["language", "words"]
    list_filter = ["language"]

    @property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn("__str__", label=_("Words that mean the same"), url_name=self.get_url_name("edit")),
            Column("language", label=_("Language"), accessor=_language),
            DateColumn("changed_at", label=_("Changed")),
        ]

    def get_form_class(self, for_update: bool = False) -> type[SynonymForm]:
        return SynonymForm


synonym_viewset = SynonymViewSet()
