"""Figures of a consultation as CSV for its officers, streamed. Never reachable without a role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.reports.turnout import small_cells_hidden, turnout_cells
from consultations.selectors.answers import answer_list
from hub.contributions.enums import PublishAs
from hub.contributions.models.comment import Comment
from hub.core.engine.csv_cells import csv_lines
from hub.moderation.enums import State


def turnout_rows(consultation: Consultation, *, reader_moderates: bool = False) -> Iterator[list[object]]:
    yield ["day", "channel", "language", "received"]
    for day, channel, language, count in small_cells_hidden(turnout_cells(consultation)):
        yield [day.isoformat(), channel, language, count.range or str(count.count)]


def clause_rows(consultation: Consultation, *, reader_moderates: bool = False) -> Iterator[list[object]]:
    positions = ("support", "changes", "oppose", "question", "other")
    yield ["clause", "published", "suggested wordings", *positions, "waiting", "confidential", "answer"]
    for row in answer_list(consultation):
        yield [
            row.title,
            row.comments,
            row.suggestions,
            *[row.positions[name] for name in positions],
            row.pending,
            row.confidential,
            row.decision or row.status,
        ]


def contribution_rows(consultation: Consultation, *, reader_moderates: bool = False) -> Iterator[list[object]]:
    """Each contribution, without addresses: a row for every one, so that the figures add up.

    Words and names of what is not public are for moderators. A file is sent on and lies about, so what its author took
    back or gave in confidence is in nobody's: it is read and answered in the hub.
    """
    yield [
        "reference",
        "received",
        "state",
        "reason",
        "channel",
        "language",
        "document",
        "clause",
        "eid",
        "version",
        "position",
        "publish_as",
        "name",
        "text",
        "suggested_text",
        "in_reply_to",
    ]
    threads = {
        row.thread_id: row for row in ClauseThread.objects.filter(consultation=consultation).select_related("clause")
    }
    comments = Comment.objects.filter(hub_thread__clause_thread__consultation=consultation)
    names = (
        "reference",
        "received_at",
        "state",
        "reason_code",
        "channel",
        "language",
        "hub_thread_id",
        "document_version",
        "position",
        "publish_as",
        "author_name",
        "organisation",
        "comment",
        "suggested_text",
        "hub_parent__reference",
    )
    for values in comments.order_by("received_at", "pk").values(*names).iterator(chunk_size=1000):
        row = threads[values["hub_thread_id"]]
        readable = _is_readable(values["state"], values["publish_as"], reader_moderates)
        is_named = readable and values["publish_as"] in (PublishAs.NAMED, PublishAs.PSEUDONYM)
        yield [
            values["reference"],
            timezone.localtime(values["received_at"]).isoformat(),
            values["state"],
            values["reason_code"],
            values["channel"],
            values["language"],
            str(row.document_id),
            row.clause.number if row.clause else "",
            row.clause.eid if row.clause else "",
            values["document_version"],
            values["position"],
            values["publish_as"],
            (values["organisation"] or values["author_name"]) if is_named else "",
            values["comment"] if readable else "",
            values["suggested_text"] if readable else "",
            values["hub_parent__reference"] or "",
        ]


def _is_readable(state: str, publish_as: str, reader_moderates: bool) -> bool:
    if publish_as == PublishAs.CONFIDENTIAL:
        return False
    return state == State.PUBLISHED or (reader_moderates and state in (State.PENDING, State.WITHHELD))


ROWS: dict[str, Callable[..., Iterator[list[object]]]] = {
    "turnout": turnout_rows,
    "clauses": clause_rows,
    "contributions": contribution_rows,
}


def csv_response(rows: Iterable[list[object]], filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    response["Cache-Control"] = "no-store"
    return response
