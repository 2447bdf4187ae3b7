"""What a person wrote, before it is a contribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from hub.contributions.enums import AuthorKind, Channel, PublishAs


@dataclass(frozen=True)
class Draft:
    body: str
    position: str = ""
    suggested_text: str = ""
    quote: str = ""  # words of the clause, with where they stand: engine/anchoring.py
    quote_prefix: str = ""
    quote_suffix: str = ""
    quote_start: int | None = None
    quote_end: int | None = None
    quote_language: str = ""
    publish_as: str = PublishAs.NAMED.value
    author_name: str = ""
    author_kind: str = AuthorKind.PERSON.value
    organisation: str = ""
    register_number: str = ""
    represents: str = ""
    may_be_quoted: bool = False  # in a report; only ever True because the person said so
    channel: str = Channel.WEB.value
    language: str = ""  # of the text; "" lets the service tell it from the letters
    author_language: str = "en"  # of the page that the person used; our letters to them are in it
    parent_id: int | None = None
    submission_key: str = ""  # one per opened form; "" when there is no form
    facts: dict[str, Any] = field(default_factory=dict)  # what the form of this kind of thread asks besides, as JSON

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})

    def cleaned(self) -> Draft:
        """Line ends as one kind, no blank edges; no name kept where none is shown and none is needed.

        What is confidential is quoted nowhere, whatever the form said.
        """
        return replace(
            self,
            body=_tidy(self.body),
            suggested_text=_tidy(self.suggested_text),
            quote=_tidy(self.quote),
            author_name="" if self.publish_as == PublishAs.ANONYMOUS else " ".join(self.author_name.split()),
            organisation=self._said_by(self.organisation),
            register_number=self._said_by(self.register_number),
            represents=self._said_by(self.represents),
            may_be_quoted=self.may_be_quoted is True and self.publish_as != PublishAs.CONFIDENTIAL,
            facts={name: _tidy(value) if isinstance(value, str) else value for name, value in self.facts.items()},
        )

    def _said_by(self, line: str) -> str:
        """What tells which organisation speaks; nothing of it where no name is shown."""
        if self.publish_as == PublishAs.ANONYMOUS:
            return ""
        return " ".join(line.replace("\x00", "").split())

    @property
    def words(self) -> tuple[Any, ...]:
        """What makes it another contribution when it differs."""
        return (self.body, self.suggested_text, self.position, self.quote, self.publish_as, self.parent_id)


def _tidy(text: str) -> str:
    # NUL cannot be stored in PostgreSQL.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
