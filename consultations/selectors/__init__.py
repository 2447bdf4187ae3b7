"""Reads. Other apps import from here."""

# First, because pages read selectors and selectors read models: whoever imports a selector before Django has loaded our
# models (the home page does) would otherwise meet a half-loaded module.
import consultations.models  # noqa: F401
from consultations.selectors.lists import ConsultationCard, closing_soon, decided_lately, open_now

__all__ = ["ConsultationCard", "closing_soon", "decided_lately", "open_now"]
