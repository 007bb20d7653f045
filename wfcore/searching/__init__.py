"""What is typed → the places that it may mean, of all levels, each with what it is and where it lies."""

from wfcore.searching.place_index import FoundPlace
from wfcore.searching.search import PlaceSearch, code_meant, search_places

__all__ = ["FoundPlace", "PlaceSearch", "code_meant", "search_places"]
