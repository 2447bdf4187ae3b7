"""Addresses below /cms/."""

from __future__ import annotations

from django.urls import URLPattern, path

from hub.promises.views.desk.acting import acting
from hub.promises.views.desk.listing import listing
from hub.promises.views.desk.one import one
from hub.promises.views.desk.upload import upload

URLS: list[URLPattern] = [
    path("promises/", listing, name="promise_list"),
    path("promises/import/", upload, name="promise_import"),
    path("promises/<uuid:pk>/", one, name="promise_desk"),
    path("promises/<uuid:pk>/<slug:name>/", acting, name="promise_act"),
]
