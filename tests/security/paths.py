"""Addresses that everybody may open, in a hub where nothing has been made yet."""

PAGES = (
    "",
    "consultations/",
    "documents/",
    "reports/",
    "budgets/",
    "search/",
    "how-it-works/",
    "accessibility/",
    "privacy/",
    "style-guide/",
    "open-data/",
    "open-data/dictionary/",
)
MACHINES = ("/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/open-data/audit/heads.json")
PUBLIC = [f"/{language}/{page}" for language in ("en", "fr", "ar") for page in PAGES] + list(MACHINES)
