"""Forms of the editor: opening a consultation, its dates, publishing a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import HelpPanel

from consultations.enums import AnswerProfile
from consultations.models.consultation import Consultation
from consultations.permissions import user_can_answer, user_can_publish_report
from consultations.phases import Dates
from consultations.reports.advice import advice_on
from consultations.reports.readiness import standing
from whitepapers.models.document import Document
from whitepapers.selectors import document_pages, published_documents


class DateTimeInput(forms.DateTimeInput):
    """The browser's own control, which wants ISO 8601 whatever the reader's language."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class OutcomeReportPageForm(WagtailAdminPageForm):
    """Refuses to publish a report with silent gaps, and names them. The model refuses as well: this is for kindness."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.data.get("action-publish"):
            consultation, now = self._consultation(), timezone.now()
            found = standing(consultation, now)
            for blocker in found.blocking:
                self.add_error(None, forms.ValidationError(blocker.message, code=blocker.code))
            if found.publishable and not user_can_publish_report(self.for_user, consultation, now):
                self.add_error(None, _("Only an editor or a moderator publishes a report."))
        return cleaned

    def _consultation(self) -> Consultation:
        page = self.parent_page or self.instance.get_parent()
        consultation: Consultation = page.specific.consultation
        return consultation


class ReadinessPanel(HelpPanel):
    """What stands in the way of publishing, beside the text of the report."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            # A page that is being created stands nowhere in the tree yet.
            if self.instance.pk:
                consultation = self.instance.consultation
                now = timezone.now()
                context |= {"consultation": consultation, "readiness": standing(consultation, now)}
                context["can_answer"] = user_can_answer(self.request.user, consultation, now)
            return context


class WarningsPanel(HelpPanel):
    """What is worth a second look, beside the text of the page."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.instance.pk and self.instance.consultation_id:
                consultation = self.instance.consultation
                context |= {"consultation": consultation, "advice": advice_on(consultation, timezone.now())}
            return context


class DatesForm(forms.Form):
    """When a consultation opens, closes and is answered."""

    opens_at = forms.DateTimeField(label=_("Opens"), widget=DateTimeInput)
    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=DateTimeInput, help_text=_("From this moment on no comment is taken.")
    )
    answer_profile = forms.ChoiceField(
        label=_("The answer is due"),
        required=False,
        choices=AnswerProfile.choices,
        help_text=_("People see this date from the first day. When it has passed, the page says so by itself."),
    )
    answer_due_at = forms.DateTimeField(
        label=_("Date of its own"),
        required=False,
        widget=DateTimeInput,
        help_text=_("Only for “a date of its own”."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        profile, due = cleaned.get("answer_profile"), cleaned.get("answer_due_at")
        if profile == AnswerProfile.CUSTOM and due is None and "answer_due_at" not in self.errors:
            self.add_error("answer_due_at", _("Give the date by which the answer is due."))
        elif profile and profile != AnswerProfile.CUSTOM and due is not None:
            self.add_error("answer_due_at", _("Leave this empty, or choose “a date of its own” above."))
        return cleaned

    def dates(self) -> Dates:
        data = self.cleaned_data
        profile = AnswerProfile(data["answer_profile"]) if data["answer_profile"] else None
        return Dates(data["opens_at"], data["closes_at"], data["answer_due_at"], profile)

    def refuse(self, where: str, message: str) -> None:
        """What the service says, beside the field that it is about."""
        self.add_error(where if where in self.fields else None, message)

    @staticmethod
    def initial_of(consultation: Consultation) -> dict[str, Any]:
        chosen = consultation.answer_profile == AnswerProfile.CUSTOM
        return {
            "opens_at": consultation.opens_at,
            "closes_at": consultation.closes_at,
            "answer_profile": consultation.answer_profile,
            "answer_due_at": consultation.answer_due_at if chosen else None,
        }


class NewConsultationForm(DatesForm):
    """Everything that the service needs to open a consultation."""

    title = forms.CharField(label=_("Title"), max_length=255, help_text=_("In the language of the document."))
    slug = forms.SlugField(
        label=_("Short name"), max_length=120, help_text=_("Stands in the address: letters, digits and hyphens.")
    )
    document = forms.MultipleChoiceField(
        label=_("Documents"), help_text=_("In their latest published version. Several can be asked about together.")
    )
    owner_body = forms.CharField(label=_("Responsible body"), max_length=200, required=False)
    premoderated = forms.BooleanField(label=_("A moderator reads each comment before it is published"), required=False)
    answers_approved = forms.BooleanField(
        label=_("A second person approves each answer before it is published"), required=False, initial=True
    )

    field_order = [
        "title",
        "slug",
        "document",
        "opens_at",
        "closes_at",
        "answer_profile",
        "answer_due_at",
        "owner_body",
        "premoderated",
        "answers_approved",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [document.pk for document in published_documents()]
        pages = document_pages(ids, get_language() or settings.LANGUAGE_CODE)
        choice: Any = self.fields["document"]
        choice.choices = [(str(pk), pages[pk].title) for pk in ids if pk in pages]

    def documents(self) -> list[Document]:
        found = {str(one.pk): one for one in Document.objects.filter(pk__in=self.cleaned_data["document"])}
        return [found[key] for key in self.cleaned_data["document"]]
