"""Datasets and the processes that have them, as the pages list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hub.core.datasets import Dataset, OpenProcess
from hub.core.registries import datasets, open_processes
from hub.opendata.selectors import addresses


@dataclass(frozen=True)
class TableRow:
    """One dataset of a process, with where to get it."""

    label: Any
    text: Any
    public_from: Any
    is_public: bool
    records: int | None
    csv_url: str
    linked_url: str
    metadata_url: str
    dictionary_anchor: str


@dataclass(frozen=True)
class Entry:
    """One process in the list."""

    kind: str
    kind_label: Any
    process: OpenProcess
    tables: Sequence[TableRow]


def datasets_of(kind: str) -> list[Dataset]:
    return [dataset for _name, dataset in datasets if dataset.process == kind]


def dataset_named(kind: str, name: str) -> Dataset | None:
    full_name = f"{kind}/{name}"
    return datasets.get(full_name) if full_name in datasets else None


def entry_of(kind: str, slug: str, language: str) -> Entry | None:
    if kind not in open_processes:
        return None
    found = open_processes.get(kind).find(slug, language)
    return _entry(kind, found) if found else None


def source_of(kind: str, slug: str) -> Any | None:
    return open_processes.get(kind).source(slug) if kind in open_processes else None


class Catalogue(Sequence[Entry]):
    """All processes with open data, kind by kind, read a slice at a time."""

    def __init__(self, language: str) -> None:
        self._parts = [(kind, provider.listed(language)) for kind, provider in open_processes]

    def __len__(self) -> int:
        return sum(len(part) for _kind, part in self._parts)

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, slice):
            return self[index : index + 1][0]
        start, stop, _step = index.indices(len(self))
        found: list[Entry] = []
        for kind, part in self._parts:
            size = len(part)
            if start < size and stop > 0:
                found += [_entry(kind, one) for one in part[max(start, 0) : min(stop, size)]]
            start, stop = start - size, stop - size
        return found


def _entry(kind: str, process: OpenProcess) -> Entry:
    return Entry(kind, open_processes.get(kind).label, process, [_row(one, process) for one in datasets_of(kind)])


def _row(dataset: Dataset, process: OpenProcess) -> TableRow:
    return TableRow(
        label=dataset.label,
        text=dataset.text,
        public_from=dataset.public_from,
        is_public=dataset.name in process.records,
        records=process.records.get(dataset.name),
        csv_url=addresses.csv_url(dataset, process.slug),
        linked_url=addresses.linked_url(dataset, process.slug),
        metadata_url=addresses.metadata_url(dataset, process.slug),
        dictionary_anchor=f"{dataset.process}.{dataset.name}",
    )
