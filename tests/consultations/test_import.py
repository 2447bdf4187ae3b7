"""`import_contributions`: what a file says is what stands in the hub, once, and bad records are named by line."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError
from freezegun import freeze_time

from consultations.services import importing, open_consultation
from consultations.services.importing import source_of
from hub.audit.models.entry import AuditEntry
from hub.contributions import services
from hub.contributions.engine.draft import Draft
from hub.contributions.models.comment import Comment
from hub.contributions.models.reference_counter import ReferenceCounter
from hub.contributions.models.thread import Thread
from hub.contributions.services.threads import COUNTERS
from tests.consultations.import_files import comment, jsonl
from tests.factories.consultations import NOW, WEEK, ConsultationFactory, clause_threads, document_thread, thread_of
from tests.factories.whitepapers import clause_block, published_draft
from whitepapers.models.document import Document

pytestmark = pytest.mark.django_db


def as_csv(*rows, delimiter=","):
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def everything():
    """The state that an import leaves: texts, threads, counters, references, audit."""
    threads = [(t.pk, *[getattr(t, name) for name in COUNTERS]) for t in Thread.objects.order_by("pk")]
    comments = list(
        Comment.objects.order_by("reference").values_list(
            "reference", "external_id", "comment", "state", "hub_thread", "hub_parent__external_id", "level", "order"
        )
    )
    return comments, threads, list(ReferenceCounter.objects.values_list("year", "last"))


def test_every_field_arrives(streets, import_file):
    row = {
        "external_id": "letter-1",
        "clause": "2",
        "body": "Plant trees,\r\nplease.",
        "position": "support_with_changes",
        "suggested_text": "Trees are planted.",
        "quote": "A person may trade",
        "author_name": "Alice  Martin",
        "author_kind": "organisation",
        "organisation": "Friends of shade",
        "email": "Alice@Example.org",
        "channel": "letter",
        "received_at": "2026-04-10T09:30:00+02:00",
        "language": "fr",
        "publish_as": "named",
        "state": "pending",
    }
    result = import_file(as_csv(row))
    assert (result["read"], result["created"], result["unchanged"], result["rejected"]) == (1, 1, 0, [])
    assert result["references"] == {"first": "C-2026-000001", "last": "C-2026-000001"}
    found = comment("letter-1")
    thread = thread_of(streets, 1)
    assert found.hub_thread == thread
    assert (found.comment, found.suggested_text, found.quote) == (
        "Plant trees,\nplease.",
        "Trees are planted.",
        "A person may trade",
    )
    assert (found.position, found.channel, found.language, found.publish_as) == (
        "support_with_changes",
        "letter",
        "fr",
        "named",
    )
    assert (found.author_name, found.organisation, found.author_kind) == (
        "Alice Martin",
        "Friends of shade",
        "organisation",
    )
    assert (found.user_email, found.author_language, found.state) == ("alice@example.org", "fr", "pending")
    assert found.received_at == datetime(2026, 4, 10, 7, 30, tzinfo=UTC)
    assert (found.document_version, found.external_source) == (1, source_of(streets))
    assert "shade" not in found.search_text
    assert "plant trees" in found.search_text


def test_a_bulk_import_leaves_what_the_services_would_have_left(streets, import_file):
    """The same records, one by one through `receive`, in a second consultation."""
    rows = [
        {"external_id": "1", "clause": "1", "position": "support", "channel": "letter"},
        {"external_id": "2", "clause": "1", "position": "oppose", "suggested_text": "Otherwise.", "email": "a@b.org"},
        {"external_id": "3", "clause": "1", "publish_as": "confidential", "position": "oppose"},
        {"external_id": "4", "clause": "1", "body": "A reply.", "in_reply_to": "1"},
        {"external_id": "5", "body": "Another reply.", "in_reply_to": "1"},
    ]
    import_file(jsonl(*rows))
    other = ConsultationFactory(open=True, clauses=3, slug="other")
    thread, by_id = thread_of(other), {}
    for row in rows:
        draft = Draft(
            body=row.get("body", "Plant trees."),
            position=row.get("position", ""),
            suggested_text=row.get("suggested_text", ""),
            channel=row.get("channel", "web"),
            publish_as=row.get("publish_as", "anonymous"),
            parent_id=by_id[row["in_reply_to"]].pk if "in_reply_to" in row else None,
        )
        by_id[row["external_id"]] = services.receive(
            thread,
            draft=draft,
            user=None,
            email=row.get("email", ""),
            document_version=1,
            premoderated=False,
            received_at=NOW,
            now=NOW,
            notify=False,
        )
    names = ["state", "reason_code", "is_public", "is_removed", "level", "order", "nested_count", "followup"]
    names += ["language", "author_language", "search_text", "position", "comment", "user_email", "author_key"]
    names += ["document_version", "published_at", "decided_at"]
    for row in rows:
        mine, theirs = comment(row["external_id"]), by_id[row["external_id"]]
        theirs.refresh_from_db()
        assert [getattr(mine, n) for n in names] == [getattr(theirs, n) for n in names], row
        # The library's own numbers point at the head of the thread.
        head = mine.hub_parent or mine
        assert (mine.thread_id, mine.parent_id) == (head.pk, head.pk)
    counters = [*COUNTERS, "last_published_at"]
    ours, theirs = thread_of(streets), Thread.objects.get(pk=thread.pk)
    assert [getattr(ours, n) for n in counters] == [getattr(theirs, n) for n in counters]
    audit = AuditEntry.objects.filter(action="contribution.received").order_by("sequence")
    assert [entry.reason_code for entry in audit[:5]] == [entry.reason_code for entry in audit[5:]]


def test_counters_are_what_a_recount_would_say(streets, import_file):
    import_file(jsonl(*[{"external_id": str(n), "clause": str(n % 3 + 1), "position": "oppose"} for n in range(20)]))
    for thread in Thread.objects.all():
        services.recount(thread)
    assert not AuditEntry.objects.filter(action="thread.recounted").exists()
    assert thread_of(streets).oppose_count == 7


def test_twice_changes_nothing_and_other_content_is_refused(streets, import_file):
    first = import_file(jsonl({"external_id": "1"}, {"external_id": "2", "in_reply_to": "1"}))
    assert first["created"] == 2
    before, audit = everything(), AuditEntry.objects.count()
    again = import_file(jsonl({"external_id": "1"}, {"external_id": "2", "in_reply_to": "1"}), now=NOW + WEEK)
    assert (again["created"], again["unchanged"], again["rejected"]) == (0, 2, [])
    assert again["references"] == {"first": None, "last": None}
    changed = import_file(jsonl({"external_id": "1", "body": "Cut trees."}, {"external_id": "3"}))
    assert (changed["created"], changed["rejected"][0]["field"]) == (1, "external_id")
    assert "C-2026-000001" in changed["rejected"][0]["message"]
    comment("3").delete()
    assert comment("1").comment == "Plant trees."
    assert AuditEntry.objects.count() == audit + 2
    assert before[0] == everything()[0]


def test_a_decision_taken_here_is_not_undone_by_importing_again(streets, import_file):
    from tests.factories.accounts import UserFactory

    import_file(jsonl({"external_id": "1", "state": "pending"}))
    services.withhold(comment("1"), actor=UserFactory(moderator=True), reason_code="insult", now=NOW)
    assert import_file(jsonl({"external_id": "1", "state": "pending"}))["unchanged"] == 1
    assert comment("1").state == "withheld"


def test_the_same_ids_may_come_in_another_consultation(streets, import_file):
    ConsultationFactory(open=True, slug="parks")
    assert import_file(jsonl({"external_id": "1"}))["created"] == 1
    assert import_file(jsonl({"external_id": "1"}), slug="parks")["created"] == 1


def test_an_import_that_was_killed_is_run_again(streets, import_file, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 3)
    rows = jsonl(*[{"external_id": str(n), "in_reply_to": "0" if n % 4 == 1 else ""} for n in range(10)])
    write, calls = importing.write, []

    def dies(*args, **kwargs):
        calls.append(1)
        references = write(*args, **kwargs)
        if len(calls) == 3:
            raise KeyboardInterrupt  # in the middle of a transaction
        return references

    monkeypatch.setattr(importing, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        import_file(rows)
    assert Comment.objects.count() == 6
    monkeypatch.setattr(importing, "write", write)
    result = import_file(rows)
    assert (result["created"], result["unchanged"]) == (4, 6)
    halved = everything()
    assert [row[:2] for row in halved[0]] == [(f"C-2026-{n + 1:06d}", str(n)) for n in range(10)]
    assert document_thread(streets).thread.published_count == 10


def test_a_rehearsal_writes_nothing_and_tells_the_truth(streets, import_file, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = jsonl(
        {"external_id": "1", "clause": "1"},
        {"external_id": "2", "clause": "nowhere"},
        {"external_id": "3", "in_reply_to": "1"},
        {"external_id": "4", "in_reply_to": "3"},
        {"external_id": "5", "in_reply_to": "2"},
        {"external_id": "1", "body": "Something else."},
    )
    before, audit = everything(), AuditEntry.objects.count()
    rehearsed = import_file(rows, "--dry-run")
    assert everything() == before
    assert AuditEntry.objects.count() == audit
    assert rehearsed["dry_run"]
    real = import_file(rows)
    for key in ("read", "created", "unchanged"):
        assert rehearsed[key] == real[key]
    places = [(bad["line"], bad["field"]) for bad in real["rejected"]]
    assert places == [(2, "clause"), (5, "in_reply_to"), (6, "external_id")]
    assert places == [(bad["line"], bad["field"]) for bad in rehearsed["rejected"]]


def test_strict_refuses_the_whole_file(streets, import_file, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [{"external_id": str(n)} for n in range(5)]
    with pytest.raises(CommandError) as error:
        import_file(jsonl(*rows, {"external_id": "9", "position": "maybe"}), "--strict")
    assert error.value.returncode == 1
    assert "line 6, position" in str(error.value)
    assert not Comment.objects.exists()
    assert import_file(jsonl(*rows), "--strict")["created"] == 5


# --- what it is about -------------------------------------------------------------------------------------------------


def test_a_clause_by_uuid_eid_number_or_nothing(streets, import_file):
    row = clause_threads(streets)[1]
    names = [str(row.clause_id), row.clause.eid, "2", " 2. ", "٢", str(row.clause_id).upper()]
    result = import_file(
        jsonl(*[{"external_id": str(n), "clause": name} for n, name in enumerate(names)], {"external_id": "w"})
    )
    assert result["rejected"] == []
    assert row.thread.comments.count() == len(names)
    assert comment("w").hub_thread == document_thread(streets).thread
    whole = import_file(jsonl({"external_id": "w2", "clause": str(row.document_id)}))
    assert whole["created"] == 1


def test_a_number_that_two_clauses_have_is_refused_with_what_to_write(import_file):
    page = published_draft(body=[clause_block("One.", number="1"), clause_block("Two.", number="1")])
    consultation = ConsultationFactory(open=True, document_page=page, slug="streets")
    first = clause_threads(consultation)[0].clause
    (bad,) = import_file(jsonl({"external_id": "1", "clause": "1"}))["rejected"]
    assert (bad["line"], bad["field"]) == (1, "clause")
    assert first.eid in bad["message"]
    assert import_file(jsonl({"external_id": "1", "clause": first.eid}))["created"] == 1


def test_several_documents(import_file):
    pages = [published_draft(clauses=2, slug=f"text-{n}") for n in (1, 2)]
    documents = [Document.objects.get(pk=page.translation_key) for page in pages]
    with freeze_time(NOW):
        consultation = open_consultation("streets", documents, actor=None, now=NOW)
    result = import_file(
        jsonl(
            {"external_id": "1"},
            {"external_id": "2", "clause": "text-2"},
            {"external_id": "3", "clause": "1"},
        )
    )
    (bad,) = result["rejected"]
    assert (bad["line"], bad["field"]) == (3, "clause")
    wholes = {row.document_id: row.thread for row in consultation.threads.filter(clause=None).select_related("thread")}
    assert comment("1").hub_thread == wholes[documents[0].pk]
    assert comment("2").hub_thread == wholes[documents[1].pk]
    assert any("first document" in warning["message"] for warning in result["warnings"])
    # The uuid that the message gives leads to one of them.
    assert (
        import_file(jsonl({"external_id": "3", "clause": bad["message"].split(": ")[-1].split(", ")[0]}))["created"]
        == 1
    )


def test_replies_hang_on_the_first_contribution_and_wait_for_it(streets, import_file, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    result = import_file(
        jsonl(
            {"external_id": "1", "clause": "1"},
            {"external_id": "2", "in_reply_to": "1"},
            {"external_id": "3", "in_reply_to": "2"},
            {"external_id": "4", "clause": "2", "state": "pending"},
            {"external_id": "5", "in_reply_to": "4", "state": "published"},
            {"external_id": "6", "in_reply_to": "7"},
            {"external_id": "7", "clause": "1"},
            {"external_id": "8", "clause": "2", "in_reply_to": "1"},
        )
    )
    assert [(r["line"], r["field"]) for r in result["rejected"]] == [(6, "in_reply_to"), (8, "clause")]
    assert comment("2").hub_parent == comment("3").hub_parent == comment("1")
    assert comment("3").hub_thread == thread_of(streets, 0)
    assert [comment(n).order for n in "123"] == [1, 2, 3]
    assert comment("1").nested_count == 2
    assert comment("5").state == "pending"
