"""What every page of the hub has in common."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from hub.core.engine.folding import fold
from hub.core.selectors import language_urls


class BasePage(Page):
    """A page with a one-paragraph summary that knows its own translations."""

    summary = models.TextField(
        _("summary"),
        max_length=600,
        blank=True,
        help_text=_("Two or three plain sentences: what this is, whom it concerns, what can be done here."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("folded_words")]
    # The same address in every language, so that a link can be changed by hand from /en/ to /ar/.
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def folded_words(self) -> str:
        """Title and summary in the form that questions are brought to, so that "مياه" finds "المياه"."""
        return fold(f"{self.title} {self.summary}")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.note_languages(request)
        return super().serve(request, *args, **kwargs)

    def note_languages(self, request: HttpRequest) -> None:
        """Tells the language switch and `hreflang` where this page is in other languages."""
        if not getattr(request, "is_preview", False):
            request.language_urls = language_urls(self, request)  # type: ignore[attr-defined]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["summary"] = self.summary
        context["page_language"] = self.locale.language_code
        return context
