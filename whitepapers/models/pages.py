"""Pages of the library: the index, policy drafts, white papers. They read; services write."""

from __future__ import annotations

from http import HTTPMethod
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from hub.core.models.pages import BasePage
from hub.core.registries import clause_views, document_panels, document_views
from whitepapers.blocks import DocumentBodyBlock, GlossaryBlock
from whitepapers.enums import DocumentKind
from whitepapers.forms.document import DocumentPageForm, ReadinessPanel
from whitepapers.selectors import (
    clause_by_eid,
    clause_history,
    clause_page,
    compare_page,
    document_of,
    filtered_library,
    frozen_reading,
    original_page,
    reading_of,
    stays_public,
    version_list,
    version_numbered,
    versions_of,
    withdrawn_at,
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
    glossary = StreamField(
        GlossaryBlock(),
        blank=True,
        verbose_name=_("words explained"),
        help_text=_("Each word is marked where a clause first uses it, and explained at the end of the document."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("owner_body"),
        FieldPanel("body"),
        FieldPanel("glossary"),
        ReadinessPanel(template="whitepapers/admin/readiness_panel.html", heading=_("Before you publish")),
    ]
    base_form_class = DocumentPageForm
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

    @property
    def is_withdrawn(self) -> bool:
        """Taken down, but people spoke about it: its versions and clauses stay where they were."""
        return not self.live and self.first_published_at is not None and stays_public(self.document_uuid)

    def serves(self, address: str) -> bool:
        """Whether something stands at this address below the page, such as `/v2/`."""
        try:
            self.resolve_subpage(address)
        except Http404:
            return False
        return True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if self.live or not self.is_withdrawn:
            return super().route(request, path_components)
        address = "/".join(["", *path_components, ""])
        found = self.resolve_subpage(address)
        # What other features do with a clause, such as taking comments, ended with the text.
        if request.method not in (HTTPMethod.GET, HTTPMethod.HEAD) or found.func == self.clause_view:
            raise Http404
        request.routable_resolver_match = found  # type: ignore[attr-defined]
        return RouteResult(self, args=(found.func, found.args, found.kwargs))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["now"] = timezone.now()
        context["page_url"] = self.get_url(request) or ""
        context["kind_label"] = self.document_kind.label
        context["is_withdrawn"] = not self.live and not getattr(request, "is_preview", False)
        if context["is_withdrawn"]:
            context["withdrawn_at"] = withdrawn_at(self)
        return context

    @path("")
    def read(self, request: HttpRequest) -> HttpResponse:
        """The living text; of one that was taken down, what stays of it."""
        is_preview = bool(getattr(request, "is_preview", False))
        context = self.get_context(request)
        if context["is_withdrawn"]:
            versions = versions_of(self.document_uuid)
            overrides = {"list": version_list(versions, context["page_url"])}
            return self.render(request, template="whitepapers/withdrawn.html", context_overrides=overrides)
        reading = reading_of(
            self,
            url=context["page_url"],
            now=context["now"],
            is_preview=is_preview,
            beside=request.GET.get("beside", ""),
            find=request.GET.get("find", ""),
        )
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
        reading = frozen_reading(
            document,
            version,
            language=self.locale.language_code,
            beside=request.GET.get("beside", ""),
            find=request.GET.get("find", ""),
        )
        return self.render(request, template="whitepapers/version.html", context_overrides={"reading": reading})

    @path("compare/")
    def list_versions(self, request: HttpRequest) -> HttpResponse:
        """All versions, and a form that leads to the comparison of two: `?from=1&to=2`."""
        versions = versions_of(self.document_uuid)
        if not versions:
            raise Http404
        context = self.get_context(request)
        url = context["page_url"]
        a, b = request.GET.get("from", ""), request.GET.get("to", "")
        if {a, b} <= {str(version.number) for version in versions}:
            return HttpResponseRedirect(f"{url}compare/{a}/{b}/")
        overrides = {"list": version_list(versions, url), "versions": versions, "is_unknown": bool(a or b)}
        return self.render(request, template="whitepapers/versions.html", context_overrides=overrides)

    @path("compare/<int:a>/<int:b>/")
    def compare_versions(self, request: HttpRequest, a: int, b: int) -> HttpResponse:
        """What changed from version a to version b."""
        context = self.get_context(request)
        compared = compare_page(self, a, b, url=context["page_url"])
        if compared is None:
            raise Http404
        return self.render(request, template="whitepapers/compare.html", context_overrides={"compared": compared})

    @path("clauses/<str:eid>/history/")
    def read_history(self, request: HttpRequest, eid: str) -> HttpResponse:
        """Every version in which the words of one clause changed."""
        context = self.get_context(request)
        history = clause_history(self, eid, url=context["page_url"])
        if history is None:
            raise Http404
        return self.render(request, template="whitepapers/clause_history.html", context_overrides={"history": history})

    @path("export/<int:number>.<slug:format_name>/")
    def export(self, request: HttpRequest, number: int, format_name: str) -> HttpResponse:
        """A version as a file."""
        return document_views.get("export")(request, self, number=number, format_name=format_name)

    @path("clauses/<str:eid>/")
    def read_clause(self, request: HttpRequest, eid: str) -> HttpResponse:
        """One clause with what was said about it."""
        context = self.get_context(request)
        shown = clause_page(
            self, eid, url=context["page_url"], now=context["now"], beside=request.GET.get("beside", "")
        )
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
        found = filtered_library(request.GET, self.locale.language_code)
        context["page_obj"] = Paginator(found.entries, LIBRARY_PAGE_SIZE).get_page(request.GET.get("page"))
        context["filters"] = found.filters
        context["now"] = now
        return context
