"""For Django only; the rest of the code imports `hub.contributions.models.<noun>`."""

from hub.contributions.models.access_code import AccessCode
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment
from hub.contributions.models.flag import Flag
from hub.contributions.models.impact_code import ImpactCode
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.reaction import Reaction
from hub.contributions.models.reference_counter import ReferenceCounter
from hub.contributions.models.revision import Revision
from hub.contributions.models.thread import Thread

__all__ = [
    "AccessCode",
    "Attachment",
    "Comment",
    "Flag",
    "ImpactCode",
    "PendingSubmission",
    "Reaction",
    "ReferenceCounter",
    "Revision",
    "Thread",
]
