"""Headings under which people look for what concerns them: topics and districts, named in all languages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel


class TopicKind(models.TextChoices):
    TOPIC = "topic", _("Topic")
    DISTRICT = "district", _("District")


class Topic(ClusterableModel):
    """A heading, such as "Water and sewers" or "Harbour district".

    `key` is what stands in addresses, and by it a heading meets the themes and districts of promises: it is the folded
    name in the hub's first language, as `hub.promises` keeps it too.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=TopicKind.choices, default=TopicKind.TOPIC)
    key = models.SlugField(
        _("name in addresses"),
        max_length=80,
        allow_unicode=True,
        help_text=_(
            "Small letters and hyphens; does not change when names do. "
            "Themes and districts of promises with the same name are found here too."
        ),
    )

    class Meta:
        verbose_name = _("topic or district")
        verbose_name_plural = _("topics and districts")
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="topic_once"),
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values) & ~Q(key=""), name="topic_known"),
        ]

    def __str__(self) -> str:
        return self.name_for(get_language() or settings.LANGUAGE_CODE)[0]

    def names_by_language(self) -> dict[str, str]:
        return {each.language: each.name for each in self.names.all()}

    def name_for(self, language: str) -> tuple[str, str]:
        """The name and the language that it is in: the reader's, or the first of the hub's that it has."""
        names = self.names_by_language()
        for code in (language, *(code for code, _name in settings.LANGUAGES)):
            if names.get(code):
                return names[code], code
        return self.key, ""


class TopicName(models.Model):
    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("name of a topic")
        verbose_name_plural = _("names of topics")
        constraints = [models.UniqueConstraint(fields=["topic", "language"], name="topic_name_once")]

    def __str__(self) -> str:
        return self.name


class TopicPage(models.Model):
    """A document, consultation or budget under a heading; chosen in one language, all of them are meant."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="topic_pages")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    class Meta:
        verbose_name = _("page under a topic")
        verbose_name_plural = _("pages under topics")
        constraints = [models.UniqueConstraint(fields=["topic", "page"], name="topic_page_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.page_id}"
