"""For Django's model loading only; import from the modules."""

from search.models.change import NodeUpdate, SearchChange
from search.models.entry import FacetName, SearchEntry
from search.models.pages import SearchPage
from search.models.saved import SavedSearch
from search.models.vocabulary import SearchWord, SynonymSet

__all__ = [
    "FacetName",
    "NodeUpdate",
    "SavedSearch",
    "SearchChange",
    "SearchEntry",
    "SearchPage",
    "SearchWord",
    "SynonymSet",
]
