"""Saved searches: whoever asked is told of what is new, once, and nothing is kept of whoever stopped."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from freezegun import freeze_time

from hub.accounts.models.user import User
from hub.accounts.services.erasure import erase_account
from hub.core.registries import due_jobs, followables, personal_data
from hub.core.search import Heading
from hub.notifications import services as notifications
from hub.notifications.enums import Rhythm
from hub.notifications.models.follow import Follow
from hub.notifications.models.news import News
from search.engine.wish import SearchWish, wish_of
from search.models.saved import SavedSearch
from search.services import saving
from tests.factories.accounts import alice, carol, dan
from tests.search.things import Things, document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]
NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
QUARTER = 15 * MINUTE


def save(person: User, query: str = "water", language: str = "en", now: datetime = NOW, **more: Any) -> SavedSearch:
    wish = wish_of({"q": [query], **{name: [value] for name, value in more.items()}})
    return saving.save(person, wish, language, now=now, rhythm=Rhythm.AT_ONCE)


def look(now: datetime) -> saving.Looked:
    """What the clock does, and the worker after it."""
    looked = saving.tell_new_results(now)
    for pk in News.objects.filter(finished_at=None).values_list("pk", flat=True):
        notifications.spread(pk, now=now)
    notifications.deliver_due(now + MINUTE)
    return looked


def published(leaflets: Things, key: str, title: str, at: datetime, **more: Any) -> None:
    leaflets.publish(document(key, title, **{"date": at, **more}), now=at)


# --- saving ---


def test_a_signed_in_person_saves_what_they_see(client: Client, leaflets: Things) -> None:
    leaflets.publish(document("1", "Water one"))
    client.force_login(alice())
    html = client.get("/en/search/?q=water&kind=leaflet&sort=newest").content.decode()
    address = re.search(r'href="(/en/search/save/[^"]+)"', html)[1].replace("&amp;", "&")  # type: ignore[index]
    assert address == "/en/search/save/?q=water&kind=leaflet"
    asked = client.get(address).content.decode()
    assert "Search: water · Leaflets" in asked
    response = client.post(address, {"rhythm": "weekly"})
    follow = Follow.objects.get()
    assert (follow.subject_kind, follow.rhythm) == ("search", "weekly")
    assert response["Location"] == f"/en/following/search/{follow.subject_key}/"
    told = client.get(response["Location"]).content.decode()
    assert "You follow this" in told
    assert "Search: water · Leaflets" in told
    assert "/en/search/?q=water&amp;kind=leaflet" in told
    # Asked again, the page leads to what was saved.
    assert client.get(address)["Location"] == response["Location"]


def test_a_second_click_changes_nothing_and_two_people_share_one_search(client: Client) -> None:
    for person in (alice(), dan()):
        client.force_login(person)
        for _ in range(2):
            assert client.post("/en/search/save/?q=water").status_code == 302
    assert SavedSearch.objects.count() == 1
    assert Follow.objects.filter(subject_kind="search").count() == 2


def test_who_is_not_signed_in_is_led_there_and_back(client: Client) -> None:
    page = client.get("/en/search/save/?q=water")
    assert page["Cache-Control"].startswith("no-store") or "no-store" in page["Cache-Control"]
    assert "next=/en/search/save/%3Fq%3Dwater" in page.content.decode().replace("%2F", "/")
    response = client.post("/en/search/save/?q=water")
    assert "/account/login/" in response["Location"]
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("query", ["", "?q=", "?q=!!!", "?sort=newest"])
def test_what_asks_nothing_is_not_saved(client: Client, query: str) -> None:
    client.force_login(alice())
    assert client.get(f"/en/search/save/{query}").status_code == 302
    assert client.post(f"/en/search/save/{query}").status_code == 302
    assert not SavedSearch.objects.exists()


def test_who_follows_as_much_as_one_can_keeps_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    person = alice()
    Follow.objects.bulk_create(
        Follow(user=person, subject_kind="clause", subject_key=str(number), created_at=NOW) for number in range(500)
    )
    client.force_login(person)
    response = client.post("/en/search/save/?q=water")
    assert response.status_code == 409
    assert "Stop following something first" in response.content.decode()
    assert not SavedSearch.objects.exists()


def test_a_forged_form_saves_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice())
    assert client.post("/en/search/save/?q=water").status_code == 403
    assert not SavedSearch.objects.exists()


# --- telling ---


def test_followers_are_told_once_in_their_language_with_links(leaflets: Things, settings: Any) -> None:
    english, arabic = alice(), dan(language="ar")
    published(leaflets, "0", "Water known before", NOW - DAY)
    row = save(english)
    save(arabic)
    published(leaflets, "1", "Water prices", NOW + MINUTE, part_of="Rules of the works")
    published(leaflets, "2", "Bread prices", NOW + MINUTE)

    assert look(NOW + QUARTER).with_news == 1
    assert look(NOW + 2 * QUARTER).with_news == 0

    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {english.email, arabic.email}
    letter = letters[english.email]
    assert letter.subject == "New results: Search: water"
    assert "1 new result:" in letter.body
    assert f"– Leaflet: Water prices (Rules of the works)\n  {settings.PUBLIC_URL}/en/things/1/" in letter.body
    assert f"{settings.PUBLIC_URL}/en/search/?q=water&sort=newest" in letter.body
    assert "known before" not in letter.body
    assert "Bread" not in letter.body
    assert f"{settings.PUBLIC_URL}/ar/things/1/" in letters[arabic.email].body
    # One press stops it, as with all other news.
    stop = re.search(r"http://[^/]+(/en/following/stop/\S+)", letter.body)[1]  # type: ignore[index]
    Client().post(stop)
    assert not Follow.objects.filter(user=english).exists()
    published(leaflets, "3", "Water meters", NOW + 3 * QUARTER)
    look(NOW + 4 * QUARTER)
    assert [letter.to[0] for letter in mail.outbox[2:]] == [arabic.email]
    assert SavedSearch.objects.get().pk == row.pk


def test_what_is_being_written_while_the_clock_looks_is_told_next_time(leaflets: Things) -> None:
    save(alice())
    published(leaflets, "1", "Water one", NOW + QUARTER - MINUTE)
    assert look(NOW + QUARTER).with_news == 0
    assert look(NOW + 2 * QUARTER).with_news == 1
    assert look(NOW + 3 * QUARTER).with_news == 0


def test_old_papers_that_an_import_brings_are_no_news(leaflets: Things) -> None:
    save(alice())
    leaflets.publish(
        document("1", "Water act of 1998", date=datetime(1998, 5, 1, tzinfo=UTC)),
        document("2", "Water without a date", date=None),
        document("3", "Water of last week", date=NOW - 6 * DAY),
        now=NOW + MINUTE,
    )
    look(NOW + QUARTER)
    assert len(mail.outbox) == 1
    assert "Water of last week" in mail.outbox[0].body
    assert "1 new result:" in mail.outbox[0].body


def test_a_letter_has_ten_links_and_says_how_many_more_there_are(leaflets: Things) -> None:
    save(alice())
    leaflets.publish(*(document(str(each), f"Water {each}", date=NOW) for each in range(14)), now=NOW + MINUTE)
    look(NOW + QUARTER)
    letter = mail.outbox[0].body
    assert letter.count("/en/things/") == 10
    assert "14 new results:" in letter
    assert "And 4 more." in letter


def test_what_is_taken_down_before_the_letter_goes_out_is_not_in_it(leaflets: Things) -> None:
    save(alice())
    published(leaflets, "1", "Water one", NOW + MINUTE)
    saving.tell_new_results(NOW + QUARTER)
    leaflets.withdraw("1")
    for pk in News.objects.values_list("pk", flat=True):
        notifications.spread(pk, now=NOW + QUARTER)
    notifications.deliver_due(NOW + DAY)
    assert mail.outbox == []


def test_filters_are_kept_to(leaflets: Things, notes: Things) -> None:
    save(alice(), kind="leaflet", theme="pipes")
    pipes = (Heading("pipes", {"en": "Pipes"}),)
    published(leaflets, "1", "Water one", NOW + MINUTE, themes=pipes)
    published(leaflets, "2", "Water two", NOW + MINUTE)
    published(notes, "3", "Water three", NOW + MINUTE, themes=pipes)
    look(NOW + QUARTER)
    assert "Water one" in mail.outbox[0].body
    assert "1 new result:" in mail.outbox[0].body
    assert mail.outbox[0].subject == "New results: Search: water · Leaflets · Pipes"


def test_a_digest_tells_of_it_too(leaflets: Things) -> None:
    person = alice()
    row = save(person)
    notifications.set_rhythm(person, "search", str(row.pk), Rhythm.DAILY, now=NOW)
    published(leaflets, "1", "Water one", NOW + MINUTE)
    look(NOW + QUARTER)
    assert mail.outbox == []
    with freeze_time(NOW + DAY):
        notifications.open_rounds(NOW + DAY)
        for round_id in notifications.unfinished_rounds():
            notifications.write_round(round_id, now=NOW + DAY)
        notifications.deliver_due(NOW + DAY + MINUTE)
    assert "Water one" in mail.outbox[0].body


def test_the_clock_looks_every_quarter_of_an_hour() -> None:
    assert due_jobs.get("search.saved").every_seconds == 15 * 60
    due_jobs.get("search.saved").run(NOW)
    due_jobs.get("search.forget_saved").run(NOW)


# --- letting go ---


def test_words_that_nobody_follows_any_more_are_forgotten() -> None:
    person = alice()
    kept, left = save(person, "water"), save(person, "bread")
    notifications.unfollow(person, "search", str(left.pk))
    assert saving.forget_unfollowed(NOW + MINUTE) == 0  # somebody may be saving it at this moment
    assert saving.forget_unfollowed(NOW + DAY) == 1
    assert SavedSearch.objects.get().pk == kept.pk
    assert followables.get("search").describe([str(left.pk), "no-key", str(UUID(int=0))]) == {}


def test_the_words_are_in_the_download_and_go_with_the_account(client: Client) -> None:
    person, other = alice(), carol()
    mine, shared = save(person, "my own illness"), save(person, "water")
    save(other, "water")
    told = personal_data.get("search").export(person)["saved_searches"]
    assert [row["address"] for row in told] == ["q=my+own+illness", "q=water"]
    assert personal_data.get("search").export(other)["saved_searches"][0]["key"] == str(shared.pk)
    follows = personal_data.get("notifications").export(person)["follows"]
    assert {row["title"] for row in follows} == {"Search: my own illness", "Search: water"}
    erase_account(person, actor=person, now=NOW)
    assert not SavedSearch.objects.filter(pk=mine.pk).exists()
    assert SavedSearch.objects.filter(pk=shared.pk).exists()


def test_a_search_is_described_by_its_words_and_filters_in_a_fixed_number_of_queries(
    leaflets: Things, django_assert_num_queries: Any
) -> None:
    leaflets.publish(document("1", "Water", themes=(Heading("pipes", {"en": "Pipes", "fr": "Tuyaux"}),)))
    person = alice()
    keys = [str(save(person, f"water {number}", theme="pipes").pk) for number in range(5)]
    keys.append(str(save(person, "", phase="open", since="2026-01-02").pk))
    described = followables.get("search").describe(keys)
    assert described[keys[0]].title == "Search: water 0 · Pipes"
    assert described[keys[5]].title == "Search: Open now · from 2 January 2026"
    with django_assert_num_queries(3):
        followables.get("search").describe(keys)
    with django_assert_num_queries(3):
        followables.get("search").describe(keys[:1])


def test_a_search_without_words_or_filters_is_none() -> None:
    with pytest.raises(saving.CannotBeSavedError):
        saving.address_of(SearchWish())


def test_a_search_in_any_language_may_be_as_long_as_a_question(client: Client) -> None:
    """A letter of Arabic takes six in an address."""
    row = save(alice(), "مياهنا " * 28, "ar")
    assert len(row.address) > 1000
    assert wish_of(parse_qs(row.address)).query == ("مياهنا " * 28).strip()


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_search_that_is_too_long_to_be_kept_says_so(client: Client, signed_in: bool) -> None:
    if signed_in:
        client.force_login(alice())
    address = "/en/search/save/?q=water&" + "&".join(f"theme={'t' * 70}{number:02}" for number in range(20))
    address += "&" + "&".join(f"body={'b' * 70}{number:02}" for number in range(20))
    for response in (client.get(address), client.post(address)):
        html = response.content.decode()
        assert response.status_code == 400
        assert "This search is too long to be kept. Take away some words or filters." in html
        assert "<button" not in html.split("<main")[1].split("</main")[0]
    assert not SavedSearch.objects.exists()
