"""Pages about open data, for people: what there is, what its columns mean, what is left out."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.core.registries import open_processes
from hub.opendata.selectors import addresses
from hub.opendata.selectors.catalogue import Catalogue, datasets_of, entry_of

PER_PAGE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(Catalogue(_language()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "entries": page.object_list, "address": addresses.absolute("/open-data/")}
    return render(request, "opendata/index.html", context | _shared())


@require_safe
def process(request: HttpRequest, process: str, slug: str) -> HttpResponse:
    entry = entry_of(process, slug, _language())
    if entry is None:
        raise Http404
    crumbs = [(_("Open data"), reverse("open_data"))]
    context = {"entry": entry, "crumbs": crumbs, "address": addresses.absolute(f"/open-data/{process}/{slug}/")}
    return render(request, "opendata/process.html", context | _shared())


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    crumbs = [(_("Open data"), reverse("open_data"))]
    groups = [
        (provider.label, [(dataset, addresses.schema_url(dataset)) for dataset in datasets_of(kind)])
        for kind, provider in open_processes
    ]
    return render(request, "opendata/dictionary.html", {"groups": groups, "crumbs": crumbs} | _shared())


def _shared() -> dict[str, object]:
    return {
        "licence_name": settings.OPEN_DATA_LICENCE_NAME,
        "licence_url": settings.OPEN_DATA_LICENCE_URL,
        "today": timezone.localdate(),  # a day, so that a page stays the same until tomorrow
    }


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
