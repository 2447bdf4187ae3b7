"""How a contribution is shown, what became of it, and what became of all that one person said."""

from hub.contributions.reports.showing import history, position_kind, shown
from hub.contributions.reports.steps import Step, changed_sentence, is_counted, receipt_facts, trace

__all__ = ["Step", "changed_sentence", "history", "is_counted", "position_kind", "receipt_facts", "shown", "trace"]
