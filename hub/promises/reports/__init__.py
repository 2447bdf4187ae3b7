"""Views of promises that many people read: gathered for pages and files."""
