"""The index as the database keeps it: one row for each thing that can be found and language that it is written in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from search.enums import NAMED, Facet


class SearchEntry(index.Indexed, models.Model):
    """The public words of one `hub.core.search.SearchDocument`, and by what it is narrowed.

    Written by `search.services` alone, and never with `save()`: Wagtail would make a task of each. Lists of keys are
    written as "|a|b|", which both databases can filter. `*_terms` are words as `search.engine.analysis` brings them to
    their stems, the same for texts and for questions on every engine. `stale_since`: something about it was changed and
    is not told anew yet; until then nobody finds it.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    readers = models.CharField(max_length=100)
    title = models.TextField()
    body = models.TextField(blank=True)
    title_terms = models.TextField()
    body_terms = models.TextField(blank=True)
    title_words = models.TextField()  # folded but whole, for suggestions
    process = models.CharField(max_length=80, blank=True)
    page_key = models.UUIDField(null=True)
    other_page_key = models.UUIDField(null=True)
    theme_keys = models.CharField(max_length=800, blank=True)
    district_key = models.CharField(max_length=80, blank=True)
    body_key = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    date = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64)  # sha256 of all of the above: what did not change is not written
    first_seen_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    stale_since = models.DateTimeField(null=True)

    # Wagtail would make a task of each save; `search.services.database_index` writes.
    search_auto_update = False
    search_fields = [
        index.SearchField("title_terms", boost=3),
        index.SearchField("body_terms"),
        index.AutocompleteField("title_words"),
        index.FilterField("kind"),
        index.FilterField("key"),
        index.FilterField("language"),
        index.FilterField("readers"),
        index.FilterField("process"),
        index.FilterField("theme_keys"),
        index.FilterField("district_key"),
        index.FilterField("body_key"),
        index.FilterField("year"),
        index.FilterField("date"),
        index.FilterField("first_seen_at"),
        index.FilterField("stale_since"),
    ]

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "key", "language"], name="search_entry_once")]
        indexes = [
            models.Index(fields=["-date", "id"], name="search_entry_by_date"),
            # All by which entries are counted and narrowed: counting all of them reads this and not their words.
            models.Index(
                fields=[
                    *("stale_since", "readers", "kind", "process", "theme_keys", "district_key", "language", "year"),
                    *("body_key", "date"),
                ],
                name="search_entry_counted",
            ),
            models.Index(fields=["page_key"], name="search_entry_by_page"),
            models.Index(fields=["other_page_key"], name="search_entry_by_other_page"),
            models.Index(fields=["process"], name="search_entry_by_process"),
            models.Index(
                fields=["stale_since"], name="search_entry_stale", condition=models.Q(stale_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.language}"


class FacetName(models.Model):
    """What a theme, a district or a body is called, by language. Shown only where an entry that is found has it."""

    facet = models.CharField(max_length=10, choices=[(each.value, each.label) for each in NAMED])
    key = models.CharField(max_length=80)
    names = models.JSONField()

    class Meta:
        verbose_name = _("name of a facet")
        verbose_name_plural = _("names of facets")
        constraints = [
            models.UniqueConstraint(fields=["facet", "key"], name="facet_name_once"),
            models.CheckConstraint(
                condition=models.Q(facet__in=[each.value for each in NAMED]), name="facet_name_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{Facet(self.facet).value} {self.key}"
