"""The form for words that mean the same."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from search.models.vocabulary import SynonymSet
from search.reports.meanings import Stems, stems_of

AT_LEAST, AT_MOST = 2, 30
LONGEST_PHRASE = 6


class SynonymForm(WagtailAdminModelForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("In which these words are written. They are looked for in texts of all languages."),
    )

    class Meta:
        model = SynonymSet
        fields = ["language", "words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 6, "dir": "auto"})}

    def clean_words(self) -> str:
        """Lines without blanks around them; each a word or short phrase, each once, in no other list."""
        language = self.data.get(self.add_prefix("language"), "")
        lines = [" ".join(line.split()) for line in self.cleaned_data["words"].splitlines()]
        lines = [line for line in lines if line]
        known: dict[Stems, str] = {}
        for line in lines:
            stems = stems_of(line, language)
            if not stems:
                raise forms.ValidationError(_("“%(line)s” has no word in it.") % {"line": line})
            if len(stems) > LONGEST_PHRASE:
                raise forms.ValidationError(
                    _("“%(line)s” is too long: a phrase has %(most)s words at most.")
                    % {"line": line, "most": LONGEST_PHRASE}
                )
            if stems in known:
                raise forms.ValidationError(
                    _("“%(line)s” and “%(other)s” are the same to the search; one of them is enough.")
                    % {"line": line, "other": known[stems]}
                )
            known[stems] = line
        if len(lines) < AT_LEAST:
            raise forms.ValidationError(_("Write at least two words, each on a line of its own."))
        if len(lines) > AT_MOST:
            raise forms.ValidationError(
                _("These are more than %(most)s words. Make several lists.") % {"most": AT_MOST}
            )
        self._is_elsewhere(known, language)
        return "\n".join(lines)

    def _is_elsewhere(self, known: dict[Stems, str], language: str) -> None:
        """A word in two lists would make all words of both mean the same, which nobody decided."""
        others = SynonymSet.objects.filter(language=language).exclude(pk=self.instance.pk)
        for other in others:
            for line in other.words.splitlines():
                if stems_of(line, language) in known:
                    raise forms.ValidationError(
                        _("“%(line)s” stands in another list already: %(words)s")
                        % {"line": line.strip(), "words": str(other)}
                    )
