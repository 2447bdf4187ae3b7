"""A picture at the head of a page, with words for those who do not see it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class WithPicture(models.Model):
    """Mixed into a page. Each language has its own words; the picture is the original's unless changed."""

    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt = models.CharField(
        _("what is seen on the picture"),
        max_length=300,
        blank=True,
        help_text=_("Read aloud to people who cannot see it. One plain sentence."),
    )

    picture_panel = MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_alt.strip():
            raise ValidationError({"picture_alt": _("Say what is seen on the picture.")})
