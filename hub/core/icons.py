"""Our own icons: 20 × 20, drawn with 1.6 strokes, inlined so that a page needs no further request.

An icon that points along the line of reading (`MIRRORED`) is turned round in right-to-left text by a class.
"""

from __future__ import annotations

PATHS: dict[str, str] = {
    "arrow": "M3 10h13M11 5l5 5-5 5",
    "back": "M17 10H4M9 5l-5 5 5 5",
    "bell": "M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3",
    "calendar": "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
    "check": "M4 10.5l4 4 8-9",
    "chevron": "M7.5 4.5L13 10l-5.5 5.5",
    "chevron-down": "M4.5 7.5L10 13l5.5-5.5",
    "clock": "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4l3 2",
    "close": "M5 5l10 10M15 5L5 15",
    "comment": "M3.5 4h13v9.5H10L6.5 17v-3.5h-3z",
    "copy": "M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7",
    "document": "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 9.5h5.5M7.5 13h5.5",
    "download": "M10 3v10M5.5 9l4.5 4.5L14.5 9M3.5 17h13",
    "edit": "M4 16l.8-3.6L13.5 3.6l2.9 2.9-8.8 8.7zM11.5 5.6l2.9 2.9",
    "error": "M10 2.5l8 14.5H2zM10 8v4.2M10 14.2v.6",
    "external": "M8 4H4v12h12v-4M11.5 3.5h5v5M16.5 3.5L9 11",
    "filter": "M3 5h14M5.5 10h9M8 15h4",
    "flag": "M5 17.5V3.5h10.5l-2.5 3.8 2.5 3.7H5",
    "globe": "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM3 10h14M10 3c-4.5 4.5-4.5 9.5 0 14M10 3c4.5 4.5 4.5 9.5 0 14",
    "home": "M3 9.5L10 3.5l7 6M5 8v8.5h10V8",
    "info": "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 9v5M10 6v.6",
    "link": "M8.5 11.5l3-3M9 6.5l2-2a3.2 3.2 0 0 1 4.5 4.5l-2 2M11 13.5l-2 2A3.2 3.2 0 0 1 4.5 11l2-2",
    "lock": "M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9",
    "mail": "M3 5h14v10.5H3zM3 5.5l7 5.5 7-5.5",
    "menu": "M3 5.5h14M3 10h14M3 14.5h14",
    "minus": "M4 10h12",
    "moon": "M15.5 12.5A6.5 6.5 0 0 1 7.5 4.5a6.5 6.5 0 1 0 8 8z",
    "plus": "M10 4v12M4 10h12",
    "print": "M6 7V3h8v4M6 14H3.5V7h13v7H14M6 12h8v5H6z",
    "reply": "M8 5L3.5 9.5 8 14M4 9.5h7.5c3 0 5 1.8 5 6",
    "search": "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l4 4",
    "share": "M10 12V3M6.5 6L10 2.8 13.5 6M5 9.5H4V17h12V9.5h-1",
    "sun": "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2"
    "M14.6 14.6l1.2 1.2M15.8 4.2l-1.2 1.2M5.4 14.6l-1.2 1.2",
    "upload": "M10 14V4M5.5 8.5L10 4l4.5 4.5M3.5 17h13",
    "user": "M10 3a3.3 3.3 0 1 1 0 6.6A3.3 3.3 0 0 1 10 3zM3.5 17c.6-3.4 3.2-5 6.5-5s5.9 1.6 6.5 5",
    "warning": "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v5M10 13.4v.6",
}

MIRRORED = frozenset({"arrow", "back", "chevron", "edit", "external", "reply", "share"})
