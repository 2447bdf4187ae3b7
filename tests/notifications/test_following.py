"""Follow, unfollow, and the pages for it: only what is public, once, up to a limit, by the person alone."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hub.accounts.services.erasure import erase_account
from hub.core.registries import AlreadyRegisteredError, followables
from hub.notifications import permissions, services
from hub.notifications.models.follow import Follow
from tests.factories.accounts import alice, dan
from tests.factories.consultations import ConsultationFactory
from tests.factories.whitepapers import draft_page, published_draft
from whitepapers.models.clause import Clause

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)


@pytest.fixture
def draft():
    return published_draft(clauses=3)


def key_of(draft) -> str:
    return str(draft.translation_key)


def clause_of(draft, index: int = 0) -> Clause:
    return Clause.objects.filter(document=draft.translation_key).order_by("order")[index]


# --- services ---


def test_following_twice_is_following_once_and_so_is_stopping(draft):
    user = alice()
    first = services.follow(user, "document", key_of(draft), now=NOW)
    assert services.follow(user, "document", key_of(draft), now=NOW) == first
    assert Follow.objects.count() == 1
    assert services.unfollow(user, "document", key_of(draft))
    assert not services.unfollow(user, "document", key_of(draft))


def test_only_what_anybody_may_read_can_be_followed(draft):
    user = alice()
    hidden = draft_page()
    draft.unpublish()
    for kind, key in [
        ("document", key_of(hidden)),
        ("document", key_of(draft)),
        ("clause", str(clause_of(draft).pk)),
        ("document", str(uuid4())),
        ("document", "nonsense"),
        ("document", key_of(draft).upper()),
        ("nothing", key_of(draft)),
    ]:
        with pytest.raises(PermissionDenied):
            services.follow(user, kind, key, now=NOW)
    assert not Follow.objects.exists()


def test_without_an_account_nobody_follows(draft):
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(PermissionDenied):
        services.follow(AnonymousUser(), "document", key_of(draft), now=NOW)


def test_there_is_a_limit_and_it_is_told(draft, monkeypatch, client: Client):
    monkeypatch.setattr("hub.notifications.services.following.FOLLOWS_PER_PERSON", 2)
    user = alice()
    for index in range(2):
        services.follow(user, "clause", str(clause_of(draft, index).pk), now=NOW)
    with pytest.raises(services.TooManyFollowsError):
        services.follow(user, "document", key_of(draft), now=NOW)
    client.force_login(user)
    response = client.post(f"/en/following/document/{key_of(draft)}/")
    assert response.status_code == 409
    assert "2 subjects" in response.content.decode()
    assert permissions.FOLLOWS_PER_PERSON == 500


@pytest.mark.parametrize("broken", [{"subject_kind": ""}, {"subject_key": ""}])
def test_the_database_refuses_a_follow_of_nothing(draft, broken):
    services.follow(alice(), "document", key_of(draft), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.update(**broken)


def test_two_features_cannot_claim_one_kind():
    with pytest.raises(AlreadyRegisteredError):
        followables.register("document", followables.get("document"))


# --- what can be followed ---


@pytest.mark.parametrize("language", ["en", "ar"])
def test_subjects_are_described_at_a_cost_that_does_not_grow(draft, language):
    consultation = ConsultationFactory(document_page=draft)
    many = published_draft(clauses=30)
    with translation.override(language):
        for kind, few, more in [
            ("document", [key_of(draft)], [key_of(draft), key_of(many)]),
            ("clause", [str(clause_of(draft).pk)], [str(pk) for pk in Clause.objects.values_list("pk", flat=True)]),
            ("consultation", [str(consultation.pk)], [str(consultation.pk), str(uuid4()), "nonsense"]),
        ]:
            followables.get(kind).describe(few)  # content types and sites are read once
            with CaptureQueriesContext(connection) as one:
                found = followables.get(kind).describe(few)
            with CaptureQueriesContext(connection) as several:
                assert len(followables.get(kind).describe(more)) >= len(found) == 1
            assert len(several) == len(one)
            [subject] = found.values()
            assert subject.url.startswith("/en/")
            assert subject.key == few[0]


# --- pages ---


def test_reading_pages_link_to_it_and_stay_free_of_cookies(draft, client: Client):
    consultation = ConsultationFactory(document_page=draft)
    clause = clause_of(draft)
    for address, kind, key in [
        (draft.url, "document", key_of(draft)),
        (f"{draft.url}clauses/{clause.eid}/", "clause", clause.pk),
        (consultation.pages.get().url, "consultation", consultation.pk),
    ]:
        response = client.get(address)
        assert f'href="/en/following/{kind}/{key}/"' in response.content.decode()
        assert not response.cookies


def test_the_page_says_what_one_will_be_told_and_asks(draft, client: Client):
    address = f"/en/following/clause/{clause_of(draft).pk}/"
    response = client.get(address)
    text = response.content.decode()
    assert response.status_code == 200
    assert "the answer to what people said about it is published." in text
    assert f"/en/account/login/?next={address}" in text
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert client.post(address)["Location"] == f"/en/account/login/?next={address}"
    assert not Follow.objects.exists()


def test_from_the_button_through_the_list_to_the_end(draft, client: Client):
    user = alice()
    client.force_login(user)
    address = f"/ar/following/clause/{clause_of(draft).pk}/"
    assert client.post(address)["Location"] == address
    assert client.post(address)["Location"] == address
    assert Follow.objects.get().user == user
    listed = client.get("/ar/following/").content.decode()
    assert clause_of(draft).number in listed
    assert draft.title in listed
    assert client.post(address, {"action": "stop", "back": "list"})["Location"] == "/ar/following/"
    assert not Follow.objects.exists()


def test_looking_changes_nothing(draft, client: Client):
    client.force_login(alice())
    client.get(f"/en/following/document/{key_of(draft)}/")
    client.head(f"/en/following/document/{key_of(draft)}/")
    assert not Follow.objects.exists()


@pytest.mark.parametrize("path", ["document/nonsense/", "nothing/x/", "clause/9f0c1f4e-5b1c-4d55-9a53-0f6d1f0f9a11/"])
def test_what_does_not_exist_is_not_found(client: Client, path):
    assert client.get(f"/en/following/{path}").status_code == 404
    assert client.post(f"/en/following/{path}").status_code == 404


def test_what_is_taken_down_stays_in_the_list_without_a_name_and_can_be_let_go(draft, client: Client):
    user = alice()
    services.follow(user, "document", key_of(draft), now=NOW)
    draft.unpublish()
    client.force_login(user)
    listed = client.get("/en/following/").content.decode()
    assert draft.title not in listed
    assert "not public now" in listed
    address = f"/en/following/document/{key_of(draft)}/"
    assert draft.title not in client.get(address).content.decode()
    assert Client().get(address).status_code == 404
    assert client.post(address, {"action": "stop"})["Location"] == "/en/following/"
    assert not Follow.objects.exists()


def test_the_list_is_one_s_own_and_needs_the_sign_in(draft, client: Client):
    services.follow(alice(), "document", key_of(draft), now=NOW)
    assert client.get("/en/following/")["Location"].startswith("/en/account/login/?next=")
    client.force_login(dan())
    assert draft.title not in client.get("/en/following/").content.decode()


def test_fifty_rows_cost_what_one_costs(client: Client):
    draft = published_draft(clauses=49)
    user = alice()
    client.force_login(user)
    clauses = Clause.objects.filter(document=draft.translation_key).order_by("order")
    services.follow(user, "document", key_of(draft), now=NOW + timedelta(hours=1))  # the newest: shown in both
    services.follow(user, "clause", str(clauses[0].pk), now=NOW)
    costs = {}
    for address in ("/en/following/", "/en/account/"):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        costs[address] = len(few)
    Follow.objects.bulk_create(
        Follow(user=user, subject_kind="clause", subject_key=str(clause.pk), created_at=NOW) for clause in clauses[1:]
    )
    for address, cost in costs.items():
        with CaptureQueriesContext(connection) as many:
            text = client.get(address).content.decode()
        assert len(many) == cost
        assert "Clause 49" in text
    assert "See or stop all 50 subjects you follow" in text


def test_who_wants_no_mail_is_told_that_none_comes(draft, client: Client):
    user = alice(notification_choice="none")
    client.force_login(user)
    services.follow(user, "document", key_of(draft), now=NOW)
    for address in ("/en/following/", f"/en/following/document/{key_of(draft)}/"):
        assert "nothing is sent about what you follow" in client.get(address).content.decode()


# --- personal data ---


def test_the_account_page_the_download_and_erasure_know_of_follows(draft, client: Client):
    user, other = alice(), dan()
    for person in (user, other):
        services.follow(person, "clause", str(clause_of(draft).pk), now=NOW)
    client.force_login(user)
    assert "Clause 1" in client.get("/en/account/").content.decode()
    copy = json.loads(b"".join(client.get("/en/account/data/").streaming_content))
    [row] = copy["data"]["notifications"]["follows"]
    assert row["title"].startswith("Clause 1")
    assert (row["kind"], row["part_of"]) == ("clause", draft.title)
    erase_account(user, actor=user, now=NOW)
    assert Follow.objects.get().user == other


def test_the_register_names_it(client: Client):
    from hub.accounts.selectors import personal_data_register

    assert "notifications.Follow.user" in {line.field.field for line in personal_data_register()}


def test_an_empty_list_says_how_to_begin(client: Client):
    client.force_login(alice())
    text = client.get("/en/following/").content.decode()
    assert re.search(r'href="/en/consultations/"[^>]*>Look at the consultations', text)
