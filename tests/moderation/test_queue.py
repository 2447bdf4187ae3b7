"""The moderators' page: only theirs, oldest first, the same cost with three thousand waiting."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hub.contributions import services
from hub.contributions.models.comment import Comment
from hub.moderation.enums import MODERATOR_REASONS, State
from hub.moderation.views.queue import PER_PAGE
from tests.factories.accounts import UserFactory, alice, bob, carol
from tests.factories.contributions import DURING, CommentFactory, ThreadFactory, describe_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def url() -> str:
    return reverse("moderation_queue")


@pytest.fixture
def moderator(client):
    user = bob()
    client.force_login(user)
    return user


def decide(client, url, comment, decision, **data):
    sent = {"queue": "contributions.waiting", "item": comment.reference, "decision": decision, "p": "1", **data}
    return client.post(url, sent, follow=True)


def test_the_address_is_fixed(url):
    assert url == "/cms/moderation/"


@pytest.mark.parametrize("person", [None, alice, carol])
def test_others_neither_see_nor_decide(client, url, person):
    comment = CommentFactory(pending=True, body="Zanzibarium")
    if person is not None:
        client.force_login(person())
    assert "Zanzibarium" not in client.get(url, follow=True).content.decode()
    sent = {"queue": "contributions.waiting", "item": comment.reference, "decision": "approve"}
    assert client.post(url, sent).status_code in (302, 403)
    comment.refresh_from_db()
    assert comment.state == State.PENDING


def test_it_shows_what_one_needs_to_decide(client, url, moderator):
    arabic = CommentFactory(pending=True, language="ar", body="نريد أشجارا", publish_as="anonymous", channel="letter")
    html = client.get(url).content.decode()
    assert arabic.reference in html
    assert "The harbour" in html
    assert re.search(r'<div lang="ar" dir="rtl">\s*<p>نريد أشجارا', html)
    assert "Anonymous" in html
    assert "Letter" in html
    for reason in MODERATOR_REASONS:
        assert f'value="{reason}"' in html
    assert "<script>alert" not in html


def test_oldest_first(client, url, moderator):
    young = CommentFactory(pending=True, received_at=DURING + timedelta(days=2))
    old = CommentFactory(pending=True, received_at=DURING)
    html = client.get(url).content.decode()
    assert html.index(old.reference) < html.index(young.reference)


def test_publish_and_withhold(client, url, moderator):
    good, bad = CommentFactory(pending=True), CommentFactory(pending=True)
    response = decide(client, url, good, "approve")
    assert "approved" in response.content.decode()
    decide(client, url, bad, "withhold", reason="insult")
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, good.decided_by) == (State.PUBLISHED, moderator)
    assert (bad.state, bad.reason_code) == (State.WITHHELD, "insult")


def test_withholding_without_a_reason_is_not_done_and_said(client, url, moderator):
    comment = CommentFactory(pending=True)
    response = decide(client, url, comment, "withhold", reason="")
    assert "Choose a reason." in response.content.decode()
    comment.refresh_from_db()
    assert comment.state == State.PENDING


def test_a_decision_made_meanwhile_is_said_and_kept(client, url, moderator):
    comment = CommentFactory(withheld=True)
    response = decide(client, url, comment, "withhold", reason="hate")
    assert "decided this in the meantime" in response.content.decode()
    comment.refresh_from_db()
    assert comment.reason_code == "insult"
    unknown = {"queue": "contributions.waiting", "item": "C-2026-999999", "decision": "approve"}
    assert client.post(url, unknown, follow=True).status_code == 200
    assert client.post(url, unknown | {"queue": "else"}).status_code == 404
    assert client.post(url, unknown | {"decision": "burn"}).status_code == 404


def test_published_unread_comments_have_a_list_of_their_own(client, url, moderator):
    comment = CommentFactory(published=True)
    html = client.get(url).content.decode()
    assert comment.reference in html
    assert "public already" in html
    client.post(url, {"queue": "contributions.unread", "item": comment.reference, "decision": "approve"})
    assert f'id="{comment.reference}"' not in client.get(url).content.decode()
    comment.refresh_from_db()
    assert (comment.state, comment.decided_by) == (State.PUBLISHED, moderator)


def test_the_menu_counts_what_waits_for_moderators_only(client, moderator):
    CommentFactory(pending=True)
    assert "Moderation (1)" in client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(carol())
    assert "/cms/moderation/" not in client.get(reverse("wagtailadmin_home")).content.decode()


def many(thread, count: int) -> None:
    """Rows as the services make them, in bulk: the page must carry three thousand of them."""
    from django.contrib.contenttypes.models import ContentType
    from django_comments.models import Comment as Base
    from django_comments_xtd.models import XtdComment

    ctype = ContentType.objects.get_for_model(thread)
    start = Base.objects.count()
    base = [
        Base(content_type=ctype, object_pk=str(thread.pk), site_id=1, comment=f"Text {n}", submit_date=DURING)
        for n in range(count)
    ]
    pks = [row.pk for row in Base.objects.bulk_create(base)]
    with connection.cursor() as cursor:
        xtd, own = XtdComment._meta.db_table, Comment._meta.db_table
        cursor.executemany(
            f'INSERT INTO {xtd} (comment_ptr_id, thread_id, parent_id, level, "order", followup, nested_count) '
            "VALUES (%s, %s, %s, 0, 1, %s, 0)",
            [(pk, pk, pk, False) for pk in pks],
        )
        fixed = {
            "state": "pending",
            "publish_as": "anonymous",
            "channel": "web",
            "language": "en",
            "author_language": "en",
            "author_kind": "person",
        }
        empty = ("reason_code", "position", "suggested_text", "quote", "search_text", "author_name", "organisation")
        more = ("quote_prefix", "quote_suffix", "quote_language", "register_number", "represents")
        fixed |= dict.fromkeys((*empty, *more, "author_key", "external_source", "external_id"), "")
        fixed |= {"may_be_quoted": False, "agree_count": 0, "disagree_count": 0, "flag_count": 0, "receipt_number": 1}
        uuid = thread.pk.hex if connection.vendor == "sqlite" else str(thread.pk)
        cursor.executemany(
            f"INSERT INTO {own} (xtdcomment_ptr_id, hub_thread_id, received_at, reference, {', '.join(fixed)}) "
            f"VALUES (%s, %s, %s, %s, {', '.join(['%s'] * len(fixed))})",
            [(pk, uuid, DURING, f"C-2026-{start + n + 1:06d}", *fixed.values()) for n, pk in enumerate(pks)],
        )


def test_three_thousand_cost_what_one_costs(client, url, moderator):
    thread = ThreadFactory()
    many(thread, 1)
    client.get(url)  # fills Wagtail's own caches
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    many(thread, 2999)
    with CaptureQueriesContext(connection) as lots:
        html = client.get(f"{url}?p=60").content.decode()
    assert len(few) == len(lots)
    assert html.count('name="item"') == PER_PAGE
    assert "120" in html
    assert client.get(f"{url}?p=999999999999999999").status_code == 200
    assert client.get(f"{url}?p=500").content.decode().count('name="item"') == PER_PAGE


def test_after_a_decision_the_keyboard_is_at_the_next_one(client, url, moderator):
    first, second, last = (CommentFactory(pending=True, received_at=DURING + timedelta(hours=n)) for n in range(3))
    html = client.get(url).content.decode()
    following = re.findall(r'name="following" value="([^"]*)"', html)
    assert following == [second.reference, last.reference, ""]
    sent = {"queue": "contributions.waiting", "item": first.reference, "decision": "approve", "p": "1"}
    response = client.post(url, sent | {"following": second.reference})
    assert response["Location"].endswith(f"#{second.reference}")
    assert f'id="{second.reference}" tabindex="-1"' in client.get(url).content.decode()
    response = client.post(url, sent | {"item": last.reference, "following": '"><script>'})
    assert response["Location"].endswith("#queue")


def test_a_missing_reason_is_said_beside_the_comment(client, url, moderator):
    CommentFactory(pending=True)
    comment = CommentFactory(pending=True)
    html = decide(client, url, comment, "withhold", reason="").content.decode()
    assert html.count("Choose a reason.") == 1
    assert f'id="error-{comment.reference}" role="alert"' in html
    assert re.search(rf'<select id="reason-{comment.reference}"[^>]*aria-describedby="error-{comment.reference}"', html)


def test_the_front_page_says_what_waits(client, moderator):
    home = reverse("wagtailadmin_home")
    assert "Nothing waits here." in client.get(home).content.decode()
    CommentFactory(pending=True)
    html = client.get(home).content.decode()
    assert "What waits" in html
    assert "Waiting to be published (1)" in html
    client.force_login(carol())
    assert "Waiting to be published" not in client.get(home).content.decode()


def test_the_text_that_a_comment_is_about_is_at_hand(client, url, moderator):
    thread = ThreadFactory()
    describe_thread(thread, text="The quay is open to everybody.", text_language="en")
    comment = CommentFactory(pending=True, hub_thread=thread)
    Comment.objects.filter(pk=comment.pk).update(quote="open to everybody")
    html = client.get(url).content.decode()
    assert re.search(r'<details.*?<div lang="en" dir="ltr">\s*<p>The quay is open to everybody', html, re.DOTALL)
    assert re.search(r"<blockquote[^>]*><p>open to everybody", html)


# --- many at once, filters, changes -----------------------------------------------------------------------------------


def many_at_once(client, url, what, *comments, **more):
    items = [getattr(comment, "reference", comment) for comment in comments]
    return client.post(url, {"queue": "contributions.waiting", "many": what, "items": items, **more}, follow=True)


def test_many_are_published_at_once_and_what_a_colleague_decided_is_named(client, url, moderator):
    comments = [CommentFactory(pending=True) for _ in range(4)]
    services.withhold(comments[3], actor=UserFactory(moderator=True), reason_code="insult", now=DURING)
    html = many_at_once(client, url, "approve", *comments).content.decode()
    assert Comment.objects.published().count() == 3
    assert "3 are approved." in html
    assert comments[3].reference in html
    comments[3].refresh_from_db()
    assert comments[3].state == "withheld"


def test_many_are_withheld_for_one_reason_and_never_without_one(client, url, moderator):
    comments = [CommentFactory(pending=True) for _ in range(3)]
    refused = many_at_once(client, url, "withhold", *comments[:2])
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "Choose a reason. All that are chosen" in html
    assert html.count("checked") == 2  # what was ticked stays ticked
    many_at_once(client, url, "withhold", *comments[:2], reason="advertising")
    assert [*Comment.objects.filter(state="withheld").values_list("reason_code", flat=True)] == ["advertising"] * 2
    assert many_at_once(client, url, "approve").status_code == 422
    assert client.post(url, {"queue": "contributions.waiting", "many": "delete", "items": ["x"]}).status_code == 404


def test_the_list_is_narrowed_by_language_channel_and_words(client, url, moderator):
    arabic = CommentFactory(pending=True, body="نريد أشجارا", language="ar")
    letter = CommentFactory(pending=True, body="Trees, by letter.", channel="letter")
    plain = CommentFactory(pending=True, body="Benches, please.")
    for query, expected in (
        ("language=ar", {arabic}),
        ("channel=letter", {letter}),
        ("words=benches", {plain}),
        ("words=%D8%A3%D8%B4%D8%AC%D8%A7%D8%B1%D8%A7", {arabic}),
        ("words=benches&language=ar", set()),
        ("language=xx&channel=pigeon&words=%00", {arabic, letter, plain}),
    ):
        html = client.get(f"{url}?queue=contributions.waiting&{query}").content.decode()
        assert {one for one in (arabic, letter, plain) if f'id="{one.reference}"' in html} == expected, query
    kept = {"queue": "contributions.waiting", "item": letter.reference, "decision": "approve", "channel": "letter"}
    assert "channel=letter" in client.post(url, kept)["Location"]


def test_a_change_waits_in_its_list_with_what_it_changes(client, url, moderator):
    thread = ThreadFactory()
    comment = CommentFactory(hub_thread=thread, body="Please plant trees.", user=alice())
    describe_thread(thread, premoderated=True)
    services.edit(
        comment, body="Please plant palms.", suggested_text="", position="support", actor=comment.user, now=DURING
    )
    html = client.get(f"{url}?queue=contributions.edited").content.decode()
    assert re.search(r"<del>.*?trees", html)
    assert re.search(r"<ins>.*?palms", html)
    item = f"{comment.reference}-2"
    assert f'id="{item}"' in html
    client.post(url, {"queue": "contributions.edited", "item": item, "decision": "approve"})
    comment.refresh_from_db()
    assert comment.body == "Please plant palms."
    assert "Nothing waits here." in client.get(f"{url}?queue=contributions.edited").content.decode()
    for unknown in ("C-2026-000001-99999999999", "x", f"{comment.reference}-7"):
        client.post(url, {"queue": "contributions.edited", "item": unknown, "decision": "approve"})


@pytest.mark.parametrize("name", ["contributions.flagged", "contributions.edited"])
def test_reported_and_changed_ones_cost_the_same_however_many(client, url, moderator, name):
    author, costs = alice(), []
    for size in (1, 12):
        while Comment.objects.count() < size:
            comment = CommentFactory(user=author)
            services.flag(comment, actor=None, reason_code="hate", note="", now=DURING)
            services.edit(comment, body="Other words.", suggested_text="", position="support", actor=author, now=DURING)
        client.get(f"{url}?queue={name}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{url}?queue={name}")
        costs.append(len(captured))
    assert costs[0] == costs[1]
