"""Pages of the library: the index, policy drafts, white papers. They read; services write."""

from __future__ import annotations

from http import HTTPMethod
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index

from hub.core.models.pages import BasePage
from hub.core.registries import clause_views, document_panels
from whitepapers.blocks import DocumentBodyBlock
from whitepapers.enums import DocumentKind
from whitepapers.selectors import (
    clause_by_eid,
    clause_page,
    document_of,
    frozen_reading,
    library,
    original_page,
    reading_of,
    version_numbered,
)

LIBRARY_PAGE_SIZE = 20


class DocumentPage(RoutablePageMixin, BasePage):
    """A document made of clauses, in one language. All its languages share one `Document`."""

    document_kind: DocumentKind

    owner_body = models.CharField(
        _("responsible body"), max_length=200, blank=True, help_text=_("The department that answers for this text.")
    )
    body = StreamField(
        DocumentBodyBlock(),
        blank=True,
        verbose_name=_("text"),
        help_text=_(
            "Headings open parts; each clause gets a number, an address and a conversation of its own. "
            "Moving a clause keeps its comments; deleting it retires it when you publish."
        ),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("owner_body"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("owner_body"), index.SearchField("body")]
    parent_page_types = ["whitepapers.DocumentIndexPage"]
    subpage_types: list[str] = []
    # POST is for pages that other features put below a clause, such as its comment form.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS, HTTPMethod.POST]

    class Meta:
        abstract = True

    @property
    def document_uuid(self) -> UUID:
        return self.translation_key

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # RoutablePageMixin calls a sub-address directly, past BasePage.serve().
        self.note_languages(request)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["now"] = timezone.now()
        context["page_url"] = self.get_url(request) or ""
        context["kind_label"] = self.document_kind.label
        return context

    @path("")
    def read(self, request: HttpRequest) -> HttpResponse:
        """The living text."""
        is_preview = bool(getattr(request, "is_preview", False))
        context = self.get_context(request)
        reading = reading_of(self, url=context["page_url"], now=context["now"], is_preview=is_preview)
        original = original_page(self) if reading.is_behind else None
        return self.render(
            request, context_overrides={"reading": reading, "banner": reading.banner, "original": original}
        )

    @path("v<int:number>/")
    def read_version(self, request: HttpRequest, number: int) -> HttpResponse:
        """A version as it was published."""
        document, version = document_of(self.document_uuid), version_numbered(self.document_uuid, number)
        if document is None or version is None:
            raise Http404
        reading = frozen_reading(document, version, language=self.locale.language_code)
        return self.render(request, template="whitepapers/version.html", context_overrides={"reading": reading})

    @path("clauses/<str:eid>/")
    def read_clause(self, request: HttpRequest, eid: str) -> HttpResponse:
        """One clause with what was said about it."""
        context = self.get_context(request)
        shown = clause_page(self, eid, url=context["page_url"], now=context["now"])
        if shown is None:
            raise Http404
        threads = [
            panel.render_thread(request, self.document_uuid, shown.clause.pk) for _name, panel in document_panels
        ]
        return self.render(
            request,
            template="whitepapers/clause_page.html",
            context_overrides={"shown": shown, "banner": shown.banner, "threads": [html for html in threads if html]},
        )

    @path("clauses/<str:eid>/<slug:name>/")
    def clause_view(self, request: HttpRequest, eid: str, name: str) -> HttpResponse:
        """A page that another feature serves for a clause."""
        clause = clause_by_eid(self.document_uuid, eid)
        if clause is None or name not in clause_views:
            raise Http404
        return clause_views.get(name)(request, self, clause)


class PolicyDraftPage(DocumentPage):
    document_kind = DocumentKind.POLICY_DRAFT
    template = "whitepapers/document_page.html"

    class Meta:
        verbose_name = _("policy draft")
        verbose_name_plural = _("policy drafts")


class WhitePaperPage(DocumentPage):
    document_kind = DocumentKind.WHITE_PAPER
    template = "whitepapers/document_page.html"

    class Meta:
        verbose_name = _("white paper")
        verbose_name_plural = _("white papers")


class DocumentIndexPage(BasePage):
    """The library: every published document of the hub."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["whitepapers.PolicyDraftPage", "whitepapers.WhitePaperPage"]
    max_count_per_parent = 1
    template = "whitepapers/document_index_page.html"

    class Meta:
        verbose_name = _("document library")
        verbose_name_plural = _("document libraries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        entries = library(self.locale.language_code)
        context["page_obj"] = Paginator(entries, LIBRARY_PAGE_SIZE).get_page(request.GET.get("page"))
        context["now"] = now
        return context
