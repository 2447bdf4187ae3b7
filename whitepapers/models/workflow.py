"""Steps of the way to publication: the readiness check, and the approval by somebody else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState


class ReadinessTask(Task):
    """Answers at once: passed on, or sent back with what is to be mended (services/workflow.py)."""

    class Meta:
        verbose_name = gettext_lazy("readiness check")
        verbose_name_plural = gettext_lazy("readiness checks")

    @classmethod
    def get_description(cls) -> str:
        return _("Sends a document back when something keeps it from being published, and says what.")


class SecondPersonTask(AbstractGroupApprovalTask):
    """Anybody of the groups but the one who asked: four eyes, even where everyone has the same role."""

    class Meta:
        verbose_name = gettext_lazy("approval by another person")
        verbose_name_plural = gettext_lazy("approvals by another person")

    @classmethod
    def get_description(cls) -> str:
        return _("Members of the chosen groups approve; who submitted the text cannot.")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return []
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        return actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "approve" and task_state.workflow_state.requested_by_id == user.pk:
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)
