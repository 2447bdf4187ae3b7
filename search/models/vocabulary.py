"""Words: those that occur in what is public, and those that editors say mean the same."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext


class SearchWord(models.Model):
    """A word that occurs in public titles or texts, for "did you mean".

    A word may outlive the text that it was in: nothing is offered before the index was asked whether it still finds
    anything.
    """

    word = models.CharField(max_length=40)  # folded
    shown = models.CharField(max_length=60)  # as it is written
    language = models.CharField(max_length=10)
    entries = models.PositiveIntegerField()  # in how many it occurs
    initial = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="search_word_once")]
        indexes = [models.Index(fields=["language", "length", "initial"], name="search_word_alike")]

    def __str__(self) -> str:
        return self.shown


class SynonymSet(models.Model):
    """Words that mean the same: whoever asks for one of them finds the others too."""

    language = models.CharField(_("language"), max_length=10)
    words = models.TextField(
        _("words that mean the same"),
        max_length=2000,
        help_text=_("One word or short phrase a line, such as “waste”, “rubbish”, “garbage”."),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "words"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="synonyms_not_empty")]

    def __str__(self) -> str:
        words = (line.strip() for line in self.words.splitlines())
        return pgettext("between the names of several", ", ").join(word for word in words if word)[:200]
