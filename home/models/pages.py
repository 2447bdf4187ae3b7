"""The front page of each language, and ordinary information pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import InformationBodyBlock
from hub.core.engine.folding import fold
from hub.core.models.pages import BasePage
from hub.core.models.picture import WithPicture


class HomePage(WithPicture, BasePage):
    """What is open, what closes soon, what was decided."""

    content_panels = [*BasePage.content_panels, WithPicture.picture_panel]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "whitepapers.DocumentIndexPage",
        "consultations.ConsultationIndexPage",
        "consultations.ReportIndexPage",
        "participatory_budget.BudgetIndexPage",
        "search.SearchPage",
        "home.StandardPage",
    ]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Django loads this app's models before those of the apps that the front page reads from.
        from home.selectors import front_page

        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        context.update(now=now, today=timezone.localdate(now), front=front_page(self.locale.language_code, now))
        return context


class StandardPage(BasePage):
    """An information page: how it works, accessibility, privacy."""

    body = StreamField(
        InformationBodyBlock(),
        blank=True,
        verbose_name=_("text"),
        help_text=_("Short headings, short paragraphs. Readers look for one answer, not for the whole page."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types: list[str | type[Page]] = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    @property
    def folded_words(self) -> str:
        words = [text for block in self.body for text in block.block.get_searchable_content(block.value)]
        return " ".join([super().folded_words, fold(" ".join(map(str, words)))])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["crumbs"] = [(page.title, page.get_url(request)) for page in self.get_ancestors().filter(depth__gt=2)]
        return context
