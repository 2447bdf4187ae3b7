"""For Django only; the rest of the code imports `hub.contributions.models.<noun>`."""

from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.reference_counter import ReferenceCounter
from hub.contributions.models.thread import Thread

__all__ = ["Comment", "PendingSubmission", "ReferenceCounter", "Thread"]
