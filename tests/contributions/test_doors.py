"""Held, withheld, withdrawn and confidential text appears through no door."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.contributions import selectors, services
from hub.contributions.adapters.registries import ContributionsPersonalData, own_contributions
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment
from hub.contributions.models.revision import Revision
from hub.contributions.views.thread import render_thread
from hub.core.registries import moderation_queues
from hub.notifications.services import deliver_due
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.contributions import (
    DURING,
    CommentFactory,
    ThreadFactory,
    answer_thread,
    describe_thread,
    subject_at,
)

pytestmark = pytest.mark.django_db

HIDDEN = ["pending", "withheld", "withdrawn", "confidential"]
SECRET = "Zanzibarium"


def url(reference: str, language: str = "en") -> str:
    with override(language):
        return reverse("contribution_trace", args=[reference])


@pytest.fixture(params=HIDDEN)
def hidden(request):
    thread = ThreadFactory()
    return CommentFactory(
        hub_thread=thread,
        body=f"{SECRET} in the text.",
        suggested_text=f"{SECRET} in the wording.",
        author_name=SECRET,
        email="someone@example.org",
        **{request.param: True},
    )


def thread_html(thread) -> str:
    request = RequestFactory().get("/en/")
    return render_thread(request, thread=thread, subject=subject_at(thread, DURING), compose_url="/x/")


def test_not_in_the_thread(hidden):
    CommentFactory(hub_thread=hidden.hub_thread)
    html = thread_html(hidden.hub_thread)
    assert SECRET not in html
    assert hidden.reference not in html


def test_the_trace_is_the_same_404_as_for_a_number_never_given(client, hidden):
    unknown = client.get(url("C-2026-999999"))
    found = client.get(url(hidden.reference))
    assert found.status_code == unknown.status_code == 404
    assert found.content.replace(hidden.reference.encode(), b"") == unknown.content.replace(b"C-2026-999999", b"")
    assert dict(found.headers).keys() == dict(unknown.headers).keys()


def test_the_trace_and_withdrawal_are_404_for_other_people(client, hidden):
    client.force_login(dan())
    assert client.get(url(hidden.reference)).status_code == 404
    assert client.post(reverse("contribution_withdraw", args=[hidden.reference])).status_code == 404


@pytest.mark.parametrize("reader", ["anonymous", "outsider"])
@pytest.mark.parametrize("door", ["history", "change", "changed", "report", "react", "mine", "withdraw"])
def test_every_address_below_it_is_404_for_other_people(client, hidden, door, reader):
    if reader == "outsider":
        client.force_login(dan())
    address = reverse(f"contribution_{'receipt' if door == 'mine' else door}", args=[hidden.reference])
    unknown = address.replace(hidden.reference, "C-2026-999999")
    for method in (client.get, client.post):
        answer, none = method(address, {"kind": "agree"}), method(unknown, {"kind": "agree"})
        assert answer.status_code == none.status_code
        assert answer.status_code in (404, 405)
        assert SECRET not in answer.content.decode()


def test_hidden_texts_files_and_quotes_stay_inside(client, hidden):
    Comment.objects.filter(pk=hidden.pk).update(
        quote=f"{SECRET} quoted", register_number=SECRET, represents=SECRET, organisation=SECRET
    )
    Revision.objects.create(
        comment=hidden, number=2, body=SECRET, language="en", written_at=DURING, state="published", published_at=DURING
    )
    file = Attachment.objects.create(
        comment=hidden, kind="pdf", name=f"{SECRET}.pdf", size=1, sha256="0" * 64, content=SECRET.encode()
    )
    CommentFactory(hub_thread=hidden.hub_thread, body="Somebody else says something public.")
    assert client.get(reverse("contribution_file", args=[hidden.reference, file.pk])).status_code == 404
    assert SECRET not in thread_html(hidden.hub_thread)
    assert SECRET not in json.dumps(ContributionsPersonalData().export(dan()), default=str)
    with freeze_time(DURING):
        page = client.get(reverse("contribute", args=[hidden.hub_thread_id]) + "?part=form")
    assert SECRET not in page.content.decode()
    said = f"{SECRET} in the text. And five more words of mine."
    assert selectors.similar_comments(hidden.hub_thread_id, said, email="") == []


def test_the_name_of_who_wants_none_stands_nowhere(client):
    comment = CommentFactory(anonymous=True)
    Comment.objects.filter(pk=comment.pk).update(
        author_name=SECRET, organisation=SECRET, register_number=SECRET, represents=SECRET
    )
    for address in (url(comment.reference), reverse("contribution_report", args=[comment.reference])):
        assert SECRET not in client.get(address).content.decode()
    assert SECRET not in thread_html(comment.hub_thread)


def test_not_on_other_peoples_account_pages_or_exports(hidden):
    other = dan()
    assert own_contributions(other)["rows"] == []
    assert SECRET not in json.dumps(ContributionsPersonalData().export(other))


def test_not_in_letters_to_others_and_not_in_the_record(hidden):
    other = CommentFactory(hub_thread=hidden.hub_thread, user=alice(), pending=True)
    services.publish(other, actor=UserFactory(moderator=True), now=DURING)
    deliver_due(timezone.now())
    assert mail.outbox
    assert SECRET not in "".join(m.subject + m.body for m in mail.outbox)
    assert SECRET not in str(list(AuditEntry.objects.values_list()))


def test_the_reply_address_of_the_library_is_guarded(client, hidden):
    assert client.get(reverse("comments-xtd-reply", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("contribute", args=[hidden.hub_thread_id]) + f"?reply_to={hidden.pk}").status_code == 404
    assert client.get(reverse("comments-xtd-reply", args=[2**63])).status_code == 404


@pytest.mark.parametrize("path", ["like", "dislike", "flag", "flagged", "approve", "delete", "api/flag", "posted"])
def test_the_library_s_other_addresses_do_not_exist(client, path):
    comment = CommentFactory()
    for address in (f"/en/comments/{path}/{comment.pk}/", f"/comments/{path}/{comment.pk}/", f"/en/comments/{path}/"):
        assert client.get(address, follow=True).status_code == 404


def test_a_hidden_parent_is_a_tombstone_that_keeps_its_replies():
    thread = ThreadFactory()
    parent = CommentFactory(hub_thread=thread, body=SECRET, user=alice())
    CommentFactory(hub_thread=thread, parent=parent, body="A reply that stays.")
    from hub.contributions import services

    services.withdraw(parent, actor=parent.user, now=DURING)
    html = thread_html(thread)
    assert SECRET not in html
    assert "A reply that stays." in html
    assert "withdrawn by its author" in html


def test_a_published_comment_of_a_page_taken_down_is_not_shown(client):
    comment = CommentFactory(body=SECRET)
    describe_thread(comment.hub_thread, url="")
    assert client.get(url(comment.reference)).status_code == 404


def test_authors_see_their_own_wherever_it_stands(client, hidden):
    hidden.user = alice()
    hidden.save()
    client.force_login(hidden.user)
    response = client.get(url(hidden.reference))
    assert response.status_code == 200
    assert SECRET in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert [row["comment"] for row in own_contributions(hidden.user)["rows"]] == [hidden]


def test_a_published_comment_is_read_by_everyone_without_a_cookie(client):
    comment = CommentFactory(body="Trees along the quay.", suggestion=True)
    answer_thread(comment.hub_thread)
    for language in ("en", "fr", "ar"):
        response = client.get(url(comment.reference, language))
        html = response.content.decode()
        assert response.status_code == 200
        assert "Trees along the quay." in html
        assert "The harbour stays open until ten in summer." in html
        assert not response.cookies


def test_anonymous_and_pseudonymous_texts_show_no_other_name(client):
    nameless = CommentFactory(publish_as="anonymous", author_name=SECRET, email="z@example.org")
    alias = CommentFactory(pseudonym=True, user=alice(pseudonym="Gull"))
    html = client.get(url(nameless.reference)).content.decode()
    assert SECRET not in html
    assert "z@example.org" not in html
    html = client.get(url(alias.reference)).content.decode()
    assert "alice@example.org" not in html


def test_references_are_read_in_any_case(client):
    comment = CommentFactory()
    response = client.get(url(comment.reference.lower()))
    assert response.status_code == 302
    assert response["Location"].endswith(f"/c/{comment.reference}/")
    for odd in ("C-2026-1", "C-2026-0000010", "%00", quote("C-٢٠٢٦-000001"), "x" * 300):
        assert client.get(f"/en/c/{odd}/").status_code == 404


def test_moderators_queue_holds_what_waits_and_only_that():
    held = CommentFactory(pending=True, body=SECRET)
    CommentFactory(published=True)
    CommentFactory(confidential=True)
    items = moderation_queues.get("contributions.waiting").items(limit=10)
    assert [item.id for item in items] == [held.reference]
    assert SECRET in items[0].body
    assert moderation_queues.get("contributions.unread").count() == 1
