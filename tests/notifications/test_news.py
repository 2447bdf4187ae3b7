"""What followers are told: the right people, in their language, once, and never at the expense of whoever publishes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from consultations.tasks import tell_followers
from hub.accounts.models.user import User
from hub.core.registries import due_jobs
from hub.notifications import services, tasks
from hub.notifications.engine.stop_links import read_stop_token, stop_token
from hub.notifications.enums import OutboxState
from hub.notifications.models.follow import Follow
from hub.notifications.models.news import News
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import news as spreading
from tests.factories.accounts import alice, carol, dan
from tests.factories.consultations import ConsultationFactory, answer, clause_threads, publish_report
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import body_of, clause_block, publish, published_draft, set_body
from whitepapers.models.clause import Clause

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def clauses_of(page) -> list[Clause]:
    return list(Clause.objects.filter(document=page.translation_key).order_by("order"))


def follow(user, kind, key, now=NOW - 30 * WEEK) -> None:
    services.follow(user, kind, str(key), now=now)


def spread_all() -> int:
    """What the task does, which tests that do not commit never start."""
    return sum(services.spread(pk, now=NOW) for pk in News.objects.values_list("pk", flat=True))


def letters() -> list:
    services.deliver_due(NOW + timedelta(days=365))
    return mail.outbox


def new_version(page, *, text="Nobody needs a licence to trade here.", index=0):
    blocks = body_of(page)
    blocks[index] = clause_block(text, id=blocks[index]["id"])
    with freeze_time(NOW):
        return publish(set_body(page, blocks))


# --- a new version ---


def test_followers_of_the_text_and_of_a_changed_clause_are_told_once_in_their_language(client: Client):
    page = published_draft(clauses=3)
    first, second, _third = clauses_of(page)
    reader, both, elsewhere, quiet = alice(), dan(language="ar"), carol(), User.objects.create_user("q@example.org")
    User.objects.filter(pk=quiet.pk).update(notification_choice="none")
    follow(reader, "document", page.translation_key)
    follow(both, "document", page.translation_key)
    follow(both, "clause", first.pk)
    follow(elsewhere, "clause", second.pk)
    follow(quiet, "document", page.translation_key)

    new_version(page)

    assert spread_all() == 2
    assert spread_all() == 0
    by_person = {letter.to[0]: letter for letter in letters()}
    assert set(by_person) == {reader.email, both.email}
    english, arabic = by_person[reader.email], by_person[both.email]
    assert english.subject == f"New version: {page.title}"
    assert f"Version 2 of “{page.title}” is published." in english.body
    assert client.get(re.search(r"http://[^/]+(/\S+/compare/1/2/)", english.body)[1]).status_code == 200
    assert "/clauses/" not in english.body
    assert arabic.extra_headers["Content-Language"] == "ar"
    assert f"/clauses/{first.eid}/" in arabic.body
    assert "/ar/following/" in arabic.body


def test_the_first_version_and_the_same_text_again_are_no_news():
    page = published_draft(clauses=2)
    follow(alice(), "document", page.translation_key)
    publish(page)
    assert not News.objects.exists()


def test_a_clause_that_is_taken_out_is_told():
    page = published_draft(clauses=3)
    gone = clauses_of(page)[2]
    follow(alice(), "clause", gone.pk)
    with freeze_time(NOW):
        publish(set_body(page, body_of(page)[:2]))
    assert spread_all() == 1
    assert f"/clauses/{gone.eid}/" in letters()[0].body


def test_who_follows_since_or_has_stopped_or_is_gone_is_not_told():
    page = published_draft(clauses=2)
    stopped, erased = alice(), dan()
    for person in (stopped, erased):
        follow(person, "document", page.translation_key)
    new_version(page)
    follow(carol(), "document", page.translation_key, now=NOW + timedelta(seconds=1))
    assert spread_all() == 2
    services.unfollow(stopped, "document", str(page.translation_key))
    User.objects.filter(pk=erased.pk).update(is_active=False)
    assert letters() == []
    assert set(Outbox.objects.values_list("state", flat=True)) == {OutboxState.DROPPED}


def test_a_letter_about_what_was_taken_down_is_not_sent():
    page = published_draft(clauses=2)
    follow(alice(), "document", page.translation_key)
    page = new_version(page)
    spread_all()
    page.unpublish()
    assert letters() == []


# --- a consultation ---


def test_opening_and_closing_soon_are_told_once_and_an_extension_again():
    consultation = ConsultationFactory(announced=True)
    follow(alice(), "consultation", consultation.pk, now=NOW)
    run = due_jobs.get("consultations.tell_followers").run
    assert run is tell_followers
    told = []
    for moment in (
        NOW,
        consultation.opens_at,
        consultation.opens_at + timedelta(hours=1),
        consultation.closes_at - 7 * timedelta(days=1),
        consultation.closes_at - timedelta(days=1),
        consultation.closes_at,
    ):
        run(moment)
        told.append(list(News.objects.order_by("created_at").values_list("kind", flat=True)))
    opened, closing = ["consultation.opened"], ["consultation.opened", "consultation.closing"]
    assert told == [[], opened, opened, closing, closing, closing]
    Consultation.objects.filter(pk=consultation.pk).update(closes_at=consultation.closes_at + WEEK)
    run(consultation.closes_at)
    assert News.objects.filter(kind="consultation.closing").count() == 2
    assert spread_all() == 3
    with freeze_time(consultation.closes_at):
        services.deliver_due(NOW + timedelta(days=365))
    assert sorted(letter.subject.split(":")[0] for letter in mail.outbox) == ["Closes soon", "Closes soon", "Now open"]


def test_that_a_consultation_opened_is_not_told_after_its_close():
    consultation = ConsultationFactory(announced=True)
    follow(alice(), "consultation", consultation.pk, now=NOW)
    tell_followers(consultation.opens_at)
    spread_all()
    with freeze_time(consultation.closes_at):
        assert letters() == []


def test_a_short_consultation_is_told_once():
    consultation = ConsultationFactory(opens_at=NOW - timedelta(days=1), closes_at=NOW + timedelta(days=3))
    tell_followers(NOW)
    tell_followers(consultation.closes_at - timedelta(hours=1))
    assert list(News.objects.values_list("kind", flat=True)) == ["consultation.opened"]


def test_the_report_tells_followers_but_not_authors_who_have_a_letter_of_their_own():
    consultation = ConsultationFactory(analysis=True, clauses=2)
    rows = clause_threads(consultation)
    author, moved, reader, neighbour = alice(), dan(), carol(), User.objects.create_user("n@example.org")
    CommentFactory(hub_thread=rows[0].thread, user=author)
    CommentFactory(hub_thread=rows[0].thread, user=moved)
    User.objects.filter(pk=moved.pk).update(email="new-address@example.org")
    for person in (author, moved, reader):
        follow(person, "consultation", consultation.pk)
        follow(person, "clause", rows[0].clause_id)
    follow(neighbour, "clause", rows[1].clause_id)  # nobody wrote about it, so it needs no answer
    answer(consultation, 0, reasons={"en": "The hours were too short."})
    publish_report(consultation)

    assert spread_all() == 1
    letters()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        [author.email, "new-address@example.org", reader.email]
    )
    [letter] = [letter for letter in mail.outbox if letter.to == [reader.email]]
    assert letter.subject.startswith("Answered: ")
    assert "Why: The hours were too short." in letter.body
    assert "#clause-" in letter.body
    [own] = [letter for letter in mail.outbox if letter.to == [author.email]]
    assert own.subject.startswith("What became of your comments")


# --- the link that stops ---


def letter_to(person: User, page):
    follow(person, "document", page.translation_key)
    follow(person, "clause", clauses_of(page)[0].pk)
    follow(person, "clause", clauses_of(page)[1].pk)
    new_version(page)
    spread_all()
    return letters()[-1]


def test_the_mail_can_be_stopped_with_one_press_as_rfc_8058_says():
    letter = letter_to(alice(), published_draft(clauses=2))
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://[^/]+(/en/following/stop/[^>]+)>", letter.extra_headers["List-Unsubscribe"])[1]
    assert address in letter.body
    provider = Client(enforce_csrf_checks=True)
    response = provider.post(address, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200  # no redirect: a provider need not follow it
    assert not response.cookies
    # What the letter was about is stopped; the clause that did not change is still followed.
    assert Follow.objects.count() == 1
    assert provider.post(address).status_code == 200


def test_following_the_link_only_shows():
    letter = letter_to(alice(), published_draft(clauses=2))
    address = letter.extra_headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    response = Client().get(f"/{address}")
    assert "Stop following" in response.content.decode()
    assert Follow.objects.count() == 3
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


def test_a_link_that_we_did_not_sign_finds_nothing(client: Client):
    user = alice()
    page = published_draft(clauses=2)
    follow(user, "document", page.translation_key)
    new_version(page)
    token = stop_token(News.objects.get().pk, user.pk)
    assert read_stop_token(token) == (News.objects.get().pk, user.pk)
    other = token.replace(f"-{user.pk}:", f"-{user.pk + 1}:")
    for bad in (other, token[:-1], "x", "a:b", f"{News.objects.get().pk.hex}-{user.pk}"):
        assert read_stop_token(bad) is None
        assert client.post(f"/en/following/stop/{bad}/").status_code == 404
    assert Follow.objects.exists()


def test_letters_about_a_contribution_carry_no_such_link():
    comment = CommentFactory(user=alice())
    from hub.contributions.services.messages import send_receipt

    send_receipt(comment, now=NOW)
    assert "List-Unsubscribe" not in letters()[0].extra_headers


# --- many followers ---


def crowd(page, count: int) -> None:
    people = User.objects.bulk_create(User(email=f"p{n}@example.org", password="!") for n in range(count))
    Follow.objects.bulk_create(
        Follow(user=person, subject_kind="document", subject_key=str(page.translation_key), created_at=NOW - WEEK)
        for person in people
    )


def test_publishing_costs_the_same_for_one_follower_and_a_thousand():
    costs = []
    for count in (1, 1000):
        page = published_draft(clauses=2)
        User.objects.all().delete()
        crowd(page, count)
        with CaptureQueriesContext(connection) as queries:
            new_version(page)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert not Outbox.objects.exists()


def test_batches_hold_few_and_reach_all(monkeypatch):
    page = published_draft(clauses=2)
    crowd(page, 1050)
    new_version(page)
    sizes = []
    write = spreading.enqueue_many
    monkeypatch.setattr(
        spreading, "enqueue_many", lambda kind, owed, now: (sizes.append(len(owed)), write(kind, owed, now=now))
    )
    news = News.objects.get()
    with CaptureQueriesContext(connection) as queries:
        assert services.spread(news.pk, now=NOW) == 1050
    assert sizes == [500, 500, 50]
    assert len(queries) < 60
    news.refresh_from_db()
    assert (news.told, news.last_user, news.finished_at) == (1050, 0, NOW)
    assert Outbox.objects.values("to").distinct().count() == 1050


def test_a_worker_that_dies_in_the_middle_is_followed_by_one_that_finishes(monkeypatch):
    page = published_draft(clauses=2)
    crowd(page, 25)
    new_version(page)
    news = News.objects.get()
    write, done = spreading.enqueue_many, []

    def dies(kind, owed, now):
        write(kind, owed, now=now)
        done.append(len(owed))
        if len(done) == 2:
            raise SystemExit("killed after the rows were written, before they were committed")

    monkeypatch.setattr(spreading, "enqueue_many", dies)
    with pytest.raises(SystemExit):
        services.spread(news.pk, now=NOW, batch=10)
    assert Outbox.objects.count() == 10  # whole batches only
    news.refresh_from_db()
    assert (news.told, news.finished_at) == (10, None)

    monkeypatch.setattr(spreading, "enqueue_many", write)
    # A stranger case: rows that were written although the note of it was lost.
    News.objects.filter(pk=news.pk).update(last_user=0)
    assert services.unfinished(NOW) == [news.pk]
    services.spread(news.pk, now=NOW, batch=10)
    assert Outbox.objects.values("to").distinct().count() == Outbox.objects.count() == 25
    assert services.unfinished(NOW) == []
    assert services.spread(news.pk, now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_the_task_starts_after_the_commit_and_the_clock_takes_up_what_it_left():
    page = published_draft(clauses=2)
    follow(alice(), "document", page.translation_key)
    with transaction.atomic():
        new_version(page)
        assert mail.outbox == []
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]

    services.call_on_news(lambda news_id: None)  # the task is lost
    try:
        new_version(page, text="Another text.")
        assert len(mail.outbox) == 1
    finally:
        services.call_on_news(tasks.wake_news)
    with transaction.atomic():
        tasks.finish_news(NOW + tasks.TAKEN_UP_AFTER - timedelta(seconds=1))
    assert len(mail.outbox) == 1  # its task may be on its way
    with transaction.atomic():
        tasks.finish_news(NOW + tasks.TAKEN_UP_AFTER)
    assert len(mail.outbox) == 2


def test_what_is_rolled_back_is_no_news():
    page = published_draft(clauses=2)
    with transaction.atomic():
        new_version(page)
        transaction.set_rollback(True)
    assert not News.objects.exists()


def test_an_unknown_kind_of_news_fails_at_once():
    with pytest.raises(LookupError):
        services.announce("no.such", payload={}, dedupe_key="x", now=NOW)


def test_finished_news_name_nobody():
    new_version(published_draft(clauses=2))
    with pytest.raises(IntegrityError), transaction.atomic():
        News.objects.update(finished_at=NOW, last_user=7)
