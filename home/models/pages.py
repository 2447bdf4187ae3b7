"""The front page of each language, and ordinary information pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import InformationBodyBlock
from hub.core.models.pages import BasePage


class HomePage(BasePage):
    """What is open, what closes soon, what was decided."""

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


class StandardPage(BasePage):
    """An information page: how it works, accessibility, privacy."""

    body = StreamField(InformationBodyBlock(), blank=True, verbose_name=_("text"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types: list[str | type[Page]] = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
