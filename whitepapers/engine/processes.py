"""In which process a document stands: told by the features above, which are not known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hub.core.registry import Registry


@dataclass(frozen=True)
class DocumentProcess:
    """The newest public one that is about the document."""

    key: str  # as `hub.core.search.process_phases` names it: "consultation:<uuid>"
    phase_label: str  # in the active language
    responsible_body: str  # as it was typed, "" when nobody is named


# document ids, now -> those that stand in a public process; a constant number of queries.
document_processes: Registry[Callable[[Sequence[UUID], datetime], Mapping[UUID, DocumentProcess]]] = Registry(
    "processes of documents"
)
