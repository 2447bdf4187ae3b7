"""The blocks a document is written in."""

from whitepapers.blocks import adapter as _adapter  # noqa: F401 registers the script of the editor
from whitepapers.blocks.attached import ContinuationBlock, FigureBlock, FootnoteBlock, TableBlock
from whitepapers.blocks.body import ClauseBlock, DocumentBodyBlock, HeadingBlock, NoteBlock
from whitepapers.blocks.fields import AncestryBlock, NumberBlock
from whitepapers.blocks.glossary import GlossaryBlock, TermBlock

__all__ = [
    "AncestryBlock",
    "ClauseBlock",
    "ContinuationBlock",
    "DocumentBodyBlock",
    "FigureBlock",
    "FootnoteBlock",
    "GlossaryBlock",
    "HeadingBlock",
    "NoteBlock",
    # Migration 0001 knows it by this path.
    "NumberBlock",
    "TableBlock",
    "TermBlock",
]
