"""The living style guide: every component as readers see it, with the words of a draft act on public spaces."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hub.core import styleguide_samples as samples
from hub.core.icons import PATHS
from hub.core.templatetags.hub_tags import local_date

POSITIONS = [
    ("support", _("I support it")),
    ("changes", _("I support it with changes")),
    ("oppose", _("I oppose it")),
    ("question", _("I have a question")),
    ("other", _("Something else")),
]
# The words of consultations.enums.Decision, of the states and of hub.promises.enums; core may not import them.
DECISIONS = [
    ("accepted", _("Accepted")),
    ("accepted_in_part", _("Accepted in part")),
    ("not_accepted", _("Not accepted")),
    ("already_covered", _("Already covered")),
    ("out_of_scope", _("Out of scope")),
    ("noted", _("Noted")),
    ("pending", _("Waiting for a moderator")),
    ("withheld", _("Withheld")),
    ("planned", pgettext_lazy("status of a promise", "Planned")),
    ("started", pgettext_lazy("status of a promise", "Under way")),
    ("late", pgettext_lazy("status of a promise", "Late")),
    ("kept", pgettext_lazy("status of a promise", "Kept in time")),
    ("kept_late", pgettext_lazy("status of a promise", "Kept, later than promised")),
    ("cancelled", pgettext_lazy("status of a promise", "Given up by a decision")),
]


class SampleForm(forms.Form):
    position = forms.ChoiceField(
        label=_("What do you say about this clause?"), choices=POSITIONS, widget=forms.RadioSelect
    )
    body = forms.CharField(
        label=_("Your comment"),
        help_text=_("Say what should change and why. Others will read it."),
        max_length=3000,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 6, "maxlength": None}),
    )
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("Only for the code that confirms your comment. Never shown.")
    )
    district = forms.ChoiceField(
        label=_("District"), choices=[("", _("Prefer not to say")), ("3", "3"), ("4", "4")], required=False
    )
    photo = forms.FileField(label=_("A photo of the place"), required=False, help_text=_("JPEG or PNG, up to 5 MB."))
    ways = forms.MultipleChoiceField(
        label=_("Tell me"),
        choices=[("answer", _("when this clause is answered")), ("change", _("when its text changes"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label=_("I have read how my comment will be used"))


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    language = (get_language() or "en").split("-")[0]
    context: dict[str, Any] = samples.for_language(language)
    context["empty_form"] = SampleForm(auto_id="empty_%s", prefix="empty")
    context["wrong_form"] = SampleForm(
        {"wrong-body": samples.TEXTS[language]["comment_two"], "wrong-email": "amel@", "wrong-position": "oppose"},
        auto_id="wrong_%s",
        prefix="wrong",
    )
    context["decisions"] = DECISIONS
    context["icon_names"] = sorted(PATHS)
    context["row_meta"] = [context["s"]["office"], local_date(samples.CLOSES)]
    context["page_obj"] = Paginator(range(240), 20).get_page(request.GET.get("page", 6))
    return render(request, "styleguide/styleguide.html", context)
