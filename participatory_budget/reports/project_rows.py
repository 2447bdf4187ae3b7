"""A project as lists and results show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from participatory_budget.models.catalogue import named
from participatory_budget.models.project import Project
from participatory_budget.reports.money import money
from participatory_budget.selectors.envelopes import NamedEnvelope
from participatory_budget.selectors.projects import category_key, district_key


@dataclass(frozen=True)
class Became:
    """Where its page is, once it is carried out, and where it stands today."""

    url: str
    tag: str
    label: str


@dataclass(frozen=True)
class ProjectRow:
    """`score`, `won` and `why` only where the result is out; `place` is when it won, counted from one."""

    code: str
    title: str
    language: str
    description: str
    cost: str
    district: str
    district_language: str
    category: str
    category_language: str
    anchor: str
    envelope_id: UUID
    score: str = ""
    score_figure: str = ""
    won: bool | None = None
    place: int | None = None
    why: str = ""
    became: Became | None = None


def anchor_of(project: Project) -> str:
    """The same on each page. Codes of files may hold anything, so it is the place on the ballot."""
    return f"{project.envelope.slug}-{project.order}"


@dataclass(frozen=True)
class Word:
    """A district or a category: `value` stands in addresses, `label` in the reader's language where there is one."""

    value: str
    label: str
    language: str = field(compare=False)


@dataclass(frozen=True)
class Labels:
    """How the places and subjects of projects are called for one reader. No query of its own."""

    envelopes: Mapping[UUID, NamedEnvelope]
    language: str

    @classmethod
    def of(cls, tree: Iterable[NamedEnvelope], language: str) -> Labels:
        return cls({one.envelope.pk: one for one in tree}, language)

    def district(self, project: Project) -> Word:
        """What a file brought along is in the language of those who voted; a proposal's place has names of its own."""
        named_envelope = self.envelopes.get(project.envelope_id)
        if project.proposal is None or named_envelope is None:
            return Word(district_key(project), project.district, project.title_language)
        return Word(district_key(project), named_envelope.name, named_envelope.language)

    def category(self, project: Project) -> Word:
        if project.proposal is None or project.proposal.category is None:
            return Word(category_key(project), project.category, project.title_language)
        return Word(category_key(project), *named(project.proposal.category.names, self.language))


def words_of(words: Iterable[Word]) -> list[Word]:
    """What one may filter by, each once."""
    return sorted({one.value: one for one in words if one.value}.values(), key=lambda one: one.label)


def plain_row(project: Project, currency: str, labels: Labels) -> ProjectRow:
    district, category = labels.district(project), labels.category(project)
    return ProjectRow(
        code=project.code,
        title=project.title,
        language=project.title_language,
        description=project.description,
        cost=money(project.cost, currency),
        district=district.label,
        district_language=district.language,
        category=category.label,
        category_language=category.language,
        anchor=anchor_of(project),
        envelope_id=project.envelope_id,
    )
