"""What one contribution was counted under, and the answers to its themes or to the set that it was chosen into.

Told only once a report is public: until then coding is work in progress, and a theme is nobody's business yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from consultations.enums import CHANGING_DECISIONS, Decision
from consultations.models.coding import CommentTheme
from consultations.models.consultation import ConsultationDocument
from consultations.models.outcome import Outcome
from consultations.models.selection import SelectionMember, SelectionTitle
from consultations.models.theme import Theme, ThemeName
from consultations.selectors.outcomes import outcome_url, reason_in, reasons_of
from consultations.selectors.pages import report_pages
from hub.core.registries import CommentFact, PublishedOutcome


class ThemesAndChosenSets:
    """Registered with `hub.core.registries.comment_facts`. At most twelve queries, however many are asked for."""

    def describe(self, comment_ids: Sequence[int], language: str) -> Mapping[int, CommentFact]:
        themes = _pairs(
            CommentTheme.objects.filter(comment__in=comment_ids, theme__consultation__answered_at__isnull=False)
            .order_by("theme__order", "theme__created_at")
            .values_list("comment", "theme")
        )
        chosen = _pairs(
            SelectionMember.objects.filter(
                comment__in=comment_ids, selection__consultation__answered_at__isnull=False
            ).values_list("comment", "selection")
        )
        if not themes and not chosen:
            return {}
        known = _Known.read(
            {theme for each in themes.values() for theme in each}, {one for each in chosen.values() for one in each}
        )
        pages = report_pages({outcome.consultation_id for outcome in known.outcomes.values()}, language)
        return {
            pk: CommentFact(
                themes=tuple(known.theme_name(theme, language) for theme in themes.get(pk, [])),
                outcomes=tuple(
                    known.told(subject, pages, language)
                    for subject in [*chosen.get(pk, []), *known.upwards(themes.get(pk, []))]
                    if subject in known.outcomes
                ),
            )
            for pk in {**themes, **chosen}
        }


@dataclass(frozen=True)
class _Answer:
    outcome: Outcome
    consultation_id: UUID
    is_theme: bool


@dataclass
class _Known:
    parents: dict[UUID, UUID | None]
    names: Mapping[UUID, Mapping[str, str]]
    titles: Mapping[UUID, Mapping[str, str]]
    outcomes: dict[UUID, _Answer] = field(default_factory=dict)  # by theme or chosen set: the answer that counts
    sources: dict[UUID, str] = field(default_factory=dict)  # original language, by consultation

    @classmethod
    def read(cls, themes: set[UUID], chosen: set[UUID]) -> _Known:
        tree = Theme.objects.filter(consultation__themes__in=themes).distinct()
        parents = dict(tree.order_by().values_list("pk", "parent"))
        known = cls(
            parents,
            _by_language(
                ThemeName.objects.filter(theme__in=themes | set(parents)).values_list("theme", "language", "name")
            ),
            _by_language(
                SelectionTitle.objects.filter(selection__in=chosen).values_list("selection", "language", "title")
            ),
        )
        rows = Outcome.objects.filter(
            Q(theme__in=known.upwards(themes)) | Q(selection__in=chosen), published_at__isnull=False
        )
        for row in rows.select_related("theme", "selection").prefetch_related("reasons").order_by("number"):
            if row.theme is not None:
                known.outcomes[row.theme.pk] = _Answer(row, row.theme.consultation_id, is_theme=True)
            elif row.selection is not None:
                known.outcomes[row.selection.pk] = _Answer(row, row.selection.consultation_id, is_theme=False)
        consultations = {answer.consultation_id for answer in known.outcomes.values()}
        documents = ConsultationDocument.objects.filter(consultation__in=consultations).order_by("-order", "-pk")
        known.sources = dict(documents.values_list("consultation", "document__source_language"))
        return known

    def upwards(self, themes: Iterable[UUID]) -> list[UUID]:
        """Each theme and those above it in the tree, the deepest first, each once."""
        found: dict[UUID, int] = {}
        for theme in themes:
            chain: list[UUID] = []
            at: UUID | None = theme
            while at is not None and at not in chain:
                chain.append(at)
                at = self.parents.get(at)
            for height, one in enumerate(reversed(chain)):
                found[one] = height
        return sorted(found, key=lambda one: -found[one])

    def theme_name(self, theme: UUID, language: str) -> str:
        return reason_in(dict(self.names.get(theme, {})), language)[0]

    def told(self, subject: UUID, pages: Mapping[UUID, Page], language: str) -> PublishedOutcome:
        answer = self.outcomes[subject]
        outcome, source = answer.outcome, self.sources.get(answer.consultation_id, "")
        reason, reason_language = reason_in(reasons_of(outcome), language, source)
        if answer.is_theme:
            about = _("Theme: %(name)s") % {"name": self.theme_name(subject, language)}
        else:
            about = reason_in(dict(self.titles.get(subject, {})), language, source)[0]
        return PublishedOutcome(
            decision=outcome.decision,
            decision_label=str(Decision(outcome.decision).label),
            reason=reason,
            reason_language=reason_language,
            decided_at=outcome.decided_at,
            responsible_body=outcome.responsible_body,
            url=outcome_url(outcome, pages.get(answer.consultation_id)),
            about=about,
            led_to_change=outcome.decision in CHANGING_DECISIONS,
        )


def _pairs(rows: Iterable[tuple[int, UUID]]) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    for comment, subject in rows:
        found.setdefault(comment, []).append(subject)
    return found


def _by_language(rows: Iterable[tuple[UUID, str, str]]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    for key, language, text in rows:
        found.setdefault(key, {})[language] = text
    return found
