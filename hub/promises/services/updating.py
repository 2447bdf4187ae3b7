"""News that staff write, or that another system sends. Public at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.promises.enums import UpdateSource
from hub.promises.models.update import PromiseUpdate
from hub.promises.services.moving import locked
from hub.promises.services.telling import tell
from hub.promises.services.words import in_languages

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def write_update(
    promise_id: UUID,
    *,
    texts: Mapping[str, str],
    titles: Mapping[str, str] | None = None,
    actor: User | None,
    now: datetime,
    submission_key: str | None = None,
    source: UpdateSource = UpdateSource.STAFF,
    external_id: str = "",
    published_at: datetime | None = None,
) -> PromiseUpdate:
    """The same form sent twice, or the same number of another system, is one update."""
    found = locked(promise_id, actor)
    known = PromiseUpdate.objects.filter(promise=found, external_id=external_id).first() if external_id else None
    if known is None and submission_key:
        known = PromiseUpdate.objects.filter(promise=found, submission_key=submission_key).first()
    if known is not None:
        return known
    made = PromiseUpdate.objects.create(
        promise=found,
        titles=in_languages(titles or {}, "title", longest=160),
        texts=in_languages(texts, "text", required=_("Write the news in at least one language.")),
        source=source,
        external_id=external_id,
        submission_key=submission_key,
        published_at=published_at or now,
        made_by=actor,
    )
    found.news_at = max(found.news_at, made.published_at)
    found.save(update_fields=["news_at"])
    record(
        "promise.updated",
        subject="promises.promise",
        subject_id=found.pk,
        actor=actor,
        data={"update": made.pk, "source": str(source), "languages": "+".join(made.texts)},
        now=now,
    )
    tell(found, "promise.updated", f"promise.updated:{made.pk.hex}", now=now, extra={"update": str(made.pk)})
    return made
