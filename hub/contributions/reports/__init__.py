"""How a contribution is shown, what became of it, and what became of all that one person said."""

from hub.contributions.reports.impact import impact_of, own_path
from hub.contributions.reports.showing import history, position_kind, receipt_path, shown
from hub.contributions.reports.steps import Step, changed_sentence, is_counted, receipt_facts, trace

__all__ = [
    "Step",
    "changed_sentence",
    "history",
    "impact_of",
    "is_counted",
    "own_path",
    "position_kind",
    "receipt_facts",
    "receipt_path",
    "shown",
    "trace",
]
