"""`import_contributions`: what a file says is what stands in the hub, once, and bad records are named by line."""

import csv
import io
import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from consultations.services import importing, open_consultation
from consultations.services.importing import source_of
from hub.audit.models.entry import AuditEntry
from hub.contributions import services
from hub.contributions.engine.draft import Draft
from hub.contributions.models.comment import Comment
from hub.contributions.models.reference_counter import ReferenceCounter
from hub.contributions.models.thread import Thread
from hub.contributions.services.threads import COUNTERS
from hub.notifications.models.outbox import Outbox
from tests.factories.consultations import NOW, WEEK, ConsultationFactory, clause_threads, document_thread, thread_of
from tests.factories.whitepapers import clause_block, published_draft
from whitepapers.models.document import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return ConsultationFactory(open=True, clauses=3, slug="streets")


@pytest.fixture
def run(tmp_path):
    def _run(content, *options, slug="streets", now=NOW):
        path = tmp_path / "contributions"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        with freeze_time(now):
            call_command("import_contributions", str(path), "--consultation", slug, "--json", *options, stdout=out)
        return json.loads(out.getvalue())

    return _run


def jsonl(*rows):
    return "".join(json.dumps({"body": "Plant trees.", **row}) + "\n" for row in rows)


def as_csv(*rows, delimiter=","):
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def comment(external_id):
    return Comment.objects.get(external_id=external_id)


def everything():
    """The state that an import leaves: texts, threads, counters, references, audit."""
    threads = [(t.pk, *[getattr(t, name) for name in COUNTERS]) for t in Thread.objects.order_by("pk")]
    comments = list(
        Comment.objects.order_by("reference").values_list(
            "reference", "external_id", "comment", "state", "hub_thread", "hub_parent__external_id", "level", "order"
        )
    )
    return comments, threads, list(ReferenceCounter.objects.values_list("year", "last"))


def test_every_field_arrives(consultation, run):
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
    result = run(as_csv(row))
    assert (result["read"], result["created"], result["unchanged"], result["rejected"]) == (1, 1, 0, [])
    assert result["references"] == {"first": "C-2026-000001", "last": "C-2026-000001"}
    found = comment("letter-1")
    thread = thread_of(consultation, 1)
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
    assert (found.document_version, found.external_source) == (1, source_of(consultation))
    assert "shade" not in found.search_text
    assert "plant trees" in found.search_text


def test_a_bulk_import_leaves_what_the_services_would_have_left(consultation, run):
    """The same records, one by one through `receive`, in a second consultation."""
    rows = [
        {"external_id": "1", "clause": "1", "position": "support", "channel": "letter"},
        {"external_id": "2", "clause": "1", "position": "oppose", "suggested_text": "Otherwise.", "email": "a@b.org"},
        {"external_id": "3", "clause": "1", "publish_as": "confidential", "position": "oppose"},
        {"external_id": "4", "clause": "1", "body": "A reply.", "in_reply_to": "1"},
        {"external_id": "5", "body": "Another reply.", "in_reply_to": "1"},
    ]
    run(jsonl(*rows))
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
    ours, theirs = thread_of(consultation), Thread.objects.get(pk=thread.pk)
    assert [getattr(ours, n) for n in counters] == [getattr(theirs, n) for n in counters]
    audit = AuditEntry.objects.filter(action="contribution.received").order_by("sequence")
    assert [entry.reason_code for entry in audit[:5]] == [entry.reason_code for entry in audit[5:]]


def test_counters_are_what_a_recount_would_say(consultation, run):
    run(jsonl(*[{"external_id": str(n), "clause": str(n % 3 + 1), "position": "oppose"} for n in range(20)]))
    for thread in Thread.objects.all():
        services.recount(thread)
    assert not AuditEntry.objects.filter(action="thread.recounted").exists()
    assert thread_of(consultation).oppose_count == 7


def test_twice_changes_nothing_and_other_content_is_refused(consultation, run):
    first = run(jsonl({"external_id": "1"}, {"external_id": "2", "in_reply_to": "1"}))
    assert first["created"] == 2
    before, audit = everything(), AuditEntry.objects.count()
    again = run(jsonl({"external_id": "1"}, {"external_id": "2", "in_reply_to": "1"}), now=NOW + WEEK)
    assert (again["created"], again["unchanged"], again["rejected"]) == (0, 2, [])
    assert again["references"] == {"first": None, "last": None}
    changed = run(jsonl({"external_id": "1", "body": "Cut trees."}, {"external_id": "3"}))
    assert (changed["created"], changed["rejected"][0]["field"]) == (1, "external_id")
    assert "C-2026-000001" in changed["rejected"][0]["message"]
    comment("3").delete()
    assert comment("1").comment == "Plant trees."
    assert AuditEntry.objects.count() == audit + 2
    assert before[0] == everything()[0]


def test_a_decision_taken_here_is_not_undone_by_importing_again(consultation, run):
    from tests.factories.accounts import UserFactory

    run(jsonl({"external_id": "1", "state": "pending"}))
    services.withhold(comment("1"), actor=UserFactory(moderator=True), reason_code="insult", now=NOW)
    assert run(jsonl({"external_id": "1", "state": "pending"}))["unchanged"] == 1
    assert comment("1").state == "withheld"


def test_the_same_ids_may_come_in_another_consultation(consultation, run):
    ConsultationFactory(open=True, slug="parks")
    assert run(jsonl({"external_id": "1"}))["created"] == 1
    assert run(jsonl({"external_id": "1"}), slug="parks")["created"] == 1


def test_an_import_that_was_killed_is_run_again(consultation, run, monkeypatch):
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
        run(rows)
    assert Comment.objects.count() == 6
    monkeypatch.setattr(importing, "write", write)
    result = run(rows)
    assert (result["created"], result["unchanged"]) == (4, 6)
    halved = everything()
    assert [row[:2] for row in halved[0]] == [(f"C-2026-{n + 1:06d}", str(n)) for n in range(10)]
    assert document_thread(consultation).thread.published_count == 10


def test_a_rehearsal_writes_nothing_and_tells_the_truth(consultation, run, monkeypatch):
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
    rehearsed = run(rows, "--dry-run")
    assert everything() == before
    assert AuditEntry.objects.count() == audit
    assert rehearsed["dry_run"]
    real = run(rows)
    for key in ("read", "created", "unchanged"):
        assert rehearsed[key] == real[key]
    places = [(bad["line"], bad["field"]) for bad in real["rejected"]]
    assert places == [(2, "clause"), (5, "in_reply_to"), (6, "external_id")]
    assert places == [(bad["line"], bad["field"]) for bad in rehearsed["rejected"]]


def test_strict_refuses_the_whole_file(consultation, run, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [{"external_id": str(n)} for n in range(5)]
    with pytest.raises(CommandError) as error:
        run(jsonl(*rows, {"external_id": "9", "position": "maybe"}), "--strict")
    assert error.value.returncode == 1
    assert "line 6, position" in str(error.value)
    assert not Comment.objects.exists()
    assert run(jsonl(*rows), "--strict")["created"] == 5


# --- what it is about -------------------------------------------------------------------------------------------------


def test_a_clause_by_uuid_eid_number_or_nothing(consultation, run):
    row = clause_threads(consultation)[1]
    names = [str(row.clause_id), row.clause.eid, "2", " 2. ", "٢", str(row.clause_id).upper()]
    result = run(
        jsonl(*[{"external_id": str(n), "clause": name} for n, name in enumerate(names)], {"external_id": "w"})
    )
    assert result["rejected"] == []
    assert row.thread.comments.count() == len(names)
    assert comment("w").hub_thread == document_thread(consultation).thread
    whole = run(jsonl({"external_id": "w2", "clause": str(row.document_id)}))
    assert whole["created"] == 1


def test_a_number_that_two_clauses_have_is_refused_with_what_to_write(run):
    page = published_draft(body=[clause_block("One.", number="1"), clause_block("Two.", number="1")])
    consultation = ConsultationFactory(open=True, document_page=page, slug="streets")
    first = clause_threads(consultation)[0].clause
    (bad,) = run(jsonl({"external_id": "1", "clause": "1"}))["rejected"]
    assert (bad["line"], bad["field"]) == (1, "clause")
    assert first.eid in bad["message"]
    assert run(jsonl({"external_id": "1", "clause": first.eid}))["created"] == 1


def test_several_documents(run):
    pages = [published_draft(clauses=2, slug=f"text-{n}") for n in (1, 2)]
    documents = [Document.objects.get(pk=page.translation_key) for page in pages]
    with freeze_time(NOW):
        consultation = open_consultation("streets", documents, actor=None, now=NOW)
    result = run(
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
    assert run(jsonl({"external_id": "3", "clause": bad["message"].split(": ")[-1].split(", ")[0]}))["created"] == 1


def test_replies_hang_on_the_first_contribution_and_wait_for_it(consultation, run, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    result = run(
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
    assert comment("3").hub_thread == thread_of(consultation, 0)
    assert [comment(n).order for n in "123"] == [1, 2, 3]
    assert comment("1").nested_count == 2
    assert comment("5").state == "pending"


# --- what it says about itself ----------------------------------------------------------------------------------------


def test_state_language_names_and_letters(run):
    ConsultationFactory(open=True, slug="streets", premoderated=True)
    run(
        jsonl(
            {"external_id": "waits"},
            {"external_id": "out", "state": "published"},
            {"external_id": "closed", "publish_as": "confidential", "author_name": "Alice", "state": "published"},
            {"external_id": "nameless", "author_name": "Alice", "email": "alice@example.org"},
            {"external_id": "fr", "body": "Il faut planter des arbres dans les rues de la ville, et pas demain."},
            {"external_id": "ar", "body": "يجب غرس الأشجار في شوارع المدينة"},
            {"external_id": "de", "body": "Bäume, bitte.", "language": "de"},
        )
    )
    states = {one.external_id: (one.state, one.language) for one in Comment.objects.all()}
    assert states["waits"] == ("pending", "en")
    assert states["out"] == ("published", "en")
    assert states["closed"][0] == "withheld"
    assert (states["fr"][1], states["ar"][1], states["de"][1]) == ("fr", "ar", "de")
    # Nobody asked for the name to be public: it is not kept. The address is, for the answer.
    assert (comment("nameless").author_name, comment("nameless").user_email) == ("", "alice@example.org")
    assert comment("closed").author_name == "Alice"
    # What the file calls published was read there; it does not wait for a reader here.
    assert comment("out").decided_at == NOW
    assert not Outbox.objects.exists()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"external_id": ""}, "external_id"),
        ({"external_id": "x" * 201}, "external_id"),
        ({"external_id": "a\x00b"}, "external_id"),
        ({"body": "  "}, "body"),
        ({"body": "x" * 100_001}, "body"),
        ({"body": {"text": "x"}}, "body"),
        ({"body": "\ud800"}, "body"),
        ({"position": "against"}, "position"),
        ({"channel": "fax"}, "channel"),
        ({"publish_as": "named"}, "author_name"),
        ({"publish_as": "named", "author_name": "me@example.org"}, "author_name"),
        ({"publish_as": "named", "author_name": "A\u202elice"}, "author_name"),
        ({"email": "alice"}, "email"),
        ({"received_at": "yesterday"}, "received_at"),
        ({"received_at": "0001-01-01"}, "received_at"),
        ({"received_at": "9999-12-31T23:59:59-12:00"}, "received_at"),
        ({"language": "klingon!"}, "language"),
        ({"state": "withheld"}, "state"),
        ({"clause": "99"}, "clause"),
        ({"clause": "x" * 5000}, "clause"),
    ],
)
def test_a_field_that_does_not_hold_is_named(consultation, run, row, field):
    result = run(jsonl({"external_id": "good"}, {"external_id": "1", **row}))
    (bad,) = result["rejected"]
    assert (bad["line"], bad["field"]) == (2, field)
    assert bad["message"]
    assert len(bad["message"]) < 400
    assert result["created"] == 1


def test_the_year_of_a_reference_is_the_year_of_receipt(run):
    ConsultationFactory(slug="streets", opens_at=NOW - 60 * WEEK, closes_at=NOW + WEEK)
    days = ["2025-12-30", "2026-01-02", "2025-12-31T23:30:00+00:00", "2026-01-03"]
    result = run(jsonl(*[{"external_id": str(n), "received_at": day} for n, day in enumerate(days)]))
    # 23:30 UTC is the new year in Tunis.
    assert [comment(str(n)).reference for n in range(4)] == [
        "C-2025-000001",
        "C-2026-000001",
        "C-2026-000002",
        "C-2026-000003",
    ]
    assert result["references"] == {"first": "C-2025-000001", "last": "C-2026-000003"}
    assert ReferenceCounter.objects.get(year=2026).last == 3


def test_what_was_received_outside_the_dates_is_taken_and_said(run):
    ConsultationFactory(analysis=True, slug="streets")
    result = run(jsonl({"external_id": "1", "received_at": "2015-10-18T22:24:20+0200"}, {"external_id": "2"}))
    assert result["created"] == 2
    assert len(result["warnings"]) == 2


def test_refusals(consultation, run):
    ConsultationFactory(announced=True, slug="later")
    for content, slug, where in (
        (jsonl({"external_id": "1"}), "nothing", "--consultation"),
        (jsonl({"external_id": "1"}), "later", "--consultation"),
        ("", "streets", "line 1"),
        (" \n\n", "streets", "line 1"),
        ("[]", "streets", "line 1"),
        ("body\nhello\n", "streets", "line 1"),
        ("external_id,body,Body\n", "streets", "line 1"),
        ("external_id,body\n1,x\n".encode("utf-16"), "streets", "line 1"),
        ("external_id,body\n1,x\n".encode("utf-16-le"), "streets", "line 1"),
    ):
        with pytest.raises(CommandError) as error:
            run(content, slug=slug)
        assert str(error.value).startswith(where), content
        assert error.value.returncode == 1
    assert not Comment.objects.exists()
    assert Consultation.objects.count() == 2
