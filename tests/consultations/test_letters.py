"""Closing the loop: at publication everybody who took part is told once, what they said, what was decided and why."""

from __future__ import annotations

import email
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.reports.letters import MOST_NAMED, outcome_letter
from consultations.services.letters import tell_authors, with_authors
from hub.accounts.enums import NotificationChoice
from hub.contributions import services
from hub.contributions.models.comment import Comment
from hub.core.registries import comment_facts
from hub.notifications.enums import OutboxState
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import deliver_due
from hub.notifications.services.delivery import LEASE
from tests.architecture.tree import ROOT
from tests.consultations.import_files import jsonl
from tests.consultations.test_facts import answered, chosen, theme
from tests.factories import accounts
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    clause_threads,
    publish_report,
    republish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db
AMEL = "amel@example.org"


def in_analysis(clauses: int = 2) -> Consultation:
    return ConsultationFactory(analysis=True, clauses=clauses)


def letter_to(address: str = AMEL):
    mail.outbox.clear()
    Outbox.objects.exclude(kind="outcome").delete()
    deliver_due(NOW + timedelta(minutes=1))
    [letter] = [one for one in mail.outbox if one.to == [address]]
    return letter


# --- what it says -----------------------------------------------------------------------------------------------------


def test_you_said_we_did_why_with_a_link_to_each_of_their_own():
    consultation = in_analysis()
    first = CommentFactory(hub_thread=thread_of(consultation, 0), email=AMEL, body="Benches along\nthe quay.")
    second = CommentFactory(hub_thread=thread_of(consultation, 0), email=AMEL, body="And shade.")
    third = CommentFactory(hub_thread=thread_of(consultation, 1), email=AMEL, body="No dogs.")
    answer(consultation, 0, reasons={"en": "Benches come in spring."})
    answer(consultation, 1, decision="not_accepted", reasons={"en": "Dogs are people too."})
    publish_report(consultation)
    letter = letter_to()
    assert letter.subject == "What became of your comments: What may happen in our streets"
    text = letter.body
    assert text.count("Benches come in spring.") == text.count("Clause 1") == 1  # told once for both
    order = (
        "Benches along the quay.",
        "And shade.",
        "Benches come in spring.",
        "No dogs.",
        "Not accepted",
        "Dogs are people",
    )
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    for comment in (first, second, third):
        assert comment.reference in text
        assert f"/en/c/{comment.reference}/" in text
    assert "/en/account/impact/" in text
    assert "/report/" in text


def test_in_the_language_that_they_used_last_and_with_no_words_of_what_is_confidential():
    consultation = in_analysis()
    CommentFactory(hub_thread=thread_of(consultation, 0), email=AMEL, author_language="en", received_at=NOW - 5 * WEEK)
    comment = CommentFactory(
        hub_thread=thread_of(consultation, 1),
        email=AMEL,
        confidential=True,
        author_language="ar",
        body="Zanzibar.",
        received_at=NOW - 4 * WEEK,
    )
    for index in (0, 1):
        answer(consultation, index, reasons={"en": "Because.", "ar": "لأن."})
    publish_report(consultation)
    letter = letter_to()
    assert letter.extra_headers["Content-Language"] == "ar"
    assert "لأن." in letter.body
    assert "Zanzibar" not in letter.body
    # Nobody but its author finds it, and they need no account: by the link of a receipt.
    assert f"/ar/c/{comment.reference}/mine/?key=" in letter.body


def test_who_was_refused_by_a_moderator_is_told_why_with_the_first_report_only():
    consultation = in_analysis()
    refused = CommentFactory(hub_thread=thread_of(consultation), email=AMEL, withheld=True, body="Zanzibar.")
    CommentFactory(hub_thread=thread_of(consultation), email="paul@example.org")
    answer(consultation)
    publish_report(consultation)
    text = letter_to().body
    assert refused.reference in text
    assert "It insults or threatens someone" in text
    assert "Someone else will look at it again" in text
    assert "Zanzibar" not in text
    answer(consultation, decision="noted", now=NOW + WEEK)
    republish_report(consultation, now=NOW + WEEK)
    assert Counter(Outbox.objects.values_list("to", flat=True)) == {AMEL: 1, "paul@example.org": 2}


def test_answers_to_themes_and_chosen_sets_stand_before_that_of_the_clause():
    consultation = in_analysis()
    comment = CommentFactory(hub_thread=thread_of(consultation), email=AMEL)
    shade = theme(consultation, "Shade")
    comment.themes.create(theme=shade)
    answer(consultation, reasons={"en": "To the clause."})
    publish_report(consultation)
    answered("To the theme.", theme=shade)
    answered("To these.", selection=chosen(consultation, "Trees at the school", comment))
    text = letter_to().body
    order = ("Trees at the school", "To these.", "Theme: Shade", "To the theme.", "To the clause.")
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "themes" in dict(iter(comment_facts))


@pytest.mark.parametrize("what", ["withdrawn", "erased"])
def test_a_letter_with_nothing_left_to_tell_is_not_sent(what):
    consultation = in_analysis()
    author = accounts.alice()
    comment = CommentFactory(hub_thread=thread_of(consultation), user=author)
    answer(consultation)
    publish_report(consultation)
    if what == "withdrawn":
        services.withdraw(comment, actor=author, now=NOW)
    else:
        services.erase_author(author, now=NOW)
    mail.outbox.clear()
    deliver_due(NOW + timedelta(minutes=1))
    assert mail.outbox == []
    assert Outbox.objects.get(kind="outcome").state == OutboxState.DROPPED


def test_a_letter_stays_short_and_says_how_much_more_there_is():
    consultation = in_analysis()
    for number in range(MOST_NAMED + 3):
        CommentFactory(hub_thread=thread_of(consultation), email=AMEL, body=f"Word {number:02d}.")
    CommentFactory(hub_thread=thread_of(consultation), email=AMEL, withheld=True)
    answer(consultation)
    publish_report(consultation)
    text = letter_to().body
    assert text.count("You said") == MOST_NAMED
    assert "You sent 4 more contributions." in text


def test_a_letter_costs_the_same_for_one_contribution_and_for_fifty():
    consultation = in_analysis()
    answer(consultation)
    report, costs = publish_report(consultation), []
    for size in (1, 50):
        while Comment.objects.count() < size:
            CommentFactory(hub_thread=thread_of(consultation), email=AMEL)
        keys = list(Comment.objects.values_list("pk", flat=True))
        outcome_letter(report.pk, keys, NOW)  # what is asked once for all letters, such as where the site stands
        with CaptureQueriesContext(connection) as captured, translation.override("en"):
            assert outcome_letter(report.pk, keys, NOW)
        costs.append(len(captured))
    assert costs[0] == costs[1]


# --- who gets one -----------------------------------------------------------------------------------------------------


def test_one_letter_a_mailbox_however_they_sent_it():
    consultation = in_analysis()
    author = accounts.alice(email=AMEL)
    CommentFactory(hub_thread=thread_of(consultation, 0), email=AMEL)
    CommentFactory(hub_thread=thread_of(consultation, 1), user=author)
    moved = CommentFactory(hub_thread=thread_of(consultation, 1), user=author, body="Under an older address.")
    Comment.objects.filter(pk=moved.pk).update(author_key="e" * 64)
    answer(consultation, 0)
    answer(consultation, 1)
    publish_report(consultation)
    [row] = Outbox.objects.filter(kind="outcome")
    assert (row.to, len(row.payload["comments"])) == (AMEL, 3)


def test_who_wants_no_mail_gets_none_and_a_closed_account_neither():
    consultation = in_analysis()
    quiet = accounts.alice(notification_choice=NotificationChoice.NONE)
    gone = accounts.dan(is_active=False)
    for author in (quiet, gone):
        CommentFactory(hub_thread=thread_of(consultation), user=author)
    CommentFactory(hub_thread=thread_of(consultation), email=quiet.email)
    answer(consultation)
    publish_report(consultation)
    assert not Outbox.objects.filter(kind="outcome").exists()


@pytest.mark.slow
def test_five_thousand_authors_are_a_few_statements_and_little_memory(import_file):
    """Queries grow with what one INSERT can hold, not with each author; no words are loaded."""
    people = 5000
    consultation = in_analysis(clauses=1)
    eid = clause_threads(consultation)[0].clause.eid
    rows = [
        {"external_id": str(n), "clause": eid, "email": f"p{n}@example.org", "body": f"{n} " + "shade " * 200}
        for n in range(people)
    ]
    import_file(jsonl(*rows), slug=consultation.slug)
    answer(consultation)
    report = FrozenReport.objects.create(
        consultation=consultation, number=1, content="{}", sha256="0" * 64, published_at=NOW
    )
    everybody = Comment.objects.filter(hub_thread=thread_of(consultation))
    tracemalloc.start()
    with CaptureQueriesContext(connection) as captured:
        assert tell_authors(report, with_authors(everybody), now=NOW) == people
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Outbox.objects.filter(kind="outcome").count() == people
    assert len(captured) < people / 25
    # Their words alone are 6 MB; statements are kept by the counter above, which is most of what is measured here.
    assert not any("shade" in query["sql"] for query in captured)
    assert peak < 64 * 1024 * 1024
    # Told before: the same report again writes nothing twice.
    tell_authors(report, with_authors(everybody), now=NOW)
    assert Outbox.objects.filter(kind="outcome").count() == people


# --- a worker that is killed ------------------------------------------------------------------------------------------

WORKER = """
import sys
from datetime import datetime
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "tests.consultations.mailbox.FolderBackend"
from hub.notifications.services import deliver_due
deliver_due(datetime.fromisoformat(sys.argv[1]))
"""
AUTHORS = 12
KILLED_AT = 5


def worker(folder: Path, now, stops_at: str = "") -> subprocess.Popen[str]:
    """A process of its own on the database of this test."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{database['NAME']}"
    else:
        login = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
        address = f"postgres://{login}{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, now.isoformat()],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "MAILBOX": str(folder), "MAILBOX_STOPS_AT": stops_at},
        stderr=subprocess.PIPE,
        text=True,
    )


def taken(folder: Path) -> list[tuple[str, str]]:
    """Address and Message-ID of each message that the mail server took."""
    found = [email.message_from_bytes(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]
    return [(message["To"], message["Message-ID"]) for message in found]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_each_author_is_told_once_even_when_the_worker_is_killed_midway(tmp_path, moment):
    """`before`: killed while a message is on its way out. `after`: the mail server has it and we have not noted it yet.

    In that one window the message goes out again, and says by its Message-ID that it is the same.
    """
    consultation = in_analysis()
    for number in range(AUTHORS):
        CommentFactory(hub_thread=thread_of(consultation), email=f"p{number}@example.org")
    answer(consultation)
    publish_report(consultation)
    dying = worker(tmp_path, NOW, f"{KILLED_AT}:{moment}")
    deadline = time.monotonic() + 120
    while not (tmp_path / "held").exists():
        assert dying.poll() is None, dying.stderr and dying.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    dying.send_signal(signal.SIGKILL)
    dying.wait()
    assert Outbox.objects.filter(kind="outcome", state=OutboxState.SENT).count() == KILLED_AT - 1
    assert Outbox.objects.filter(kind="outcome", state=OutboxState.CLAIMED).count() == 1

    # At once another worker takes all but the one that the dead one still holds; after its lease that one, too. The
    # lease begins when the letter is claimed: as much later as the first ones took.
    for now in (NOW, NOW + LEASE + timedelta(minutes=3)):
        _out, errors = (process := worker(tmp_path, now)).communicate(timeout=120)
        assert process.returncode == 0, errors
    everybody = {f"p{number}@example.org" for number in range(AUTHORS)}
    letters = taken(tmp_path)
    assert len(letters) == AUTHORS + (moment == "after")
    assert {address for address, _number in letters} == everybody
    assert len(set(letters)) == AUTHORS  # one Message-ID for each author
    assert set(Outbox.objects.filter(kind="outcome").values_list("state", flat=True)) == {OutboxState.SENT}
