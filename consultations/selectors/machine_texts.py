"""The texts that the machine compares: published ones only. And a hash that tells whether they are still the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from consultations.enums import AnalysisKind
from consultations.models.analysis import AnalysisRun
from consultations.models.consultation import Consultation
from consultations.selectors.coverage import contributions_of
from hub.moderation.enums import State

# id, the text (where there is none, the other wording that it proposes), its language
MachineText = tuple[int, str, str]


def texts_for_machines(consultation: Consultation) -> Iterator[MachineText]:
    """By id, one after the other; one query."""
    rows = contributions_of(consultation).filter(state=State.PUBLISHED).order_by("pk")
    for pk, body, suggestion, language in rows.values_list("pk", "comment", "suggested_text", "language").iterator(
        chunk_size=2000
    ):
        yield pk, body or suggestion, language


class InputsHash:
    """Of what goes in, as it goes in: so it is of the texts that were compared and not of those a moment later."""

    def __init__(self, *versions: str, with_language: bool = False) -> None:
        self._hash = hashlib.sha256("".join(f"{version}\n" for version in versions).encode())
        self._with_language = with_language
        self.count = 0

    def watching(self, rows: Iterable[MachineText]) -> Iterator[MachineText]:
        for pk, text, language in rows:
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            self._hash.update(f"{pk}:{digest}{f':{language}' if self._with_language else ''}\n".encode())
            self.count += 1
            yield pk, text, language

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def hash_of(inputs: InputsHash, rows: Iterable[MachineText]) -> str:
    for _row in inputs.watching(rows):
        pass
    return inputs.sha256


def latest_run(consultation: Consultation, kind: AnalysisKind) -> AnalysisRun | None:
    runs = AnalysisRun.objects.filter(consultation=consultation, kind=kind)
    return runs.select_related("ran_by").order_by("-ran_at", "-pk").first()


def current_run(consultation: Consultation, kind: AnalysisKind, version: str, inputs: InputsHash) -> AnalysisRun | None:
    """The latest run, if it was over these very texts and with this version. Texts are read only where one could be."""
    run = latest_run(consultation, kind)
    if run is None or run.version != version:
        return None
    return run if run.inputs_sha256 == hash_of(inputs, texts_for_machines(consultation)) else None
