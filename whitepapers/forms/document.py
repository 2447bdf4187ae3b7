"""The editor's form of a document page: it does not publish what readers could not answer."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import HelpPanel

from whitepapers.permissions import user_can_restructure
from whitepapers.reports.readiness import readiness, refusals_of

# Everything that a person does to bring the text before the public, at once or through somebody's approval.
TOWARDS_PUBLIC = ("action-publish", "action-submit", "action-restart-workflow")


class DocumentPageForm(WagtailAdminPageForm):
    """Publishing with refusals is an error that names them; a draft is always kept. Nothing that was typed is lost."""

    def _post_clean(self) -> None:
        super()._post_clean()
        # The instance has its new values only now.
        if self._goes_public() and not self.errors:
            for refusal in refusals_of(self.instance):
                self.add_error(None, forms.ValidationError(str(refusal), code=refusal.fault.value))

    def _goes_public(self) -> bool:
        return any(self.data.get(name) for name in TOWARDS_PUBLIC) or (
            self.data.get("workflow-action-name") == "approve"
        )


class ReadinessPanel(HelpPanel):
    """What stands in the way of publishing, beside the text that it is about."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            # A page that is being created stands nowhere in the tree yet.
            if self.instance.pk:
                context["readiness"] = readiness(self.instance)
                context["can_restructure"] = user_can_restructure(self.request.user, self.instance)
            return context
