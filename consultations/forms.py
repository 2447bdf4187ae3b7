"""Forms of the editor: publishing a report, answering a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from consultations.enums import Decision
from consultations.models.consultation import Consultation
from consultations.permissions import user_can_publish_report
from consultations.reports.readiness import readiness
from consultations.selectors.outcomes import reasons_of

if TYPE_CHECKING:
    from consultations.models.outcome import Outcome


class OutcomeReportPageForm(WagtailAdminPageForm):
    """Refuses to publish a report with silent gaps, and names them. The model refuses as well: this is for kindness."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.data.get("action-publish"):
            consultation, now = self._consultation(), timezone.now()
            found = readiness(consultation, now)
            for blocker in found.blocking:
                self.add_error(None, forms.ValidationError(blocker.message, code=blocker.code))
            if found.publishable and not user_can_publish_report(self.for_user, consultation, now):
                self.add_error(None, _("Only an editor or a moderator publishes a report."))
        return cleaned

    def _consultation(self) -> Consultation:
        page = self.parent_page or self.instance.get_parent()
        consultation: Consultation = page.specific.consultation
        return consultation


class AnswerForm(forms.Form):
    """The answer to one clause: what was decided, by whom, and why, in each language."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    responsible_body = forms.CharField(
        label=_("Responsible body"),
        max_length=200,
        required=False,
        help_text=_("Who decided, or who will do it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            info = get_language_info(code)
            self.fields[f"reason_{code}"] = forms.CharField(
                label=_("Reason in %(language)s") % {"language": info["name_translated"]},
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 5, "lang": code, "dir": "rtl" if info["bidi"] else "ltr"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.reasons():
            self.add_error(
                f"reason_{settings.LANGUAGE_CODE}",
                forms.ValidationError(_("Give the reason in at least one language."), code="required"),
            )
        return cleaned

    def reasons(self) -> dict[str, str]:
        return {
            code: text.strip()
            for code, _name in settings.LANGUAGES
            if (text := self.cleaned_data.get(f"reason_{code}") or "").strip()
        }

    def reason_fields(self) -> list[forms.BoundField]:
        return [self[f"reason_{code}"] for code, _name in settings.LANGUAGES]

    @staticmethod
    def initial_of(outcome: Outcome | None, consultation: Consultation) -> dict[str, str]:
        if outcome is None:
            return {"responsible_body": consultation.owner_body}
        reasons = {f"reason_{code}": text for code, text in reasons_of(outcome).items()}
        return {"decision": outcome.decision, "responsible_body": outcome.responsible_body, **reasons}
