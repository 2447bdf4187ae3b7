"""The glossary of a document. It is shown with the text and is no part of its versions."""

from __future__ import annotations

from typing import Any

from whitepapers.engine.glossary import Term, marked_terms

__all__ = ["Term", "glossary_of", "marked_terms"]


def glossary_of(page: Any) -> list[Term]:
    """Terms in the editors' order; no query. Mark them while rendering with `marked_terms(part.html, terms)`: frozen
    texts hold the clause as it was published, without links to a glossary that may change.
    """
    terms = []
    for position, block in enumerate(page.glossary, start=1):
        term = (block.value.get("term") or "").strip()
        definition = (block.value.get("definition") or "").strip()
        if not term or not definition:
            continue
        forms = [form.strip() for form in (block.value.get("forms") or "").replace("،", ",").split(",")]
        terms.append(
            Term(
                block_id=str(block.id or position),
                anchor=f"term-{position}",
                term=term,
                forms=tuple(form for form in forms if form),
                definition=definition,
            )
        )
    return terms
