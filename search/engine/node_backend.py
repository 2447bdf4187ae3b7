"""Wagtail's backend for Elasticsearch 8, for the entries of the search and for nothing else.

The index lies behind an alias. A rebuild fills a new index while the old one answers, and swaps them in one step. What
is written carries a version, the moment of the change: an older one never overwrites a newer one, and what was deleted
does not come back. What a rebuild fills in has the lowest version, so that a change sent meanwhile wins over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import get_random_string
from elasticsearch import BadRequestError
from elasticsearch.helpers import streaming_bulk
from modelsearch.backends.base import BaseIndex
from modelsearch.backends.elasticsearch8 import (
    Elasticsearch8Index,
    Elasticsearch8Mapping,
    Elasticsearch8SearchBackend,
)

from search.engine.node_transport import NODE_CLASSES

MODEL = "search.SearchEntry"
ASK_SECONDS = 3
WRITE_SECONDS = 30
BYTES_AT_ONCE = 5_000_000
READ_AT_ONCE = 1000
# The node's own analyzer of each language; other languages are cut into words and no more.
ANALYZERS = {"en": "english", "fr": "french", "ar": "arabic"}
OTHER = "other"
# How `SearchEntry` keeps lists in one column.
LISTS = ("readers", "theme_keys")
STEMS = {"type": "text", "analyzer": "whitespace"}
FILLED = 1
CONFLICT = "conflict"
GONE = "gone"


class EntryMapping(Elasticsearch8Mapping):
    """Wagtail's columns without those for searching all models at once, and the words in their language beside them."""

    def get_mapping(self) -> dict[str, Any]:
        properties = {
            name: column
            for name, column in super().get_mapping()["properties"].items()
            if not name.startswith(("_all_text", "_edgengrams")) and name != "stale_since_filter"
        }
        # Brought to their stems by `search.engine.analysis` already: the node must not do it again in its own way.
        properties["title_terms"] = STEMS
        properties["body_terms"] = STEMS
        # A beginning of a word is found as fast as a whole one.
        properties["title_words_edgengrams"] = {**STEMS, "index_prefixes": {"min_chars": 1, "max_chars": 12}}
        for language, analyzer in [*ANALYZERS.items(), (OTHER, "standard")]:
            properties[f"title_{language}"] = {"type": "text", "analyzer": analyzer}
            properties[f"body_{language}"] = {"type": "text", "analyzer": analyzer}
        properties["entry"] = {"type": "long"}
        properties["fingerprint"] = {"type": "keyword", "index": False}
        return {"dynamic": "strict", "properties": properties}

    def get_document(self, obj: Any) -> dict[str, Any]:
        document = super().get_document(obj)
        for name in ("_edgengrams", "stale_since_filter"):
            document.pop(name, None)
        for name in LISTS:
            document[f"{name}_filter"] = _keys(document[f"{name}_filter"])
        language = obj.language if obj.language in ANALYZERS else OTHER
        document |= {
            f"title_{language}": obj.title,
            f"body_{language}": obj.body,
            "entry": obj.pk,
            "fingerprint": obj.fingerprint,
        }
        # An empty column is no value, and no facet has it.
        return {name: value for name, value in document.items() if value not in ("", None, [])}


def _keys(column: str) -> list[str]:
    return [key for key in column.split("|") if key]


@dataclass(frozen=True)
class Write:
    """`document` None: it is gone."""

    entry: int
    version: int
    document: Any = None


@dataclass(frozen=True)
class Written:
    """`fault`: "" when it has it, CONFLICT when it has this version or a newer one (`newest`), else a word."""

    entry: int
    fault: str = ""
    newest: int = 0


class EntryIndex(Elasticsearch8Index):
    """An index, or an alias of one."""

    def __init__(self, backend: Any, name: str) -> None:
        super().__init__(backend, name)
        self.writer = backend.es.options(request_timeout=WRITE_SECONDS)

    def get_key(self) -> str:
        return str(self.name)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def next_name(self) -> str:
        """Alias under which an index is that is being filled: changes are written to it as well."""
        return f"{self.name}_next"

    @property
    def fill_name(self) -> str:
        """Alias of this one index alone, by which its rebuild fills it: if it is gone, so is the alias."""
        return f"{self.name}_fill"

    def put(self, *, aliases: dict[str, Any] | None = None) -> None:
        self.writer.indices.create(index=self.name, aliases=aliases or {}, **self.backend.settings)

    def begin(self, model: type) -> None:
        """An empty index for this alias, which has none. Several may do it at once, or after one that was killed."""
        first = self.backend.index_class(self.backend, f"{self.name}_first")
        try:
            first.put()
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        first.add_model(model)
        # Last: what has the alias is written to.
        self.writer.indices.put_alias(index=first.name, name=self.name)

    def exists(self) -> bool:
        return bool(self.es.indices.exists_alias(name=self.name))

    def names(self) -> list[str]:
        """Of all indexes that were ever made for this alias, finished or not."""
        return sorted(self.es.indices.get_alias(index=f"{self.name}_*", expand_wildcards="all"))

    def add_item(self, item: Any) -> None:
        self.add_items(type(item), [item])

    def add_items(self, model: type, items: Iterable[Any]) -> None:
        """As Wagtail's `update_index` calls it for an index that is being filled."""
        self.fill([Write(item.pk, FILLED, item) for item in items])

    def fill(self, writes: Sequence[Write]) -> set[int]:
        """Nothing is found before the end of a rebuild, so nothing is refreshed. Gives those that are newer there.

        Raises RuntimeError with the first that the node did not take.
        """
        faults = [one for one in self._bulk(self.fill_name, writes, refresh=False) if one.fault]
        if refused := [one for one in faults if one.fault != CONFLICT]:
            raise RuntimeError(f"entry {refused[0].entry} was not taken: {refused[0].fault}")
        return {one.entry for one in faults}

    def write(self, writes: Sequence[Write]) -> list[Written]:
        """In the order of `writes`. What was written is found from then on, or rather no more."""
        # First the index that is being filled. The other way round it could take its place between the two, and what
        # went to the old one only would be lost.
        is_filled = self.es.indices.exists_alias(name=self.next_name)
        ahead = list(self._bulk(self.next_name, writes, refresh=True)) if is_filled else []
        written = list(self._bulk(self.name, writes, refresh=True))
        return [
            # Gone: it has taken its place by now.
            second if second.fault not in ("", GONE) and not first.fault else first
            for first, second in zip(written, ahead or written, strict=True)
        ]

    def known(self, entries: Sequence[int] | None = None) -> Iterator[tuple[int, str]]:
        """Number and fingerprint of all that it has, or of these."""
        query = {"match_all": {}} if entries is None else {"terms": {"entry": list(entries)}}
        after: dict[str, Any] = {}
        while True:
            hits = self.writer.search(
                index=self.name,
                query=query,
                sort=[{"entry": "asc"}],
                size=READ_AT_ONCE,
                source=False,
                docvalue_fields=["fingerprint"],
                **after,
            )["hits"]["hits"]
            yield from ((int(hit["_id"]), hit["fields"]["fingerprint"][0]) for hit in hits)
            if len(hits) < READ_AT_ONCE:
                return
            after = {"search_after": hits[-1]["sort"]}

    def _bulk(self, alias: str, writes: Sequence[Write], *, refresh: bool) -> Iterator[Written]:
        mapping = self.mapping_class
        actions = (
            {
                "_op_type": "delete" if write.document is None else "index",
                "_index": alias,
                "_id": str(write.entry),
                "version": write.version,
                "version_type": "external",
                **(
                    {}
                    if write.document is None
                    else {"_source": mapping(type(write.document)).get_document(write.document)}
                ),
            }
            for write in writes
        )
        answers = streaming_bulk(
            self.writer,
            actions,
            max_chunk_bytes=BYTES_AT_ONCE,
            raise_on_error=False,
            max_retries=0,
            refresh=refresh,
            # A node that has just started takes a while to find its index.
            timeout="5s",
            # Else a node that lost its index would make one that has no mapping.
            require_alias=True,
        )
        for write, (_ok, answer) in zip(writes, answers, strict=True):
            yield _written(write, next(iter(answer.values())))


def _written(write: Write, answer: dict[str, Any]) -> Written:
    status = answer.get("status", 0)
    error = answer.get("error") or {}
    kind = str(error.get("type", "") if isinstance(error, dict) else error)
    if status == 409:
        return Written(write.entry, CONFLICT, _newest(str(error.get("reason", ""))))
    if kind == "index_not_found_exception":
        return Written(write.entry, GONE)
    if kind or (status >= 400 and not (status == 404 and write.document is None)):
        return Written(write.entry, kind or str(status))
    return Written(write.entry)


def _newest(reason: str) -> int:
    """From "[7]: version conflict, current version [12] is higher than the one provided [9]"."""
    _before, found, after = reason.partition("current version [")
    number = after.partition("]")[0]
    return int(number) if found and number.isdigit() else 0


class OtherIndex(BaseIndex):
    """Of models that are searched in the database alone."""

    def get_key(self) -> str:
        return "others"

    def __str__(self) -> str:
        return "none: pages and files are searched in the database"


class Rebuilder:
    """A new index beside the one that answers, which takes its place at the end.

    A second rebuild that starts meanwhile throws away what the first one made, which then fails at its next step.
    """

    def __init__(self, index: Any) -> None:
        self.alias = index
        self.made: Any = index

    @property
    def _is_ours(self) -> bool:
        return isinstance(self.alias, EntryIndex)

    def start(self) -> Any:
        if not self._is_ours:
            return self.made
        alias, backend = self.alias, self.alias.backend
        live = {index.name for index in alias.aliased_indices()} if alias.exists() else set()
        for name in set(alias.names()) - live:
            backend.index_class(backend, name).delete()
        self.made = backend.index_class(backend, f"{alias.name}_{get_random_string(8).lower()}")
        self.made.put(aliases={self.made.fill_name: {}, alias.next_name: {}})
        return self.made

    def finish(self) -> None:
        if not self._is_ours:
            return
        self.made.refresh()
        alias, made, indices = self.alias, self.made.name, self.alias.writer.indices
        if alias.exists():
            old = [index.name for index in alias.aliased_indices()]
        else:
            old = [alias.name] if indices.exists(index=alias.name) else []
        indices.update_aliases(
            actions=[
                {"remove": {"index": made, "alias": alias.next_name, "must_exist": True}},
                {"remove": {"index": made, "alias": self.made.fill_name, "must_exist": True}},
                {"add": {"index": made, "alias": alias.name}},
                *({"remove_index": {"index": name}} for name in old),
            ]
        )

    def abandon(self) -> None:
        if self._is_ours:
            self.made.delete()


class SearchBackend(Elasticsearch8SearchBackend):
    """`SPEAKS`: "elasticsearch" or "opensearch"."""

    mapping_class = EntryMapping
    index_class = EntryIndex
    basic_rebuilder_class = Rebuilder
    atomic_rebuilder_class = Rebuilder
    settings = {
        "settings": {
            "index": {
                # A city's words fit into one; INDEX_SETTINGS says otherwise for a country's.
                "number_of_shards": 1,
                # A copy as soon as there is a second node to hold it.
                "auto_expand_replicas": "0-1",
                # For so long the node remembers what was deleted, so that a late write does not bring it back.
                "gc_deletes": "1h",
                # The longest documents too.
                "highlight": {"max_analyzed_offset": 10_000_000},
            }
        },
        # Nothing gets in before the columns are there.
        "mappings": {"dynamic": "strict"},
    }

    def __init__(self, params: dict[str, Any]) -> None:
        options = {
            "node_class": NODE_CLASSES[params.pop("SPEAKS", "elasticsearch")],
            "max_retries": 0,
            "retry_on_timeout": False,
            "connections_per_node": 25,
            **params.pop("OPTIONS", {}),
        }
        super().__init__({"TIMEOUT": ASK_SECONDS, **params, "OPTIONS": options})

    def get_index_for_model(self, model: Any) -> Any:
        if model is not None and model._meta.label != MODEL:
            return OtherIndex(self)
        return self.index_class(self, f"{self.index_prefix}{MODEL.replace('.', '_').lower()}")
