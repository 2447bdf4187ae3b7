"""A quotation as a W3C Web Annotation (https://www.w3.org/TR/annotation-model/)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# What a fragment of a page is: RFC 3236, as the model names it for HTML.
_FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"


@dataclass(frozen=True)
class Quotation:
    id: str
    contribution: str
    created: str
    modified: str  # "" where it was never changed
    name: str  # "" where the author shows none
    is_organisation: bool
    text: str
    suggested_text: str
    language: str
    source: str  # the frozen version
    source_language: str
    clause: str  # "" for the document as a whole
    eid: str
    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None
    rights: str


def annotation(quotation: Quotation) -> dict[str, Any]:
    """The words say which; the position, counted in the clause's plain text, says where."""
    found: dict[str, Any] = {
        "id": quotation.id,
        "type": "Annotation",
        "motivation": ["commenting", "editing"] if quotation.suggested_text else "commenting",
        "created": quotation.created,
        "rights": quotation.rights,
        "via": quotation.contribution,
        "body": _bodies(quotation),
        "target": {
            "type": "SpecificResource",
            "source": {
                "id": quotation.source,
                "type": "Text",
                "format": "text/html",
                "language": quotation.source_language,
            },
            "selector": _selector(quotation),
        },
    }
    if quotation.clause:
        # The clause in all versions and languages.
        found["target"]["scope"] = f"urn:uuid:{quotation.clause}"
    if quotation.modified:
        found["modified"] = quotation.modified
    if quotation.name:
        kind = "Organization" if quotation.is_organisation else "Person"
        found["creator"] = {"type": kind, "name": quotation.name}
    return found


def _bodies(quotation: Quotation) -> list[dict[str, str]]:
    texts = (("commenting", quotation.text), ("editing", quotation.suggested_text))
    return [
        {
            "type": "TextualBody",
            "value": text,
            "format": "text/plain",
            "language": quotation.language,
            "purpose": purpose,
        }
        for purpose, text in texts
        if text
    ]


def _selector(quotation: Quotation) -> Any:
    words: dict[str, Any] = {"type": "TextQuoteSelector", "exact": quotation.exact}
    if quotation.prefix:
        words["prefix"] = quotation.prefix
    if quotation.suffix:
        words["suffix"] = quotation.suffix
    selectors = [words]
    if quotation.start is not None and quotation.end is not None:
        selectors.append({"type": "TextPositionSelector", "start": quotation.start, "end": quotation.end})
    if not quotation.eid:
        return selectors
    return {
        "type": "FragmentSelector",
        "conformsTo": _FRAGMENT,
        "value": quotation.eid,
        "refinedBy": selectors if len(selectors) > 1 else words,
    }
