"""Pages tell the story of a budget; money, dates, rules and results live in the plain models."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from hub.core.blocks import BackgroundBlock
from hub.core.models.pages import BasePage
from hub.core.models.picture import WithPicture
from hub.core.registries import budget_views, project_views
from participatory_budget.models.budget import Budget
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.election import FrozenElection
from participatory_budget.reports.cards import cards
from participatory_budget.reports.overview import overview
from participatory_budget.reports.project_list import project_list
from participatory_budget.reports.results import results_view
from participatory_budget.reports.what_if import rule_links, what_if
from participatory_budget.selectors.filtered import filtered_budgets, in_order

PER_PAGE = 20
PROJECTS = "projects"
PLAIN_RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul", "h3"]


class BudgetIndexPage(BasePage):
    """All budgets people can, could or will be able to decide on."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["participatory_budget.BudgetPage"]
    max_count_per_parent = 1
    template = "participatory_budget/budget_index_page.html"

    class Meta:
        verbose_name = _("list of budgets")
        verbose_name_plural = _("lists of budgets")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        found = filtered_budgets(request.GET, language)
        page_obj = Paginator(found.keys, PER_PAGE).get_page(request.GET.get("page"))
        shown = cards(in_order(page_obj.object_list), timezone.now(), language)
        context.update(page_obj=page_obj, filters=found.filters, cards=shown)
        return context


class BudgetPage(WithPicture, RoutablePageMixin, BasePage):
    """One permanent address through all phases of a budget; its translations share the budget."""

    budget = models.ForeignKey(
        Budget,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("participatory budget"),
        help_text=_("Its money, dates, rules and projects."),
    )
    story = RichTextField(_("what it is about"), blank=True, features=PLAIN_RICH_TEXT)
    how_decided = RichTextField(
        _("how it is decided"),
        blank=True,
        features=PLAIN_RICH_TEXT,
        help_text=_("Who may vote and how, who checks the projects. The rule of the count is explained by itself."),
    )
    contact = models.TextField(_("contact"), blank=True, help_text=_("A person or desk, with address and telephone."))

    template = "participatory_budget/budget_page.html"
    parent_page_types = ["participatory_budget.BudgetIndexPage"]
    subpage_types = ["participatory_budget.ProjectPage"]
    override_translatable_fields = [*BasePage.override_translatable_fields, SynchronizedField("budget")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("budget"),
        WithPicture.picture_panel,
        FieldPanel("story"),
        FieldPanel("how_decided"),
        FieldPanel("contact"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("story"),
        index.SearchField("how_decided"),
    ]

    class Meta:
        verbose_name = _("budget page")
        verbose_name_plural = _("budget pages")

    def clean(self) -> None:
        super().clean()
        others = BudgetPage.objects.filter(budget=self.budget_id)
        if others.exclude(translation_key=self.translation_key).exists():
            raise ValidationError({"budget": _("This budget has a page already.")})
        before = BudgetPage.objects.filter(pk=self.pk).values_list("budget", flat=True).first()
        if before not in (None, self.budget_id) and FrozenElection.objects.filter(budget=before).exists():
            raise ValidationError({"budget": _("People vote or voted at this address: the page keeps its budget.")})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # RoutablePageMixin calls a sub-address directly, past BasePage.serve().
        self.note_languages(request)
        return super().serve(request, *args, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Projects are this page's children and stand at `projects/<slug>/`, see `ProjectPage.set_url_path`."""
        if len(path_components) > 1 and path_components[0] == PROJECTS:
            return Page.route(self, request, path_components[1:])
        found = super().route(request, path_components)
        if found.page.pk != self.pk:
            raise Http404
        return found

    @path("")
    def read(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        return self.render(request, context_overrides={"overview": overview(self.budget, self._language, now)})

    @path("projects/")
    def read_projects(self, request: HttpRequest) -> HttpResponse:
        """What is on the ballot; each filter is an address."""
        found = project_list(self.budget, self._language, request.GET.dict(), timezone.now())
        page_obj = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
        return self.render(
            request,
            template="participatory_budget/project_list.html",
            context_overrides={"found": found, "page_obj": page_obj},
        )

    @path("results/")
    def read_results(self, request: HttpRequest) -> HttpResponse:
        """What won and why; with `?rule=` what another rule would have made of the same votes."""
        results = results_view(self.budget, self._language, timezone.now())
        if results is None:
            raise Http404
        rule = request.GET.get("rule", "")
        compared = what_if(results, rule) if rule else None
        if rule and compared is None:
            raise Http404
        return self.render(
            request,
            template="participatory_budget/results.html",
            context_overrides={
                "results": results,
                "rule": results.rule,
                "rules": rule_links(results.card.rule),
                "compared": compared,
            },
        )

    # Wagtail adds a slash to what it looks up; the address has none.
    @path("results/<slug:envelope>.<slug:format_name>/")
    def download(self, request: HttpRequest, envelope: str, format_name: str) -> HttpResponseBase:
        """The result of one envelope, or its ballots, as a file."""
        return budget_views.get("download")(request, self, envelope=envelope, format_name=format_name)

    @path("calendar.ics/")
    def calendar(self, request: HttpRequest) -> HttpResponseBase:
        """The phases, for the reader's own calendar."""
        return budget_views.get("calendar")(request, self)

    @path("statistics/")
    def statistics(self, request: HttpRequest) -> HttpResponseBase:
        return budget_views.get("statistics")(request, self)

    @path("statistics/statistics.csv/")
    def statistics_file(self, request: HttpRequest) -> HttpResponseBase:
        return budget_views.get("statistics_file")(request, self)

    @path("proposals/")
    def read_proposals(self, request: HttpRequest) -> HttpResponseBase:
        return budget_views.get("proposals")(request, self)

    @path("proposals/new/")
    @path("proposals/new/<uuid:draft_id>/<slug:step>/")
    def propose(self, request: HttpRequest, draft_id: UUID | None = None, step: str = "") -> HttpResponseBase:
        """Writing a proposal, step by step; what was typed is kept in a draft."""
        return budget_views.get("propose")(request, self, draft_id=draft_id, step=step)

    @path("proposals/similar/")
    def similar_proposals(self, request: HttpRequest) -> HttpResponseBase:
        return budget_views.get("similar")(request, self)

    @path("proposals/<str:reference>/")
    def read_proposal(self, request: HttpRequest, reference: str) -> HttpResponseBase:
        return budget_views.get("proposal")(request, self, reference=reference)

    @path("proposals/<str:reference>/<slug:action>/")
    def act_on_proposal(self, request: HttpRequest, reference: str, action: str) -> HttpResponseBase:
        """What one can do with a proposal and what belongs to it, each under the name that it was registered with."""
        name = f"proposal:{action}"
        if name not in budget_views:
            raise Http404
        return budget_views.get(name)(request, self, reference=reference)

    @path("evaluation/")
    def read_verdicts(self, request: HttpRequest) -> HttpResponseBase:
        return budget_views.get("evaluation")(request, self)

    @path("progress/")
    def read_progress(self, request: HttpRequest) -> HttpResponseBase:
        """What became of the projects that were chosen."""
        return budget_views.get("progress")(request, self)

    @path("eligibility/")
    @path("eligibility/<slug:action>/")
    def show_eligibility(self, request: HttpRequest, action: str = "") -> HttpResponseBase:
        """Where one shows that one may vote."""
        return budget_views.get("eligibility")(request, self, action=action)

    @path("ballot/")
    def read_ballots(self, request: HttpRequest) -> HttpResponseBase:
        """The envelopes that one may vote in, and what was cast."""
        return budget_views.get("ballot")(request, self)

    @path("ballot/<slug:envelope>/")
    @path("ballot/<slug:envelope>/<slug:action>/")
    def vote(self, request: HttpRequest, envelope: str, action: str = "") -> HttpResponseBase:
        """One ballot: filled in, looked at once more, cast."""
        return budget_views.get("vote")(request, self, envelope=envelope, action=action)

    @path("ballots/")
    @path("ballots/<slug:action>/")
    @path("ballots/<slug:action>/<str:name>/")
    def read_cast_ballots(self, request: HttpRequest, action: str = "", name: str = "") -> HttpResponseBase:
        """The log of ballots, receipts, and after the close the ballots themselves and the bundle."""
        return budget_views.get("ballots")(request, self, action=action, name=name)

    @path("rules/")
    def read_rules(self, request: HttpRequest) -> HttpResponseBase:
        """What was frozen when the vote began, and what was amended since."""
        return budget_views.get("rules")(request, self)

    @property
    def _language(self) -> str:
        code: str = self.locale.language_code
        return code

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context.update(now=timezone.now(), page_url=self.get_url(request) or "")
        return context


class ProjectPage(RoutablePageMixin, BasePage):
    """One project, from its promise until residents say that it is finished; its translations share the file."""

    delivery = models.ForeignKey(
        Delivery,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("project"),
        help_text=_("Its stages, milestones, money and photos."),
    )
    story = RichTextField(_("what it is about"), blank=True, features=PLAIN_RICH_TEXT)
    background = StreamField(BackgroundBlock(), blank=True, verbose_name=_("documents"))

    template = "participatory_budget/projects/page.html"
    parent_page_types = ["participatory_budget.BudgetPage"]
    subpage_types: list[str] = []
    override_translatable_fields = [*BasePage.override_translatable_fields, SynchronizedField("delivery")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("delivery", read_only=True),
        FieldPanel("story"),
        FieldPanel("background"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("story")]

    class Meta:
        verbose_name = _("project page")
        verbose_name_plural = _("project pages")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Made with its file, by `publishing.projects`: an empty page would tell of nothing."""
        return False

    def can_move_to(self, parent: Page) -> bool:
        """Below another budget its address would say what its file does not."""
        own = self.delivery.budget_id
        return bool(super().can_move_to(parent)) and getattr(parent.specific, "budget_id", None) == own

    def set_url_path(self, parent: Page | None) -> str:
        if parent is None:
            return str(super().set_url_path(parent))
        self.url_path = f"{parent.url_path}{PROJECTS}/{self.slug}/"
        return self.url_path

    def clean(self) -> None:
        super().clean()
        others = ProjectPage.objects.filter(delivery=self.delivery_id)
        if others.exclude(translation_key=self.translation_key).exists():
            raise ValidationError({"delivery": _("This project has a page already.")})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # RoutablePageMixin calls a sub-address directly, past BasePage.serve().
        self.note_languages(request)
        return super().serve(request, *args, **kwargs)

    @path("")
    def read(self, request: HttpRequest) -> HttpResponseBase:
        return project_views.get("read")(request, self)

    # As with results: the address has no slash at its end.
    @path("calendar.ics/")
    def calendar(self, request: HttpRequest) -> HttpResponseBase:
        """Its milestones and its day, for the reader's own calendar."""
        return project_views.get("calendar")(request, self)

    @path("<slug:action>/")
    @path("<slug:action>/<str:name>/")
    def act(self, request: HttpRequest, action: str, name: str = "") -> HttpResponseBase:
        """What belongs to a project or can be done about it, each under the name that it was registered with."""
        if action == "read" or action not in project_views:
            raise Http404
        return project_views.get(action)(request, self, name=name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context.update(now=timezone.now(), page_url=self.get_url(request) or "")
        return context
