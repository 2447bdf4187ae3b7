"""Files go the way of the words they came with."""

from __future__ import annotations

from collections.abc import Sequence

from hub.contributions.engine.files import MOST_FILES, CheckedFile
from hub.contributions.enums import Refusal
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.services.errors import RefusedError


def attach(
    files: Sequence[CheckedFile], *, comment: Comment | None = None, submission: PendingSubmission | None = None
) -> None:
    """Inside the caller's transaction. The same file twice is one."""
    if len(files) > MOST_FILES:
        raise RefusedError(Refusal.TOO_MANY_FILES)
    unlike = {file.sha256: file for file in files}
    Attachment.objects.bulk_create(
        Attachment(
            comment=comment,
            submission=submission,
            kind=file.kind,
            name=file.name,
            size=len(file.content),
            sha256=sha256,
            content=file.content,
            order=order,
        )
        for order, (sha256, file) in enumerate(unlike.items())
    )


def hand_over(submission: PendingSubmission, comment: Comment) -> None:
    """On confirmation: from now on they belong to the contribution."""
    submission.attachments.update(submission=None, comment=comment)
