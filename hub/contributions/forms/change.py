"""The form with which an author changes what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.contributions.enums import Position, Refusal

if TYPE_CHECKING:
    from hub.contributions.models.comment import Comment
    from hub.contributions.models.revision import Revision


class ChangeForm(forms.Form):
    """Starts from what the author wrote last, be it public already or not."""

    position = forms.ChoiceField(
        label=_("What do you say about it?"), choices=Position.choices, widget=forms.RadioSelect, required=False
    )
    body = forms.CharField(
        label=_("Your comment"),
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        # A suggested wording alone is enough all the same, see clean().
        error_messages={"required": Refusal.EMPTY.label},
    )
    suggested_text = forms.CharField(
        label=_("Other wording that you suggest"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Change the text here. Readers see what you would take out and what you would put in."),
    )

    def __init__(
        self, *args: Any, comment: Comment, newest: Revision | None, clause_text: str = "", **kwargs: Any
    ) -> None:
        source = newest if newest is not None else comment
        self.clause_text = clause_text.strip()
        kwargs["initial"] = {
            "position": source.position,
            "body": source.body,
            "suggested_text": source.suggested_text or self.clause_text,
        }
        super().__init__(*args, **kwargs)
        self.is_reply = comment.is_reply
        if self.is_reply:
            del self.fields["position"], self.fields["suggested_text"]
        elif not self.clause_text and not source.suggested_text:
            del self.fields["suggested_text"]

    def clean_suggested_text(self) -> str:
        """The clause's own text, unchanged, suggests nothing."""
        text: str = self.cleaned_data.get("suggested_text") or ""
        return "" if text.split() == self.clause_text.split() else text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "body" in self.errors and cleaned.get("suggested_text"):
            del self.errors["body"]
        return {"position": "", "body": "", "suggested_text": "", **cleaned}
