"""The two documents, as an editor would have written them: headings, clauses, a note that says what they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page

from hub.accounts.models.user import User
from hub.demo.content.city import ILLUSTRATIVE
from hub.demo.content.shapes import DocumentContent
from hub.demo.services.pages import LANGUAGES, demo_uuid, index_page, paragraphs, publish, publish_in_all_languages
from whitepapers.models.pages import DocumentIndexPage, DocumentPage, PolicyDraftPage, WhitePaperPage


def publish_document(content: DocumentContent, *, user: User, now: datetime) -> dict[str, Page]:
    model: type[DocumentPage] = PolicyDraftPage if content.is_draft else WhitePaperPage
    parent = index_page(DocumentIndexPage, "en")
    page = model(slug=content.slug, locale=parent.locale)
    said = {language: _said(content, page, language) for language in LANGUAGES}
    return publish_in_all_languages(page, parent, said, user=user, now=now)


def publish_version(content: DocumentContent, pages: dict[str, Page], *, user: User, now: datetime) -> None:
    """The same document with other words, original first."""
    for language in LANGUAGES:
        page = pages[language]
        publish(page, {"body": _said(content, page, language)["body"]}, user=user, now=now)


def block_id(content: DocumentContent, number: str) -> str:
    """The same in every language: it is what makes a clause one clause."""
    return str(demo_uuid("documents", content.slug, number))


def _said(content: DocumentContent, page: DocumentPage, language: str) -> dict[str, Any]:
    return {
        "title": content.title.get(language),
        "summary": content.summary.get(language),
        "owner_body": content.owner_body.get(language),
        "body": StreamValue(page.body.stream_block, _blocks(content, language), is_lazy=True),
    }


def _blocks(content: DocumentContent, language: str) -> list[dict[str, Any]]:
    blocks = [
        {
            "type": "note",
            "id": block_id(content, "note"),
            "value": {"text": paragraphs(ILLUSTRATIVE.get(language))},
        }
    ]
    for chapter in content.chapters:
        blocks.append(
            {
                "type": "heading",
                "id": block_id(content, chapter.number),
                "value": {"level": "1", "numbering": "numbered", "number": "", "text": chapter.heading.get(language)},
            }
        )
        blocks += [
            {
                "type": "clause",
                "id": block_id(content, clause.number),
                "value": {
                    "level": "1",
                    "number": "",
                    "heading": clause.heading.get(language),
                    "text": paragraphs(clause.text.get(language)),
                    "summary": "",
                },
            }
            for clause in chapter.clauses
        ]
    return blocks
