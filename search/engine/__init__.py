"""Work behind the search page that needs no page."""
