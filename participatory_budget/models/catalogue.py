"""What a budget officer lists once for a budget: subjects, departments, criteria. Names by language, as a dict."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def named(names: Mapping[str, str], language: str) -> tuple[str, str]:
    """The name and the language that it is in: the wanted one, else the first there is."""
    if names.get(language):
        return names[language], language
    return next(((text, code) for code, text in names.items() if text), ("", ""))


class Category(models.Model):
    """What proposals of a budget are about, such as "Parks and trees"."""

    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.CASCADE, related_name="categories")
    slug = models.SlugField(max_length=60)
    names = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("subject of proposals")
        verbose_name_plural = _("subjects of proposals")
        ordering = ["budget", "order", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "slug"], name="category_slug_once_per_budget"),
            models.CheckConstraint(condition=~Q(slug=""), name="category_slug_not_empty"),
        ]

    def __str__(self) -> str:
        return self.slug


class Department(models.Model):
    """Who in the city looks at proposals and prices them."""

    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.CASCADE, related_name="departments")
    slug = models.SlugField(max_length=60)
    names = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["budget", "order", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "slug"], name="department_slug_once_per_budget"),
            models.CheckConstraint(condition=~Q(slug=""), name="department_slug_not_empty"),
        ]

    def __str__(self) -> str:
        return self.slug


class Criterion(models.Model):
    """What every proposal is measured by, such as "The land belongs to the city". `questions` explain it."""

    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.CASCADE, related_name="criteria")
    slug = models.SlugField(max_length=60)
    names = models.JSONField(default=dict)
    questions = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)
    # Not met, nothing can pass. The others weigh in the verdict's reason.
    is_required = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["budget", "order", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "slug"], name="criterion_slug_once_per_budget"),
            models.CheckConstraint(condition=~Q(slug=""), name="criterion_slug_not_empty"),
        ]

    def __str__(self) -> str:
        return self.slug
