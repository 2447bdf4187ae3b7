"""The readiness check as a step of a workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from whitepapers.reports.readiness import refusals_of

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def settle_readiness(task_state: Any, *, user: User | None) -> None:
    """Approves the step, or sends the text back with every refusal as the comment, in the language of who submitted it.

    Wagtail starts the next step by itself (WorkflowState.update). A page of another kind has nothing to be checked.
    """
    draft = task_state.revision.as_object()
    refusals = refusals_of(draft) if hasattr(draft, "document_uuid") else ()
    if refusals:
        task_state.reject(user=user, update=False, comment="\n".join(str(refusal) for refusal in refusals))
    else:
        task_state.approve(user=user, update=False, comment=_("Nothing keeps this from being published."))
