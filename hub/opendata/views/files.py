"""Files of open data: anybody may take them, without cookies and without a language; programs of other sites, too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from hub.core.datasets import Dataset, DatasetState
from hub.opendata.engine import csvw, jsonld, streams
from hub.opendata.selectors import addresses
from hub.opendata.selectors.catalogue import dataset_named, source_of


@require_safe
def table_csv(request: HttpRequest, process: str, slug: str, name: str) -> HttpResponseBase:
    dataset, source, state = _found(process, slug, name)
    texts = streams.csv_text(dataset, dataset.rows(source))
    return _streamed(dataset, slug, "csv", "text/csv; charset=utf-8; header=present", state, texts)


@require_safe
def table_linked(request: HttpRequest, process: str, slug: str, name: str) -> HttpResponseBase:
    dataset, source, state = _found(process, slug, name)
    address = addresses.linked_url(dataset, slug)
    if dataset.linked is not None:
        linked = dataset.linked(source, address)
        texts = streams.json_text(linked.head, linked.key, linked.records)
    else:
        head: dict[str, Any] = {
            "@context": jsonld.context(dataset, address, addresses.dictionary_url()),
            "@id": address,
            "@type": "schema:Dataset",
            **addresses.about_linked(dataset, slug),
        }
        texts = streams.json_text(head, jsonld.RECORDS, jsonld.records(dataset, dataset.rows(source)))
    return _streamed(dataset, slug, "jsonld", "application/ld+json; charset=utf-8", state, texts)


@require_safe
def table_metadata(request: HttpRequest, process: str, slug: str, name: str) -> HttpResponse:
    dataset, _source, _state = _found(process, slug, name)
    about = addresses.about_csv(dataset, slug)
    return _dictionary(csvw.metadata(dataset, addresses.LANGUAGES, addresses.namespaces(), about))


@require_safe
def schema(request: HttpRequest, process: str, name: str) -> HttpResponse:
    dataset = dataset_named(process, name)
    if dataset is None:
        raise Http404
    return _dictionary(csvw.schema(dataset, addresses.LANGUAGES, addresses.namespaces()))


def _found(process: str, slug: str, name: str) -> tuple[Dataset, Any, DatasetState]:
    """What is not public, or not yet, is the same 404 as what does not exist."""
    dataset = dataset_named(process, name)
    source = source_of(process, slug) if dataset else None
    state = dataset.state(source) if dataset and source is not None else None
    if dataset is None or state is None:
        raise Http404
    return dataset, source, state


def _streamed(
    dataset: Dataset, slug: str, ending: str, content_type: str, state: DatasetState, texts: Iterable[str]
) -> StreamingHttpResponse:
    pieces: Iterator[bytes] = streams.in_pieces(texts)
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{slug}-{dataset.name}.{ending}"'
    # Weak: rows that come in while a file is being written may be in it.
    response["ETag"] = f'W/"{_fingerprint(dataset, ending, state)}"'
    if state.changed_at is not None:
        response["Last-Modified"] = http_date(state.changed_at.timestamp())
    links = [
        f'<{settings.OPEN_DATA_LICENCE_URL}>; rel="license"',
        f'<{addresses.metadata_url(dataset, slug)}>; rel="describedby"; type="{csvw.CONTENT_TYPE}"',
        f'<{addresses.page_url(dataset, slug)}>; rel="collection"',
    ]
    response["Link"] = ", ".join(links)
    return _open(response)


def _dictionary(content: Mapping[str, Any]) -> HttpResponse:
    body = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    response = HttpResponse(body, content_type=f"{csvw.CONTENT_TYPE}; charset=utf-8")
    response["Link"] = f'<{settings.OPEN_DATA_LICENCE_URL}>; rel="license"'
    _open(response)
    return response


def _open(response: StreamingHttpResponse | HttpResponse) -> Any:
    # Asked for anew each time, which the ETag makes cheap: what its author takes back must not live on in a cache.
    response["Cache-Control"] = "public, no-cache"
    response["Content-Language"] = "mul"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _fingerprint(dataset: Dataset, ending: str, state: DatasetState) -> str:
    columns = [field.name for field in dataset.fields]
    parts = [dataset.full_name, dataset.format, ending, columns, state.fingerprint]
    parts += [settings.PUBLIC_URL, settings.OPEN_DATA_LICENCE_URL, settings.TIME_ZONE]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
