"""A report as a document to take away: the plain parts that the writers of `whitepapers.engine.exports` know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.reports.report_charts import Counted
from consultations.reports.report_rows import ReportRow, Said, ShownAnswer
from consultations.reports.view import ReportView
from hub.core.charts import split_segments
from hub.core.context_processors import hub_name
from whitepapers.engine.exports import ExportDocument, ExportPart, Labels
from whitepapers.enums import PartKind


def report_file(page: Any, report: ReportView, language: str, *, with_parts: bool = True) -> ExportDocument:
    """In the active language. Without parts it is only what a PDF needs to know: the page is drawn from a template."""
    consultation = page.consultation
    url = f"{page.full_url or ''}no/{report.number}/"
    published = timezone.localtime(report.published_at) if report.published_at else timezone.now()
    return ExportDocument(
        uuid=consultation.pk,
        slug=f"{consultation.slug}-report",
        kind="report",
        kind_label=_("Outcome report"),
        title=page.title,
        summary=page.sentence or page.summary or report.sentence,
        responsible=consultation.owner_body,
        publisher=hub_name(),
        language=language,
        source_language=language,
        version=report.number or 0,
        published_at=published,
        url=url,
        page_url=page.full_url or "",
        country=settings.COUNTRY_CODE.lower(),
        licence=settings.DOCUMENT_LICENCE,
        versions=[],
        parts=list(_Writer(page, report, language).parts()) if with_parts else [],
        labels=Labels(
            version=_("No. %(number)s of %(day)s")
            % {"number": report.number, "day": date_format(published, "DATE_FORMAT")},
            explanatory_note="",
            plain_language="",
            address=_("Permanent address"),
            fingerprint=_("Fingerprint (SHA-256)"),
            licence=_("Licence"),
            page=_("Page %(page)s of %(pages)s"),
        ),
    )


class _Writer:
    """Says the report in headings and running words, in the order of its page."""

    def __init__(self, page: Any, report: ReportView, language: str) -> None:
        self.page = page
        self.report = report
        self.language = language
        self.count = 0

    def parts(self) -> Iterator[ExportPart]:
        report = self.report
        yield self._words(_table((str(value), label) for value, label in self._numbers()))
        yield self._words(_reckoning(report))
        if self.page.introduction:
            yield self._words(self.page.introduction)
        yield self._heading(_("Clause by clause"))
        for row in report.rows:
            yield from self._row(row)
        if report.parts.themes:
            yield self._heading(_("Theme by theme"))
            for row in report.parts.themes:
                yield from self._row(row)
        if report.parts.chosen:
            yield self._heading(_("Answered together"))
            for row in report.parts.chosen:
                yield from self._row(row)
        yield from self._changes()
        yield from self._steps()
        yield self._heading(_("Who took part, and how"))
        for title, rows in (
            (_("How contributions came"), report.channels),
            (_("Languages"), report.languages),
            (_("Persons and organisations"), report.authors),
            (_("Answers"), report.decisions),
            (_("Not published, by reason"), report.withheld),
        ):
            if rows:
                yield self._words(_counted(title, rows))
        yield self._heading(_("How it was read and answered"))
        if self.page.methods:
            yield self._words(self.page.methods)
        if report.reading_gap:
            yield self._words(format_html("<p><b>{}</b></p>", _("Not everything was read, and why")))
            yield self._said(report.reading_gap)
        yield self._words(format_html("<p>{}: {}</p>", _("Fingerprint (SHA-256)"), report.sha256))

    def _numbers(self) -> Iterator[tuple[str, str]]:
        for value, label in self.report.three_numbers:
            yield number_format(value, force_grouping=True), label

    def _row(self, row: ReportRow) -> Iterator[ExportPart]:
        yield self._heading(row.title, level=2 + (1 if row.level else 0), language=row.title_language)
        if row.asked.text:
            yield self._label(_("We asked") if row.url else _("What belongs to it"))
            yield self._said(row.asked)
        yield self._label(_("You said"))
        yield self._words(format_html("<p>{}</p>", _spoken(row)))
        for quote in row.quotes:
            yield self._words(format_html("<p><i>{}</i></p>", quote.text), quote.language)
            yield self._words(format_html('<p>{} · <a href="{}">{}</a></p>', quote.author, quote.url, quote.reference))
        yield self._label(_("We did"))
        if row.answer:
            yield from self._answer(row.answer)
        for one in row.elsewhere:
            yield self._words(format_html("<p>{} {}</p>", _("Answered under:"), one.title))
        if row.gap:
            yield self._words(format_html("<p><b>{}</b></p>", _("No answer, and why")))
            yield self._said(row.gap)
        if row.is_covered:
            yield self._words(format_html("<p>{}</p>", _("Answered with the theme above.")))

    def _answer(self, answer: ShownAnswer) -> Iterator[ExportPart]:
        yield self._words(format_html("<p><b>{}</b></p>", answer.decision_label))
        yield self._said(Said(answer.reason, answer.reason_language))
        named = "; ".join(one.title for one in answer.changes)
        if named:
            yield self._words(format_html("<p>{} {}</p>", _("Changes because of it:"), named))
        if answer.responsible_body:
            yield self._words(format_html("<p>{}</p>", answer.responsible_body))

    def _changes(self) -> Iterator[ExportPart]:
        yield self._heading(_("What changed"))
        for one in self.report.changes:
            if not one.is_changed:
                sentence = _(
                    "People were asked about version %(number)s. No newer version has been published yet; "
                    "its changes will stand here."
                )
                yield self._words(format_html("<p>{}</p>", sentence % {"number": one.asked}))
                continue
            sentence = _("Version %(a)s, which people were asked about, beside version %(b)s, the newest.")
            yield self._words(
                format_html(
                    '<p>{} <a href="{}">{}</a></p>',
                    sentence % {"a": one.asked, "b": one.newest},
                    one.compare_url,
                    _("Compare them whole"),
                )
            )
            for shown in one.shown:
                yield self._heading(shown.title, level=2, language=shown.change.language)
                for side, label in ((shown.change.old, _("Before")), (shown.change.new, _("Now"))):
                    for words in side:
                        yield self._label(label)
                        yield self._said(Said(words.text, words.language))
                for reason in shown.reasons:
                    yield self._label(_("Changed because"))
                    yield self._said(Said(reason.text, reason.language))
                if shown.wants_reason and not shown.reasons:
                    yield self._words(format_html("<p>{}</p>", _("No cause was named for this change.")))
        if self.report.unchanged:
            yield self._heading(_("What did not change, and why"))
            said = format_html_join(
                "",
                "<li>{}: {}</li>",
                ((row.title, row.answer.decision_label) for row in self.report.unchanged if row.answer),
            )
            yield self._words(format_html("<ul>{}</ul>", said))

    def _steps(self) -> Iterator[ExportPart]:
        steps = self.report.steps
        if not steps and not self.page.next_steps:
            return
        yield self._heading(_("What happens next"))
        if self.page.next_steps:
            yield self._words(self.page.next_steps)
        if steps:
            rows = (
                (date_format(step.due_on, "DATE_FORMAT") if step.due_on else _("no date"), step.words.text, step.title)
                for step in steps
            )
            head = (_("By"), _("What"), _("The answer that promises it"))
            yield self._words(_table(rows, head=head))

    def _heading(self, text: str, *, level: int = 1, language: str = "") -> ExportPart:
        return self._part(kind=PartKind.HEADING, heading=text, level=level, language=language or self.language)

    def _label(self, text: str) -> ExportPart:
        return self._words(format_html("<p><b>{}</b></p>", text))

    def _said(self, said: Said) -> ExportPart:
        return self._words(SafeString(linebreaks(said.text, autoescape=True)), said.language)

    def _words(self, html: str, language: str = "") -> ExportPart:
        return self._part(kind=PartKind.CLAUSE, html=html, is_running=True, language=language or self.language)

    def _part(self, **values: Any) -> ExportPart:
        self.count += 1
        made: dict[str, Any] = {"heading": "", "html": "", "level": 1, "is_running": False} | values
        eid = f"part_{self.count}"
        return ExportPart(uuid=eid, eid=eid, number="", parent=None, text="", sha256="", **made)


def _spoken(row: ReportRow) -> str:
    said = [
        ngettext("%(figure)s comment", "%(figure)s comments", row.comments)
        % {"figure": number_format(row.comments, force_grouping=True)}
    ]
    positions = ", ".join(segment.text for segment in split_segments(row.positions))
    if positions:
        said.append(positions)
    return ": ".join(said)


def _reckoning(report: ReportView) -> SafeString:
    figures: dict[str, Any] = {"received": report.received, "published": report.published}
    said = [_("Received %(received)s = published %(published)s") % figures]
    said += [
        _("%(count)s not published (%(reason)s)") % {"count": one.count, "reason": one.label} for one in report.withheld
    ]
    if report.pending:
        said.append(_("%(count)s not read yet") % {"count": report.pending})
    return format_html("<p>{}.</p>", " + ".join(said))


def _counted(title: str, rows: Iterable[Counted]) -> SafeString:
    return _table(
        ((row.label, number_format(row.count, force_grouping=True)) for row in rows), head=(title, _("Contributions"))
    )


def _table(rows: Iterable[Sequence[str]], *, head: Sequence[str] = ()) -> SafeString:
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    top = f"<thead><tr>{''.join(f'<th>{escape(cell)}</th>' for cell in head)}</tr></thead>" if head else ""
    return SafeString(f"<table>{top}<tbody>{body}</tbody></table>")
