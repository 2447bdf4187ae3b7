"""What keeps a document from being published, and what would make it better, in the words of the editor's language.

Refusals hold back publishing by hand. Warnings never do; and the command line, which serves imports and tests, is never
held back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from whitepapers.engine.readiness import Checked, Fault, Found, Unit, faults_of
from whitepapers.enums import PartKind
from whitepapers.models.clause import ClauseText
from whitepapers.reports.readiness_words import message_of, title_of
from whitepapers.selectors.body import parts_of
from whitepapers.selectors.checking import checked_document
from whitepapers.selectors.documents import document_of, latest_version
from whitepapers.selectors.translation import machine_words


@dataclass(frozen=True)
class Finding:
    """One thing to mend: what, where, and how."""

    fault: Fault
    is_refusal: bool
    where: str  # "Clause 4.2 · Renewal of a licence"; "" for the document as a whole
    message: str
    mend: str
    anchor: str  # fragment of the editor's address that leads to the block; "" for none
    language: str  # of the words in `where` that are the document's

    def __str__(self) -> str:
        return f"{self.where}: {self.message} {self.mend}" if self.where else f"{self.message} {self.mend}"


@dataclass(frozen=True)
class Group:
    """Findings of one kind."""

    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Readiness:
    refusals: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    edit_url: str

    @property
    def is_publishable(self) -> bool:
        return not self.refusals

    @property
    def groups(self) -> list[Group]:
        """The warnings by kind: thirty long sentences are one thing to think about."""
        kinds: dict[Fault, list[Finding]] = {}
        for finding in self.warnings:
            kinds.setdefault(finding.fault, []).append(finding)
        return [Group(title_of(fault), tuple(findings)) for fault, findings in kinds.items()]


def readiness(page: Any) -> Readiness:
    """Of the page as it stands in memory, in the active language. Queries do not grow with the document."""
    checked = checked_document(page)
    found = [*faults_of(checked), *(_translations(page) if page.pk else ())]
    findings = [_finding(one, checked) for one in found]
    return Readiness(
        refusals=tuple(finding for finding in findings if finding.is_refusal),
        warnings=tuple(finding for finding in findings if not finding.is_refusal),
        edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk else "",
    )


def refusals_of(page: Any) -> tuple[Finding, ...]:
    """What holds back publishing; asks the database for pictures and links only."""
    checked = checked_document(page)
    return tuple(_finding(one, checked) for one in faults_of(checked) if one.is_refusal)


def _finding(found: Found, checked: Checked) -> Finding:
    message, mend = message_of(found)
    unit = checked.units[found.part] if found.part is not None else None
    return Finding(
        fault=found.fault,
        is_refusal=found.is_refusal,
        where=_name(unit) if unit else "",
        message=message,
        mend=mend,
        anchor=f"#block-{found.block_id}-section" if found.block_id else "",
        language=checked.language,
    )


def _name(unit: Unit) -> str:
    words = unit.heading or Truncator(unit.text.split("\n", 1)[0]).words(6, truncate=" …")
    label = f"{unit.number} · {words}" if unit.number and words else unit.number or words or "—"
    if unit.kind == PartKind.CLAUSE:
        return _("Clause %(name)s") % {"name": label}
    if unit.kind == PartKind.HEADING:
        return _("Heading %(name)s") % {"name": label}
    return _("Note %(name)s") % {"name": label}


def _translations(page: Any) -> Iterator[Found]:
    """Of the original: languages that are missing or behind. Of a translation: words that nobody has checked."""
    document, language = document_of(page.translation_key), page.locale.language_code
    if document is not None and document.source_language != language:
        parts = parts_of(page.body, language)
        words = machine_words(page.translation_key, language, {part.block_id for part in parts})
        count = sum(words.stand_in(part.block_id, part.heading, part.text, part.summary) for part in parts)
        if count:
            yield Found(Fault.MACHINE_TRANSLATED, count=count)
        return
    version = latest_version(page.translation_key) if document else None
    counts: dict[str, int] = {}
    if version:
        rows = ClauseText.objects.filter(version=version).order_by().values_list("language").annotate(Count("pk"))
        counts = dict(rows)
    live = set(
        Page.objects.filter(translation_key=page.translation_key, live=True, alias_of=None).values_list(
            "locale__language_code", flat=True
        )
    )
    for code in Locale.objects.order_by("pk").values_list("language_code", flat=True):
        if code == language:
            continue
        if code not in live:
            yield Found(Fault.NOT_TRANSLATED, detail=_language(code))
        elif (behind := counts.get(language, 0) - counts.get(code, 0)) > 0:
            yield Found(Fault.TRANSLATION_BEHIND, detail=_language(code), count=behind)


def _language(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def summary_line(found: Readiness) -> str:
    """One line for a list or a mail."""
    if found.refusals:
        return ngettext(
            "%(count)s thing must be mended first", "%(count)s things must be mended first", len(found.refusals)
        ) % {"count": len(found.refusals)}
    if found.warnings:
        return ngettext("Ready; %(count)s suggestion", "Ready; %(count)s suggestions", len(found.warnings)) % {
            "count": len(found.warnings)
        }
    return _("Ready to publish")
