"""What was never public, and doors beside the page of results: caches, letters, recommendations, talk, logs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from freezegun import freeze_time
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Locale

from consultations.models.pages import ConsultationPage
from home.models.pages import StandardPage
from hub.contributions.models.comment import Comment
from hub.contributions.services.threads import recount
from hub.notifications import services as notifications
from hub.notifications.enums import Rhythm
from hub.notifications.models.news import News
from search.engine.wish import wish_of
from search.models.entry import FacetName, SearchEntry
from search.services import saving
from tests.factories import whitepapers as make
from tests.factories.accounts import alice
from tests.factories.consultations import NOW, ConsultationFactory, answer, publish_report, thread_of
from tests.factories.contributions import CommentFactory
from tests.factories.proposals import open_budget, proposal
from tests.home.headings import heading
from tests.search.doors import (
    KEY,
    READERS,
    WORD,
    all_applied,
    bring_back,
    home_doors,
    open_doors,
    restrict,
    take_down,
    undone,
)
from tests.search.index_tools import home, page, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index", "at_now")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def at_now() -> Iterator[None]:
    with freeze_time(NOW):
        yield


# --- never public -----------------------------------------------------------------------------------------------------


def said(**trait: Any) -> None:
    thread = thread_of(ConsultationFactory(open=True))
    CommentFactory(hub_thread=thread, body=f"{WORD} now.", suggested_text=WORD, received_at=NOW, **trait)


def draft() -> None:
    new = StandardPage(
        title=f"{WORD} explained", slug="draft", locale=Locale.objects.get(language_code="en"), live=False
    )
    home().add_child(instance=new)
    new.save_revision()


def draft_of_a_public_page() -> None:
    one = page("Noise")
    one.title = f"{WORD} explained"
    one.save_revision()


def answer_without_a_report() -> None:
    answer(ConsultationFactory(analysis=True), reasons={"en": WORD}, responsible_body=WORD)


def answer_after_the_report() -> None:
    made = ConsultationFactory(analysis=True)
    publish_report(made)
    answer(made, reasons={"en": WORD}, responsible_body=WORD)


def what_was_promised_before_the_report() -> None:
    ConsultationFactory(analysis=True, texts={"en": {"follow_up": f"<p>{WORD}</p>"}})


def name_of_who_wrote() -> None:
    said_by = {"author_name": WORD, "email": f"{WORD}@example.org"}
    CommentFactory(hub_thread=thread_of(ConsultationFactory(open=True)), received_at=NOW, **said_by)
    proposal(open_budget("supports"), author=alice(pseudonym=WORD))


NEVER: dict[str, Callable[[], object]] = {
    "held comment": lambda: said(pending=True),
    "withheld comment": lambda: said(withheld=True),
    "confidential comment": lambda: said(confidential=True),
    "withdrawn question": lambda: said(withdrawn=True, position="question"),
    "held proposal": lambda: proposal(open_budget("proposals"), title=WORD, state="pending"),
    "withheld proposal": lambda: proposal(open_budget("proposals"), title=WORD, state="withheld"),
    "draft document": lambda: make.draft_page(title=WORD, clauses=1),
    "draft page": draft,
    "draft of a public page": draft_of_a_public_page,
    "answer without a report": answer_without_a_report,
    "answer after the report": answer_after_the_report,
    "what was promised, before the report": what_was_promised_before_the_report,
    "name of who wrote": name_of_who_wrote,
}


@pytest.mark.parametrize("make_it", NEVER.values(), ids=NEVER.keys())
def test_what_was_never_public_is_behind_no_door(client: Client, make_it: Callable[[], object]) -> None:
    make_it()
    all_applied()
    assert not open_doors(client)
    assert not SearchEntry.objects.filter(title__icontains=WORD).exists()
    assert not SearchEntry.objects.filter(body__icontains=WORD).exists()
    assert not FacetName.objects.filter(key=KEY).exists()
    call_command("search_rebuild", stdout=StringIO())
    assert not SearchEntry.objects.filter(body__icontains=WORD).exists()
    assert not open_doors(client)


# --- other doors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "feed.atom", "feed.rss", "suggest/"])
def test_a_cache_that_asks_again_gets_it_anew(client: Client, path: str) -> None:
    one = page(f"{WORD} explained")
    all_applied()
    query = {"q": f"{WORD} explained"}
    before = client.get(f"/en/search/{path}", query)
    assert "explained</mark>" in before.content.decode() or "Zanzibarium explained" in before.content.decode()
    cache = before.get("Cache-Control", "")
    assert "no-cache" in cache or "no-store" in cache or "max-age=0" in cache or not cache
    one.unpublish()
    known = {"HTTP_IF_NONE_MATCH": before["ETag"]} if before.has_header("ETag") else {}
    after = client.get(f"/en/search/{path}", query, **known)
    assert after.status_code == 200
    assert one.url not in after.content.decode()


def test_a_letter_about_new_results_leaves_out_what_is_gone_meanwhile() -> None:
    person = alice()
    saving.save(person, wish_of({"q": [WORD]}), "en", now=NOW, rhythm=Rhythm.AT_ONCE)
    with freeze_time(NOW + MINUTE):
        gone, stays, rather_gone = page(f"{WORD} one"), page(f"{WORD} two"), page(f"{WORD} three")
        all_applied()
        rather_gone.unpublish()  # before the clock looked
    saving.tell_new_results(NOW + 15 * MINUTE)
    gone.unpublish()  # after it looked, before the letter was written
    with freeze_time(NOW + 16 * MINUTE):
        for pk in News.objects.filter(finished_at=None).values_list("pk", flat=True):
            notifications.spread(pk, now=NOW + 16 * MINUTE)
        notifications.deliver_due(NOW + 17 * MINUTE)
    (letter,) = mail.outbox
    assert stays.title in letter.body
    assert "1 new result:" in letter.body
    assert gone.title not in letter.body
    assert rather_gone.title not in letter.body


def test_when_all_of_it_is_gone_there_is_no_letter() -> None:
    saving.save(alice(), wish_of({"q": [WORD]}), "en", now=NOW, rhythm=Rhythm.AT_ONCE)
    with freeze_time(NOW + MINUTE):
        one = page(f"{WORD} one")
        all_applied()
    saving.tell_new_results(NOW + 15 * MINUTE)
    one.unpublish()
    for pk in News.objects.filter(finished_at=None).values_list("pk", flat=True):
        notifications.spread(pk, now=NOW + 16 * MINUTE)
    notifications.deliver_due(NOW + 17 * MINUTE)
    assert not mail.outbox


def test_a_recommended_page_goes_with_its_publication(client: Client) -> None:
    one = page("Rules of the harbour", summary="Ask first.")
    SearchPromotion.objects.create(query=Query.get("boats"), page=one.page_ptr, description="Read this.")
    all_applied()

    def told() -> bool:
        html = client.get("/en/search/", {"q": "boats"}).content.decode()
        return "Rules of the harbour" in html or "Read this." in html

    assert told()
    for hide in (take_down, restrict):
        with undone():
            hide(one.page_ptr)
            assert not told()
    one.unpublish()
    published(StandardPage.objects.get(pk=one.pk))
    assert told()


def test_what_people_talk_about_goes_with_the_consultation(client: Client) -> None:
    blocks = [make.clause_block("No permit.", heading=f"{WORD} stalls")]
    made = ConsultationFactory(open=True, document_page=make.published_draft(body=blocks))
    thread = thread_of(made)
    for _person in range(4):
        CommentFactory(hub_thread=thread)
    Comment.objects.update(published_at=NOW - timedelta(days=1))
    recount(thread)
    assert "front page" in home_doors(client)
    consultation = ConsultationPage.objects.get(consultation=made).page_ptr
    for hide in (take_down, restrict):
        with undone():
            hide(consultation)
            assert not home_doors(client)
    take_down(consultation)
    bring_back(consultation)
    assert "front page" in home_doors(client)


def test_the_name_of_a_heading_is_told_only_while_something_public_has_it(client: Client) -> None:
    made = make.published_draft(clauses=1, title="Act", owner_body=f"Office of the {WORD}")
    heading("trees", made, en="Trees")
    all_applied()
    entry = SearchEntry.objects.filter(kind="document").get()
    person = alice()
    client.force_login(person)
    addresses = [
        f"/{reader}/search/{path}?body={entry.body_key}" for reader in READERS for path in ("", "save/", "feed.atom")
    ]
    assert all(f"Office of the {WORD}" in client.get(one).content.decode() for one in addresses)
    take_down(made.page_ptr)
    # As its own address writes it, and no more.
    assert not any(f"Office of the {WORD}" in client.get(one).content.decode() for one in addresses)


def test_neither_logs_nor_figures_nor_the_map_of_the_site_have_it(client: Client, caplog: Any, capsys: Any) -> None:
    one, left = page(f"{WORD} explained"), make.published_draft(clauses=1, title=f"{WORD} act")
    all_applied()
    open_doors(client)
    SearchEntry.objects.filter(kind="page").update(fingerprint="other")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("search_check", json=True, stdout=out)
    assert json.loads(out.getvalue())["ok"] is False
    call_command("search_check", repair=True, json=True, stdout=out)
    call_command("search_rebuild", json=True, stdout=out)
    one.unpublish()
    take_down(left.page_ptr)
    all_applied()
    captured = capsys.readouterr()
    told = out.getvalue() + captured.out + captured.err + caplog.text
    assert "request" in told
    for secret in (WORD, KEY, "zanziba", str(one.translation_key), one.slug):
        assert secret not in told
    site_map = client.get("/sitemap.xml").content.decode()
    assert one.slug not in site_map
