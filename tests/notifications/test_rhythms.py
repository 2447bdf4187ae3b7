"""The pages on which a person says how often: for one thing, for all of it, without JavaScript."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from hub.notifications import services
from hub.notifications.enums import Rhythm
from hub.notifications.models.follow import Follow
from tests.factories.accounts import alice, dan
from tests.factories.whitepapers import published_draft
from tests.notifications.crowds import clauses_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)


@pytest.fixture
def page():
    return published_draft(clauses=2)


def rhythms() -> set[str]:
    return set(Follow.objects.values_list("rhythm", flat=True))


def test_one_chooses_while_beginning_to_follow_and_may_change_it(page, client: Client):
    client.force_login(alice())
    address = f"/en/following/document/{page.translation_key}/"
    assert "Once a week, all in one letter" in client.get(address).content.decode()
    assert client.post(address, {"rhythm": "weekly"})["Location"] == address
    assert rhythms() == {"weekly"}
    assert client.post(address, {"action": "rhythm", "rhythm": "daily"})["Location"] == address
    assert client.post(address, {"action": "rhythm", "rhythm": "daily", "back": "list"})["Location"] == "/en/following/"
    assert rhythms() == {"daily"}
    listed = client.get("/en/following/").content.decode()
    assert '<option value="daily" selected>' in listed


@pytest.mark.parametrize("asked", ["", "hourly", "AT_ONCE"])
def test_what_is_no_rhythm_changes_nothing_and_says_what_to_do(page, client: Client, asked):
    user = alice()
    client.force_login(user)
    services.follow(user, "document", str(page.translation_key), now=NOW, rhythm=Rhythm.WEEKLY)
    for address, data in [
        (f"/en/following/document/{page.translation_key}/", {"action": "rhythm", "rhythm": asked}),
        ("/en/following/rhythm/", {"rhythm": asked}),
    ]:
        response = client.post(address, data, follow=True)
        assert "Choose how often you want to be told." in response.content.decode()
    assert rhythms() == {"weekly"}


def test_all_in_one_letter_is_one_choice_and_one_s_own(page, client: Client):
    user, other = alice(), dan()
    for person in (user, other):
        services.follow(person, "document", str(page.translation_key), now=NOW)
        services.follow(person, "clause", str(clauses_of(page)[0].pk), now=NOW, rhythm=Rhythm.WEEKLY)
    client.force_login(user)
    assert client.get("/en/following/rhythm/").status_code == 405
    response = client.post("/en/following/rhythm/", {"rhythm": "daily"}, follow=True)
    assert "Once a day, all in one letter" in response.content.decode()
    assert set(Follow.objects.filter(user=user).values_list("rhythm", flat=True)) == {"daily"}
    assert set(Follow.objects.filter(user=other).values_list("rhythm", flat=True)) == {"at_once", "weekly"}
    assert Client().post("/en/following/rhythm/", {"rhythm": "daily"})["Location"].startswith("/en/account/login/")


def test_what_was_stopped_in_another_tab_is_not_followed_again(page, client: Client):
    client.force_login(alice())
    address = f"/en/following/document/{page.translation_key}/"
    response = client.post(address, {"action": "rhythm", "rhythm": "daily"}, follow=True)
    assert "You do not follow it any more." in response.content.decode()
    assert not Follow.objects.exists()


def test_forms_are_safe_from_other_sites(page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice())
    assert client.post("/en/following/rhythm/", {"rhythm": "daily"}).status_code == 403


def test_the_download_says_how_often(page, client: Client):
    user = alice()
    services.follow(user, "document", str(page.translation_key), now=NOW, rhythm=Rhythm.WEEKLY)
    client.force_login(user)
    copy = json.loads(b"".join(client.get("/en/account/data/").streaming_content))
    assert copy["data"]["notifications"]["follows"][0]["rhythm"] == "weekly"


def test_what_is_added_comes_in_the_same_letter_as_the_rest(page, client: Client):
    user = alice()
    services.follow(user, "document", str(page.translation_key), now=NOW, rhythm=Rhythm.WEEKLY)
    client.force_login(user)
    address = f"/en/following/clause/{clauses_of(page)[0].pk}/"
    assert 'value="weekly" required checked' in client.get(address).content.decode()
    client.post(address)
    assert rhythms() == {"weekly"}
