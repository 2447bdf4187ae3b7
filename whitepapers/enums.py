"""Words of this app. No logic."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    POLICY_DRAFT = "policy_draft", _("Policy draft")
    WHITE_PAPER = "white_paper", _("White paper")


class PartKind(models.TextChoices):
    """What a block of a document is. Only clauses take comments."""

    HEADING = "heading", _("Heading")
    CLAUSE = "clause", _("Clause")
    NOTE = "note", _("Note")


class AttachedKind(models.TextChoices):
    """Blocks without an identity: they belong to the nearest part above them."""

    CONTINUATION = "continuation", _("Further text")
    TABLE = "table", _("Table")
    FIGURE = "figure", _("Picture")
    FOOTNOTE = "footnote", _("Footnote")


COMMENTABLE_KINDS = frozenset({PartKind.CLAUSE})


class HeadingNumbering(models.TextChoices):
    """Whether clauses below a heading are counted inside it (4.1, 4.2) or go on from the part before (12, 13)."""

    NUMBERED = "numbered", _("Number this heading; clauses below count inside it (4.1, 4.2)")
    RUNNING = "running", _("No automatic number; clauses below go on counting (12, 13)")


class ClauseNumbering(models.TextChoices):
    """Some provisions of imported acts have no number of their own, and giving them one would change the act."""

    NUMBERED = "numbered", _("Number automatically, unless a number is given")
    UNNUMBERED = "unnumbered", _("No automatic number")


class HeadingRole(models.TextChoices):
    PART = "part", _("A part of the text")
    ANNEX = "annex", _("An annex")
