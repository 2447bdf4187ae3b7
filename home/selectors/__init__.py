"""Reads. The front page imports from here."""

from home.selectors.front_page import FrontPage, front_page

__all__ = ["FrontPage", "front_page"]
