"""For Django's model loading only; import from the modules."""

from home.models.pages import HomePage, StandardPage

__all__ = ["HomePage", "StandardPage"]
