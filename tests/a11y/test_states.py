"""States of pages that no journey passes, as axe judges them: a phone of 320 px by day, a desk by night, each way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client, RequestFactory

from consultations.models.coding import CommentTheme
from hub.contributions.models.comment import Comment
from hub.core.views import errors
from hub.notifications import services
from hub.notifications.engine.stop_links import stop_token
from hub.notifications.models.news import News
from tests.a11y.conftest import SCREENS, Show
from tests.consultations.test_facts import theme
from tests.e2e.checks import assert_sound
from tests.factories.accounts import alice, bob
from tests.factories.consultations import ConsultationFactory, answer, publish_report, thread_of
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import published_draft
from whitepapers.models.clause import Clause

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)
in_both_directions = pytest.mark.parametrize("language", ["en", "ar"])


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_style_guide_shows_every_component(show: Show, language: str, screen: str) -> None:
    page = show(f"/{language}/style-guide/", screen)
    assert page.locator("html").get_attribute("lang") == language
    assert_sound(page)


def _post(path: str) -> Any:
    return RequestFactory().post(path, {"body": "A long thought\nabout trees."})


ERRORS: dict[str, Callable[[str], Any]] = {
    "400": lambda path: errors.bad_request(RequestFactory().get(path)),
    "403": lambda path: errors.permission_denied(RequestFactory().get(path)),
    "403-form": lambda path: errors.csrf_failure(_post(path)),
    "413": lambda path: errors.too_large(_post(path)),
    "429": lambda path: errors.too_many_requests(_post(path)),
    "500": lambda path: errors.server_error(RequestFactory().get(path)),
}


@pytest.mark.parametrize("error", ERRORS)
@in_both_directions
def test_errors(show: Show, language: str, error: str) -> None:
    # Direction and screen change together: four pictures of each page would tell no more than two.
    assert_sound(show(ERRORS[error](f"/{language}/nowhere/"), "phone" if language == "ar" else "desk"))


@in_both_directions
def test_forms_that_come_back_with_faults(show: Show, client: Client, language: str) -> None:
    consultation = ConsultationFactory(open=True)
    thread = thread_of(consultation)
    wrong = [
        (f"/{language}/account/login/", {"login": "nobody"}),
        (f"/{language}/account/signup/", {"email": "nobody", "pseudonym": ""}),
        (f"/{language}/contribute/{thread.pk}/", {"comment": "", "email": "nobody"}),
    ]
    for address, typed in wrong:
        page = show(client.post(address, typed))
        assert page.locator("[aria-invalid=true]").count(), f"{address} shows no fault"
        assert_sound(page)
    client.force_login(alice())
    page = show(client.post(f"/{language}/account/profile/", {"kind": "organisation", "organisation_name": ""}), "desk")
    assert page.locator("[aria-invalid=true]").count()
    assert_sound(page)


@in_both_directions
def test_the_account_page_empty_and_full(show: Show, client: Client, language: str) -> None:
    user = alice(language=language)
    client.force_login(user)
    assert_sound(show(f"/{language}/account/"))
    consultation = ConsultationFactory(open=True)
    comment = CommentFactory(hub_thread=thread_of(consultation), user=user)
    services.follow(user, "consultation", str(consultation.pk), now=NOW)
    page = show(f"/{language}/account/", "desk")
    assert page.get_by_text(comment.reference).count()
    assert page.locator(f"a[href='/{language}/following/']").count() == 1
    assert_sound(page)


@in_both_directions
def test_all_that_one_person_sent(show: Show, client: Client, language: str) -> None:
    address, typed = f"/{language}/account/impact/", {"action": "code", "email": "alice@example.org"}
    assert_sound(show(address))
    assert_sound(show(client.post(address, {**typed, "email": "nobody"}), "desk"))
    assert_sound(show(client.post(address, typed)))
    page = show(client.post(address, {**typed, "action": "use", "code": "000000"}), "desk")
    assert page.locator("[aria-invalid=true]").count()
    assert_sound(page)
    user = alice(language=language)
    client.force_login(user)
    assert_sound(show(address))
    consultation = ConsultationFactory(analysis=True)
    for trait in ("published", "withheld", "withdrawn", "confidential"):
        comment = CommentFactory(hub_thread=thread_of(consultation), user=user, body=trait, **{trait: True})
        CommentTheme.objects.create(comment=comment, theme=theme(consultation, f"Theme of {trait}"))
    answer(consultation)
    publish_report(consultation)
    for screen in SCREENS:
        page = show(address, screen)
        assert page.get_by_text("Theme of published").count()
        assert_sound(page)
    # Its own page asks whether it may be quoted.
    page = show(f"/{language}/c/{Comment.objects.published().get().reference}/")
    assert page.locator("#quotation").count()
    assert_sound(page)


@in_both_directions
def test_following(show: Show, client: Client, language: str) -> None:
    draft = published_draft(clauses=2)
    clause = Clause.objects.filter(document=draft.translation_key).order_by("order")[0]
    ask = f"/{language}/following/clause/{clause.pk}/"
    assert_sound(show(ask))
    user = alice()
    client.force_login(user)
    assert_sound(show(f"/{language}/following/"))
    assert_sound(show(ask, "desk"))
    services.follow(user, "clause", str(clause.pk), now=NOW)
    services.follow(user, "document", str(draft.translation_key), now=NOW)
    assert_sound(show(ask))
    assert_sound(show(f"/{language}/following/", "desk"))
    services.announce(
        "document.version",
        payload={"document": str(draft.translation_key), "version": 2},
        dedupe_key="version",
        now=NOW,
    )
    stop = f"/{language}/following/stop/{stop_token(News.objects.get().pk, user.pk)}/"
    assert_sound(show(stop))
    assert_sound(show(client.post(stop), "desk"))
    draft.unpublish()
    assert_sound(show(f"/{language}/following/"))
    assert_sound(show(ask))


@in_both_directions
def test_empty_lists_of_the_public(show: Show, language: str) -> None:
    for place in ("documents", "consultations", "reports", "budgets", "search"):
        assert_sound(show(f"/{language}/{place}/"))


@in_both_directions
def test_deleting_an_account(show: Show, client: Client, language: str) -> None:
    client.force_login(alice())
    assert_sound(show(f"/{language}/account/delete/"))
    client.post(f"/{language}/account/delete/")
    assert_sound(show(client.post(f"/{language}/account/delete/confirm/", {"code": "000000"}), "desk"))


@in_both_directions
def test_staff_are_told_to_set_up_a_second_step(show: Show, client: Client, settings: Any, language: str) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    client.force_login(bob(language=language))
    client.get("/cms/")
    assert_sound(show(f"/{language}/account/second-factor/"))
