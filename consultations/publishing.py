"""The only code that creates pages of consultations, and that publishes a report with its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from consultations.engine.canonical import canonical_json, fingerprint
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import Outcome
from consultations.models.pages import ConsultationIndexPage, ConsultationPage, OutcomeReportPage
from consultations.permissions import user_can_publish_report
from consultations.reports.content import report_content
from consultations.reports.readiness import require_publishable
from consultations.selectors.coverage import answered_by, contributions_to_answer
from consultations.selectors.outcomes import outcomes_of
from consultations.services.errors import ConsultationError, NotAllowedError
from consultations.services.found import tell_search_of_report
from consultations.services.letters import tell_authors, with_authors
from consultations.services.news import tell_report
from consultations.services.promising import promise_next_steps
from hub.audit.services import record
from whitepapers.models.document import Document

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def publish_consultation_pages(
    consultation: Consultation,
    documents: Sequence[Document],
    *,
    title: str = "",
    texts: Mapping[str, Mapping[str, Any]] | None = None,
    actor: User | None,
) -> ConsultationPage:
    """A page in the document's language, and in each language that the document has. Returns the first.

    `texts` gives fields of the page by language (title, summary, story, how_used, who_decides, contact); `title` is
    in the document's own language. What is left out is taken from the document's page.
    """
    pages = _document_pages(documents)
    if not pages:
        raise ConsultationError(_("The document must be published first."), "documents")
    source = documents[0].source_language
    languages = sorted(pages, key=lambda code: code != source)
    original: ConsultationPage | None = None
    for language in languages:
        fields = dict((texts or {}).get(language, {}))
        with translation.override(language):
            fields.setdefault("title", (title if language == source else "") or pages[language].title)
            fields.setdefault("summary", getattr(pages[language].specific, "summary", ""))
        page = _publish_page(consultation, language, fields, original, actor)
        original = original or page
    if original is None:
        raise ConsultationError(_("The document must be published first."), "documents")
    return original


def _document_pages(documents: Sequence[Document]) -> dict[str, Page]:
    """Live pages of the first document by language."""
    pages = Page.objects.filter(translation_key=documents[0].pk).live().select_related("locale")
    return {page.locale.language_code: page for page in pages}


def _publish_page(
    consultation: Consultation,
    language: str,
    fields: Mapping[str, Any],
    original: ConsultationPage | None,
    actor: User | None,
) -> ConsultationPage:
    index = ConsultationIndexPage.objects.filter(locale__language_code=language).first()
    if index is None:
        raise ConsultationError(_("There is no section for consultations in this language."), language)
    page = ConsultationPage(
        consultation=consultation,
        slug=consultation.slug,
        locale=Locale.objects.get(language_code=language),
        live=False,
        owner=actor,
        **fields,
    )
    if original is not None:
        page.translation_key = original.translation_key
    index.add_child(instance=page)
    page.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
    page.refresh_from_db()
    return page


@transaction.atomic
def publish_report_page(
    consultation: Consultation, *, texts: Mapping[str, Mapping[str, Any]], slug: str = "report", actor: User | None
) -> OutcomeReportPage:
    """Makes the report page in each language given and publishes it. Refused as a whole when the report has gaps."""
    parents = {
        page.locale.language_code: page
        for page in ConsultationPage.objects.filter(consultation=consultation, live=True).select_related("locale")
    }
    original: OutcomeReportPage | None = None
    for language, fields in texts.items():
        parent = parents.get(language)
        if parent is None:
            raise ConsultationError(_("The consultation has no page in this language."), language)
        page = OutcomeReportPage(slug=slug, locale=parent.locale, live=False, owner=actor, **fields)
        if original is not None:
            page.translation_key = original.translation_key
        parent.add_child(instance=page)
        page.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
        original = original or page
    if original is None:
        raise ConsultationError(_("A report needs a text."), "texts")
    original.refresh_from_db()
    return original


@transaction.atomic
def freeze_report(consultation: Consultation, *, actor: User | None, now: datetime) -> FrozenReport:
    """Freezes figures and answers, makes the answers public, tells the authors. The same facts are frozen once."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if not user_can_publish_report(actor, locked, now):
        raise NotAllowedError(_("Only an editor or a moderator publishes a report, and only after the close."))
    ready = require_publishable(locked, now)
    content = canonical_json(report_content(locked, ready.figures))
    sha256 = fingerprint(content)
    latest = FrozenReport.objects.filter(consultation=locked).order_by("-number").first()
    if latest is not None and latest.sha256 == sha256:
        return latest
    report = FrozenReport.objects.create(
        consultation=locked,
        number=latest.number + 1 if latest else 1,
        content=content,
        sha256=sha256,
        published_at=now,
        published_by=actor,
    )
    new = outcomes_of([locked]).filter(published_at__isnull=True)
    answered = contributions_to_answer(locked).filter(answered_by([locked], new))
    answers = list(new.values_list("pk", flat=True))
    Outcome.objects.filter(pk__in=answers).update(published_at=now)
    promise_next_steps(answers, actor=actor, now=now)
    if locked.answered_at is None:
        locked.answered_at = now
        locked.save(update_fields=["answered_at"])
    told = tell_authors(report, with_authors(answered), now=now)
    tell_report(report, now=now)
    record(
        "report.published",
        subject="consultations.report",
        subject_id=report.pk,
        actor=actor,
        data={
            "consultation": locked.pk,
            "number": report.number,
            "sha256": sha256,
            "received": ready.figures.received,
            "published": ready.figures.published,
            "answers": len(answers),
            "authors_told": told,
        },
        now=now,
    )
    return report


def freeze_on_publication(page: OutcomeReportPage, *, actor: User | None, now: datetime) -> FrozenReport | None:
    """The original freezes the figures; a translation only says them in another language.

    The search is told either way: a page that is back after it was taken down may say nothing new.
    """
    report = freeze_report(page.consultation, actor=actor, now=now) if page.freezes_figures() else None
    tell_search_of_report(page.consultation.pk)
    return report
