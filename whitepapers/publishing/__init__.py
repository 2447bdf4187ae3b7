"""Makes and rewrites document pages on behalf of features that are not the page editor."""

from whitepapers.publishing.importing import Imported, Source, create_document, import_document, update_document

__all__ = ["Imported", "Source", "create_document", "import_document", "update_document"]
