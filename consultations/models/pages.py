"""Pages tell the story of a consultation and of its answer; dates and figures live in the plain models."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from consultations.forms import OutcomeReportPageForm, ReadinessPanel, WarningsPanel
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.permissions import user_can_see_live_figures
from consultations.reports.numbers import numbered, shown_number
from consultations.reports.readiness import require_publishable
from consultations.reports.report_steps import followed
from consultations.reports.view import latest_frozen, live_view
from consultations.selectors.calendar import calendar_entries
from consultations.selectors.filtered import filtered_consultations, filtered_reports, in_order
from consultations.selectors.lists import LIST_FILTERS, cards
from consultations.selectors.overview import overview
from hub.core.blocks import BackgroundBlock
from hub.core.engine.icalendar import CONTENT_TYPE, write_calendar
from hub.core.models.pages import BasePage
from hub.core.models.picture import WithPicture
from hub.core.registries import report_views

PER_PAGE = 20
PLAIN_RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul", "h3"]


class ConsultationIndexPage(BasePage):
    """All consultations: open, coming, answered."""

    template = "consultations/consultation_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["consultations.ConsultationPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of consultations")
        verbose_name_plural = _("lists of consultations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        chosen = request.GET.get("phase", "")
        chosen = chosen if chosen in LIST_FILTERS else ""
        found = filtered_consultations(chosen, request.GET, now, self.locale.language_code)
        page_obj = Paginator(found.keys, PER_PAGE).get_page(request.GET.get("page"))
        context.update(
            now=now,
            chosen=chosen,
            counts={name.replace("-", "_"): found.groups.get(name, 0) for name in LIST_FILTERS},
            filters=found.filters,
            page_obj=page_obj,
            cards=cards(in_order(page_obj.object_list), now, self.locale.language_code),
        )
        return context


class ReportIndexPage(BasePage):
    """All published outcome reports. The reports themselves live below their consultations."""

    template = "consultations/report_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of outcome reports")
        verbose_name_plural = _("lists of outcome reports")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        found = filtered_reports(request.GET, now, self.locale.language_code)
        page_obj = Paginator(found.keys, PER_PAGE).get_page(request.GET.get("page"))
        shown = cards(in_order(page_obj.object_list), now, self.locale.language_code)
        context.update(now=now, page_obj=page_obj, filters=found.filters, cards=shown)
        return context


class ConsultationPage(WithPicture, RoutablePageMixin, BasePage):
    """One permanent address through all phases of a consultation."""

    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("consultation"),
        help_text=_("Its dates and documents."),
    )
    story = RichTextField(_("what it is about"), blank=True, features=PLAIN_RICH_TEXT)
    how_used = RichTextField(
        _("how your input will be used"),
        blank=True,
        features=PLAIN_RICH_TEXT,
        help_text=_("Who reads the comments, what can still change, what cannot, how you will be told."),
    )
    still_open = RichTextField(
        _("what is open"), blank=True, features=PLAIN_RICH_TEXT, help_text=_("What can still change.")
    )
    already_decided = RichTextField(
        _("what is decided already"),
        blank=True,
        features=PLAIN_RICH_TEXT,
        help_text=_("What cannot change any more, and why. People are angry when they learn it afterwards."),
    )
    follow_up = RichTextField(
        _("what was promised, and how far it is"),
        blank=True,
        features=PLAIN_RICH_TEXT,
        help_text=_("Shown once the consultation is answered."),
    )
    background = StreamField(
        BackgroundBlock(),
        blank=True,
        verbose_name=_("background documents"),
        help_text=_("Studies, maps, the law in force: what one may want to read before answering."),
    )
    who_decides = models.TextField(_("who decides, and when"), blank=True)
    contact = models.TextField(_("contact"), blank=True, help_text=_("A person or desk, with address and telephone."))
    # Kept for pages written before delays were explained with a date and a record (models/delay.py).
    late_explanation = models.TextField(_("why the answer is late"), blank=True, editable=False)

    template = "consultations/consultation_page.html"
    parent_page_types = ["consultations.ConsultationIndexPage"]
    subpage_types = ["consultations.OutcomeReportPage"]
    override_translatable_fields = [*BasePage.override_translatable_fields, SynchronizedField("consultation")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("consultation"),
        WithPicture.picture_panel,
        FieldPanel("story"),
        MultiFieldPanel([FieldPanel("still_open"), FieldPanel("already_decided")], heading=_("What is asked")),
        FieldPanel("how_used"),
        FieldPanel("who_decides"),
        FieldPanel("contact"),
        FieldPanel("background"),
        FieldPanel("follow_up"),
        WarningsPanel(template="consultations/admin/warnings_panel.html", heading=_("Worth a second look")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("story"),
        index.SearchField("how_used"),
        index.SearchField("who_decides"),
        index.SearchField("still_open"),
        index.SearchField("already_decided"),
        index.SearchField("follow_up"),
    ]

    class Meta:
        verbose_name = _("consultation page")
        verbose_name_plural = _("consultation pages")

    def clean(self) -> None:
        super().clean()
        others = ConsultationPage.objects.filter(consultation=self.consultation_id)
        if others.exclude(translation_key=self.translation_key).exists():
            raise ValidationError({"consultation": _("This consultation has a page already.")})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # RoutablePageMixin calls a sub-address directly, past BasePage.serve().
        self.note_languages(request)
        return super().serve(request, *args, **kwargs)

    @path("")
    def read(self, request: HttpRequest) -> HttpResponse:
        return self.render(request)

    # Wagtail adds a slash to what it looks up; the address has none.
    @path("calendar.ics/")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """Events and dates, for the reader's own calendar."""
        language = self.locale.language_code
        entries = calendar_entries(self.consultation, self, language, timezone.now())
        response = HttpResponse(write_calendar(self.title, entries, language=language), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'inline; filename="{self.consultation.slug}.ics"'
        response["Content-Language"] = language
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        found = overview(self.consultation, self, self.locale.language_code, now)
        context.update(now=now, overview=found, banner=found.banner)
        return context


class OutcomeReportPage(RoutablePageMixin, BasePage):
    """The published account: who took part, what was said, what was decided and why."""

    sentence = models.CharField(
        _("the result in one sentence"),
        max_length=300,
        blank=True,
        help_text=_("Stands under the title, above the figures."),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=PLAIN_RICH_TEXT)
    next_steps = RichTextField(_("what happens next"), blank=True, features=PLAIN_RICH_TEXT)
    methods = RichTextField(
        _("how it was read and answered"),
        blank=True,
        features=PLAIN_RICH_TEXT,
        help_text=_("Who read the comments, by which rules they were published or withheld, what the limits are."),
    )

    template = "consultations/outcome_report_page.html"
    base_form_class = OutcomeReportPageForm
    parent_page_types = ["consultations.ConsultationPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("sentence"),
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("next_steps"), FieldPanel("methods")], heading=_("After the answers")),
        ReadinessPanel(template="consultations/admin/report_readiness_panel.html", heading=_("What stands in the way")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("sentence"),
        index.SearchField("introduction"),
        index.SearchField("next_steps"),
    ]

    class Meta:
        verbose_name = _("outcome report")
        verbose_name_plural = _("outcome reports")

    @property
    def consultation(self) -> Consultation:
        found: Consultation | None = getattr(self, "_consultation", None)
        if found is None:
            found = self.consultation_page.consultation
            self._consultation = found
        return found

    @property
    def consultation_page(self) -> ConsultationPage:
        found: ConsultationPage | None = getattr(self, "_consultation_page", None)
        if found is None:
            parent: Page = self.get_parent()
            found = ConsultationPage.objects.select_related("consultation").get(pk=parent.pk)
            self._consultation_page = found
        return found

    def clean(self) -> None:
        super().clean()
        if self.go_live_at:
            # The clock cannot know whether a clause lost its answer in the meantime.
            raise ValidationError({"go_live_at": _("An outcome report is published by a person, not by the clock.")})

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> Any:
        """Refuses silent gaps whichever door publication came through; goes live with its figures or not at all."""
        revision.publisher = user
        with transaction.atomic():
            if self.freezes_figures():
                require_publishable(self.consultation, timezone.now(), stored_texts=True)
            return super().publish(revision, user=user, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request, "is_preview", False) and not self.is_frozen():
            # Live in Wagtail's tree, but its figures were never frozen: not published.
            raise Http404
        # RoutablePageMixin calls a sub-address directly, past BasePage.serve().
        self.note_languages(request)
        return super().serve(request, *args, **kwargs)

    @path("")
    def read(self, request: HttpRequest) -> HttpResponse:
        """The newest number; in the preview of staff, how it stands at this moment."""
        return self.render(request)

    @path("summary/")
    def read_summary(self, request: HttpRequest) -> HttpResponse:
        """What matters, on one page of paper."""
        return self.render(request, template="consultations/outcome_report_summary.html")

    @path("no/<int:number>/")
    def read_number(self, request: HttpRequest, number: int) -> HttpResponse:
        """Any number as it was frozen, with what differs from the one before."""
        self._numbered(number)
        return self.render(request, number=number)

    # Wagtail adds a slash to what it looks up; the address has none.
    @path("no/<int:number>.json/")
    def read_record(self, request: HttpRequest, number: int) -> HttpResponse:
        """The record, byte for byte as it was hashed."""
        report = self._numbered(number)
        response = HttpResponse(report.content.encode(), content_type="application/json")
        response["ETag"] = f'"{report.sha256}"'
        response["X-Robots-Tag"] = "noindex"
        return response

    @path("report.<slug:format_name>/")
    def download(self, request: HttpRequest, format_name: str) -> HttpResponse:
        """The newest number as a file."""
        return report_views.get("download")(request, self, format_name=format_name)

    def _numbered(self, number: int) -> FrozenReport:
        report = numbered(self.consultation, number)
        if report is None:
            raise Http404
        return report

    def freezes_figures(self) -> bool:
        """The first publication does, and each later one of the original; a translation only says them again."""
        if self.alias_of_id is not None:
            return False
        original = OutcomeReportPage.objects.filter(translation_key=self.translation_key).order_by("pk").first()
        return not self.is_frozen() or original is None or original.pk == self.pk

    def is_frozen(self) -> bool:
        return latest_frozen(self.consultation) is not None

    def get_context(self, request: HttpRequest, *args: Any, number: int | None = None, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        language = self.locale.language_code
        context.update(now=now, consultation_page=self.consultation_page, page_url=self.get_url(request) or "")
        if bool(getattr(request, "is_preview", False)) and user_can_see_live_figures(
            getattr(request, "user", None), self.consultation, now
        ):
            return context | {"report": live_view(self.consultation, language)}
        shown = shown_number(self.consultation, number, language)
        if shown is None:
            # A preview by somebody who may edit the page but not see answers before they are published.
            raise PermissionDenied
        view = shown["report"]
        # What was promised is frozen; what becomes of it is not.
        return context | shown | {"steps": followed(view.steps, self.consultation, language, now)}
