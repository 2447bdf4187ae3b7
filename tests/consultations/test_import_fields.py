"""`import_contributions`: what the fields of a record mean, and which are refused."""

import pytest
from django.core.management import CommandError

from consultations.engine.intake_fields import parse
from consultations.models.consultation import Consultation
from hub.contributions.models.comment import Comment
from hub.contributions.models.reference_counter import ReferenceCounter
from hub.notifications.models.outbox import Outbox
from tests.consultations.import_files import comment, jsonl
from tests.factories.consultations import NOW, WEEK, ConsultationFactory

pytestmark = pytest.mark.django_db


def test_state_language_names_and_letters(import_file):
    ConsultationFactory(open=True, slug="streets", premoderated=True)
    import_file(
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
def test_a_field_that_does_not_hold_is_named(streets, import_file, row, field):
    result = import_file(jsonl({"external_id": "good"}, {"external_id": "1", **row}))
    (bad,) = result["rejected"]
    assert (bad["line"], bad["field"]) == (2, field)
    assert bad["message"]
    assert len(bad["message"]) < 400
    assert result["created"] == 1


def test_the_year_of_a_reference_is_the_year_of_registration(import_file):
    """As a register of letters has it: what came in December and is entered in January stands in the new list."""
    ConsultationFactory(slug="streets", opens_at=NOW - 60 * WEEK, closes_at=NOW + WEEK)
    days = ["2025-12-30", "2026-01-02", "2015-10-18T22:24:20+0200"]
    result = import_file(jsonl(*[{"external_id": str(n), "received_at": day} for n, day in enumerate(days)]))
    assert [comment(str(n)).reference for n in range(3)] == [f"C-{NOW.year}-{n:06d}" for n in (1, 2, 3)]
    assert result["references"] == {"first": f"C-{NOW.year}-000001", "last": f"C-{NOW.year}-000003"}
    assert ReferenceCounter.objects.get(year=NOW.year).last == 3


def test_what_was_received_outside_the_dates_is_taken_and_said(import_file):
    ConsultationFactory(analysis=True, slug="streets")
    result = import_file(jsonl({"external_id": "1", "received_at": "2015-10-18T22:24:20+0200"}, {"external_id": "2"}))
    assert result["created"] == 2
    assert len(result["warnings"]) == 2


def test_refusals(streets, import_file):
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
            import_file(content, slug=slug)
        assert str(error.value).startswith(where), content
        assert error.value.returncode == 1
    assert not Comment.objects.exists()
    assert Consultation.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [("true", True), ("Yes", True), ("1", True), (True, True), (1, True), ("", False), ("no", False), (False, False)],
    ids=["true", "yes", "1", "json-true", "json-1", "empty", "no", "json-false"],
)
def test_who_may_be_quoted_is_who_said_so(streets, import_file, given, kept):
    import_file(jsonl({"external_id": "a", "may_be_quoted": given}))
    assert comment("a").may_be_quoted is kept


def test_what_is_confidential_is_not_quoted_and_maybe_is_no_answer(streets, import_file):
    found = import_file(
        jsonl(
            {"external_id": "closed", "publish_as": "confidential", "may_be_quoted": "yes"},
            {"external_id": "unsure", "may_be_quoted": "maybe"},
            {"external_id": "list", "may_be_quoted": [True]},
        )
    )
    assert comment("closed").may_be_quoted is False
    assert [(one["line"], one["field"]) for one in found["rejected"]] == [(2, "may_be_quoted"), (3, "may_be_quoted")]


def test_files_from_before_the_field_existed_are_still_known(streets, import_file):
    row = {"external_id": "a", "body": "Trees."}
    assert "may_be_quoted" not in parse(row, now=NOW, max_length=100).canonical
    import_file(jsonl({"external_id": "a"}))
    assert import_file(jsonl({"external_id": "a", "may_be_quoted": "no"}))["unchanged"] == 1
    assert import_file(jsonl({"external_id": "a", "may_be_quoted": "yes"}))["rejected"][0]["field"] == "external_id"
