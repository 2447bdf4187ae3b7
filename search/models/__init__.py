"""For Django's model loading only; import from the modules."""

from search.models.pages import SearchPage

__all__ = ["SearchPage"]
