"""Which clause came from which: what a split and a merger leave behind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from whitepapers.models.clause import Clause
from whitepapers.models.document import DocumentVersion
from whitepapers.models.immutable import ImmutableModel


class ClauseDescent(ImmutableModel):
    """In this version, words of `ancestor` went on in `clause`. Written when the original is published."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="descents")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="ancestry")
    ancestor = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="descendants")

    class Meta:
        verbose_name = _("descent of a clause")
        verbose_name_plural = _("descents of clauses")
        ordering = ["version_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "clause", "ancestor"], name="whitepapers_descent_once"),
            models.CheckConstraint(
                condition=~models.Q(clause=models.F("ancestor")), name="whitepapers_descent_from_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} from {self.ancestor_id}"
