"""How a contribution is shown: only what the public may see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from hub.contributions.engine.anchoring import Selector, locate
from hub.contributions.engine.receipts import receipt_token
from hub.contributions.engine.redline import redline
from hub.contributions.enums import AuthorKind, Position
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment
from hub.contributions.models.revision import Revision
from hub.core.registries import ThreadSubject

# Names of the design system for what Position calls otherwise.
_POSITION_KINDS = {Position.SUPPORT_WITH_CHANGES.value: "changes"}
_MARKS = {"same": "same", "deleted": "del", "inserted": "ins"}


@dataclass(frozen=True)
class Quote:
    """Words of the clause above a comment. `gone`: they stand nowhere in the text that is shown now."""

    text: str
    language: str
    gone: bool = False


@dataclass(frozen=True)
class FileLink:
    name: str
    url: str
    size: int


@dataclass(frozen=True)
class Shown:
    """What `components/comment.html` draws; holds only what the public may see."""

    pk: int
    reference: str
    url: str
    position: str
    body: str
    suggestion: list[dict[str, str]]
    author: str
    organisation: bool
    published_at: datetime | None
    language: str
    version: int | None
    text_changed_since: bool
    official: bool = False
    quote: Quote | None = None
    register_number: str = ""
    represents: str = ""
    edited_at: datetime | None = None
    agree: int = 0
    disagree: int = 0
    files: Sequence[FileLink] = ()


def shown(comment: Comment, subject: ThreadSubject | None, files: Sequence[Attachment] = ()) -> Shown:
    version = subject.version if subject is not None else None
    changed = comment.document_version is not None and version is not None and comment.document_version != version
    return Shown(
        pk=comment.pk,
        reference=comment.reference,
        url=comment.get_absolute_url(),
        position=position_kind(comment),
        body=comment.body,
        suggestion=suggestion_parts(comment, subject, text_changed=changed),
        author=comment.public_name,
        organisation=comment.author_kind == AuthorKind.ORGANISATION,
        published_at=comment.published_at,
        language=comment.language,
        version=comment.document_version,
        text_changed_since=changed,
        quote=quote_of(comment, subject, text_changed=changed),
        register_number=comment.register_number if comment.names_its_author else "",
        represents=comment.represents if comment.names_its_author else "",
        edited_at=comment.edited_at,
        agree=comment.agree_count,
        disagree=comment.disagree_count,
        files=[
            FileLink(file.name, reverse("contribution_file", args=[comment.reference, file.pk]), file.size)
            for file in files
        ],
    )


def receipt_path(comment: Comment) -> str:
    """Opens without an account; whoever has it may read."""
    key = receipt_token(comment.pk, comment.receipt_number)
    return f"{reverse('contribution_receipt', args=[comment.reference])}?{urlencode({'key': key})}"


def quote_of(comment: Comment, subject: ThreadSubject | None, *, text_changed: bool) -> Quote | None:
    """In the text at hand it is found or it is said to be gone; it is never put on other words, or another clause."""
    if not comment.quote:
        return None
    language = comment.quote_language or comment.language
    comparable = subject is not None and subject.text and comment.quote_start is not None
    if not text_changed or not comparable or subject is None or subject.text_language != comment.quote_language:
        return Quote(comment.quote, language)
    wanted = Selector(
        comment.quote,
        comment.quote_prefix,
        comment.quote_suffix,
        comment.quote_start or 0,
        comment.quote_end or 0,
    )
    return Quote(comment.quote, language, gone=locate(subject.text, wanted) is None)


def position_kind(comment: Comment) -> str:
    return _POSITION_KINDS.get(comment.position, comment.position)


def suggestion_parts(comment: Comment, subject: ThreadSubject | None, *, text_changed: bool) -> list[dict[str, str]]:
    """A redline against the text that was commented on; the bare suggestion when that is not the text at hand."""
    if not comment.suggested_text:
        return []
    comparable = subject is not None and subject.text and not text_changed
    if not comparable or subject is None or subject.text_language != comment.language:
        return [{"op": "ins", "text": comment.suggested_text}]
    return [{"op": _MARKS[part.kind], "text": part.text} for part in redline(subject.text, comment.suggested_text)]


@dataclass(frozen=True)
class PublicText:
    """One text of a contribution that was public, and what it changed in the one before."""

    number: int
    written_at: datetime
    published_at: datetime | None
    language: str
    position: str
    position_changed: bool
    parts: list[dict[str, str]]
    wording: list[dict[str, str]]


def history(texts: Sequence[Revision]) -> list[PublicText]:
    """The newest first."""
    found, before = [], None
    for text in texts:
        found.append(
            PublicText(
                number=text.number,
                written_at=text.written_at,
                published_at=text.published_at,
                language=text.language,
                position=_POSITION_KINDS.get(text.position, text.position),
                position_changed=before is not None and before.position != text.position,
                parts=_between(before.body if before else None, text.body),
                wording=_between(before.suggested_text if before else None, text.suggested_text),
            )
        )
        before = text
    return found[::-1]


def _between(old: str | None, new: str) -> list[dict[str, str]]:
    if old is None:
        return [{"op": "same", "text": new}] if new else []
    return [{"op": _MARKS[part.kind], "text": part.text} for part in redline(old, new)]
