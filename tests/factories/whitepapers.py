"""Documents as an editor makes them: a page in the library, clauses as blocks, published through a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from wagtail.models import Locale

from whitepapers.models.pages import DocumentIndexPage, DocumentPage, PolicyDraftPage

SENTENCES = {
    "en": "A person may trade in a public space with licence number {n} issued by the district.",
    "fr": "Toute personne peut vendre dans l’espace public avec la licence numéro {n} délivrée par l’arrondissement.",
    "ar": "يجوز لكل شخص أن يتاجر في الفضاء العام بالرخصة رقم {n} التي تصدرها الدائرة.",
}


def heading_block(text: str, **values: Any) -> dict[str, Any]:
    block_id = str(values.pop("id", uuid4()))
    return {"type": "heading", "id": block_id, "value": {"level": "1", "number": "", "text": text} | values}


def clause_block(text: str = "", **values: Any) -> dict[str, Any]:
    """`text` may be plain or HTML; other values are those of `whitepapers.blocks.ClauseBlock`, and `id`."""
    block_id = str(values.pop("id", uuid4()))
    html = text if text.startswith("<") or not text else f"<p>{text}</p>"
    value = {"level": "1", "number": "", "heading": "", "text": html, "summary": ""}
    return {"type": "clause", "id": block_id, "value": value | values}


def note_block(text: str, **values: Any) -> dict[str, Any]:
    return {"type": "note", "id": str(values.pop("id", uuid4())), "value": {"text": f"<p>{text}</p>"}}


def clause_blocks(count: int, language: str = "en") -> list[dict[str, Any]]:
    return [clause_block(SENTENCES[language].format(n=n)) for n in range(1, count + 1)]


def library_page(language: str = "en") -> DocumentIndexPage:
    return DocumentIndexPage.objects.get(locale=Locale.objects.get(language_code=language))


def draft_page(
    *,
    clauses: int = 5,
    language: str = "en",
    title: str = "Draft act on public spaces",
    slug: str = "",
    body: Sequence[Mapping[str, Any]] | None = None,
    page_class: type[DocumentPage] = PolicyDraftPage,
    **fields: Any,
) -> Any:
    """An unpublished document page."""
    page = page_class(
        title=title,
        slug=slug or f"draft-{uuid4().hex[:8]}",
        locale=Locale.objects.get(language_code=language),
        body=list(body) if body is not None else clause_blocks(clauses, language),
        live=False,
        **{"summary": "Who may use a street, for what, and at what hours.", **fields},
    )
    library_page(language).add_child(instance=page)
    return page


def publish(page: Any, user: Any = None) -> Any:
    """Publishes the page as it stands in memory; returns it fresh from the database."""
    page.save_revision(user=user).publish(user=user)
    return page.specific_class.objects.get(pk=page.pk)


def published_draft(**kwargs: Any) -> Any:
    """A published policy draft with `clauses` clauses in `language`; its version 1 is taken on the way."""
    user = kwargs.pop("user", None)
    return publish(draft_page(**kwargs), user=user)


def set_body(page: Any, blocks: Sequence[Mapping[str, Any]]) -> Any:
    page.body = list(blocks)
    return page


def body_of(page: Any) -> list[dict[str, Any]]:
    """The raw blocks of a page, to be changed and set again."""
    return [dict(block) for block in page.body.get_prep_value()]
