"""What is not public leaves through no door: every page that each kind of reader can reach is opened and searched."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core import mail
from django.test import Client
from freezegun import freeze_time
from wagtail.models import Page

from consultations.models.consultation import Consultation
from hub.accounts.enums import Role
from hub.contributions import services
from hub.contributions.engine.draft import Draft
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.selectors import subject_of
from hub.notifications.services import deliver_due
from tests.factories.accounts import UserFactory
from tests.factories.consultations import NOW, ConsultationFactory, answer, clause_threads
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, draft_page, publish, published_draft, set_body
from tests.security.paths import PUBLIC

pytestmark = pytest.mark.django_db

SECRET = "Zanzibarium"  # in every text and name that must stay inside
HIDDEN = ("pending", "withheld", "withdrawn", "confidential")
MOST_PAGES = 600
_LINK = re.compile(r'(?:href|action|src|data-[a-z-]*url[a-z-]*)="([^"#]+)')
# Leaving, and what Wagtail makes for the browser alone (scripts, icons), says nothing about people.
_SKIPPED = ("/static/", "/media/", "/cms/sprite", "/cms/jsi18n", "/cms/logout", "/en/account/logout")


@pytest.fixture
def now() -> Iterator[None]:
    with freeze_time(NOW):
        yield


@pytest.fixture
def consultation(now: None) -> Consultation:
    """Beside one public comment: one of each kind that is not, an unconfirmed one, an answer in preparation."""
    made: Consultation = ConsultationFactory(open=True)
    thread = clause_threads(made)[0].thread
    CommentFactory(hub_thread=thread, received_at=NOW, body="Everybody may read this.", author_name="Amina")
    for trait in HIDDEN:
        CommentFactory(
            hub_thread=thread,
            received_at=NOW,
            body=f"{SECRET} {trait} body",
            suggested_text=f"{SECRET} {trait} wording",
            author_name=f"{SECRET} {trait} name",
            email=f"{SECRET.lower()}-{trait}@example.org",
            **{trait: True},
        )
    CommentFactory(hub_thread=thread, received_at=NOW, publish_as="anonymous", author_name=f"{SECRET} anonymous name")
    subject = subject_of(thread, NOW)
    assert subject is not None
    services.submit(
        thread,
        draft=Draft(body=f"{SECRET} unconfirmed", publish_as="anonymous"),
        user=None,
        email="unconfirmed@example.org",
        subject=subject,
        now=NOW,
    )
    answer(made, reasons={"en": f"{SECRET} in an answer that nobody published."})
    return made


@pytest.fixture
def drafts(now: None) -> list[Any]:
    """A document never published, one taken down, and one that is public while its next text is being written."""
    unborn = draft_page(title=f"{SECRET} unborn", slug="unborn", body=[clause_block(f"{SECRET} unborn")])
    unborn.save_revision()
    gone = published_draft(title=f"{SECRET} gone", slug="gone", body=[clause_block(f"{SECRET} gone")])
    gone.unpublish()
    changing = published_draft(title="A public draft", slug="changing", body=[clause_block("Public words.")])
    changing.title = f"{SECRET} next"
    set_body(changing, [clause_block(f"{SECRET} next")]).save_revision()
    return [unborn, gone, changing]


def references() -> list[str]:
    return list(Comment.objects.exclude(state="published").values_list("reference", flat=True))


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace") + str(dict(response.headers))


def crawl(client: Client, starts: list[str], *, below: str = "/") -> dict[str, str]:
    """Opens `starts` and what links lead to `below` an address, once; what is there. Nothing on the way may break."""
    queue, seen, pages = deque(starts), set(starts), {}
    while queue and len(pages) < MOST_PAGES:
        address = queue.popleft()
        response = client.get(address)
        assert response.status_code < 500, f"{address}: {response.status_code}"
        body = text_of(response)
        pages[address] = body
        links = [unescape(link) for link in _LINK.findall(body)]
        for link in [*links, response.get("Location", "")]:
            target = urlsplit(urljoin(f"http://testserver{address}", link))
            # The editor's lists offer every order and filter: one view of each is enough.
            wanted = target.path + (f"?{target.query}" if target.query and "/cms/" not in address else "")
            elsewhere = target.hostname not in ("testserver", "127.0.0.1") or target.query.startswith("next=")
            if elsewhere or wanted in seen or wanted.startswith(_SKIPPED) or not wanted.startswith(below):
                continue
            seen.add(wanted)
            queue.append(wanted)
    return pages


def doors() -> list[str]:
    """Where a crawl begins: what is linked, what is only guessed, and questions that ask for the secret itself."""
    guessed = [f"/en/c/{reference}/{tail}" for reference in references() for tail in ("", "withdraw/")]
    asked = [f"/{code}/search/?q={word}" for code in ("en", "fr", "ar") for word in (SECRET, *references())]
    return [
        *PUBLIC,
        *asked,
        *guessed,
        "/en/account/",
        "/en/account/data/",
        "/en/documents/gone/",
        "/en/documents/unborn/",
    ]


def leaks(pages: dict[str, str], what: str = r"\w+") -> list[str]:
    """Pages with a secret in them. The word alone may stand there: a search page repeats what was asked, among its own
    words; there, only what was said is a leak.
    """
    secret = re.compile(rf"{SECRET}\s+(?:{what})")
    said = re.compile(rf"{SECRET}\s+(?:{'|'.join([*HIDDEN, 'unconfirmed', 'anonymous', 'in an answer'])})")
    return [
        address
        for address, body in pages.items()
        if (said if f"q={SECRET}" in address else secret).search(re.sub(r"<[^>]+>", " ", body) + body)
    ]


@pytest.mark.parametrize("reader", ["nobody", "citizen"])
def test_the_public_finds_nothing_that_is_not_public(
    client: Client, consultation: Consultation, drafts: list[Any], reader: str
) -> None:
    if reader != "nobody":
        client.force_login(UserFactory(**{reader: True}))
    pages = crawl(client, doors())
    assert sum("Everybody may read this." in body for body in pages.values()) > 2
    assert leaks(pages) == []
    assert not [address for address, body in pages.items() if "unconfirmed@example.org" in body]


# Behind the counter a crawl is long. Whether a query leaves words out, the public's crawl asks on every database.
@pytest.mark.once
@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR])
def test_staff_who_do_not_moderate_find_no_held_words(client: Client, consultation: Consultation, role: Role) -> None:
    client.force_login(UserFactory(roles=[role]))
    pages = crawl(client, ["/cms/", "/cms/moderation/", *doors()], below="/cms/")
    assert leaks(pages, "|".join([*HIDDEN, "unconfirmed", "anonymous"])) == []


@pytest.mark.once
def test_moderators_answer_confidential_words_but_their_names_are_not_shown(
    client: Client, consultation: Consultation
) -> None:
    client.force_login(UserFactory(moderator=True))
    pages = crawl(client, ["/cms/", "/cms/moderation/", *doors()], below="/cms/")
    text = "".join(pages.values())
    assert f"{SECRET} confidential body" in text
    assert f"{SECRET} confidential name" not in text
    assert f"{SECRET} unconfirmed" not in text


def test_letters_tell_nobody_what_others_wrote(consultation: Consultation) -> None:
    deliver_due(NOW)
    own = {row.email for row in PendingSubmission.objects.all()}
    for letter in mail.outbox:
        assert SECRET not in letter.subject
        addressed_to_its_author = letter.to[0] in own or letter.to[0].startswith(SECRET.lower())
        assert addressed_to_its_author or SECRET not in letter.body


def test_what_was_never_given_and_what_is_hidden_answer_alike(client: Client, consultation: Consultation) -> None:
    def answer_to(reference: str) -> tuple[int, str, dict[str, str]]:
        response = client.get(f"/en/c/{reference}/")
        headers = {k: v for k, v in response.headers.items() if k not in ("X-Request-ID", "ETag")}
        return response.status_code, response.content.decode().replace(reference, ""), headers

    unknown = answer_to("C-2026-999999")
    assert unknown[0] == 404
    assert {answer_to(reference) == unknown for reference in references()} == {True}


@pytest.mark.parametrize("tail", ["", "v1/", "v2/", "clauses/sec_1/", "clauses/sec_1/comment/"])
def test_a_document_that_is_not_public_is_the_same_404_as_none(client: Client, drafts: list[Any], tail: str) -> None:
    bodies = {slug: client.get(f"/en/documents/{slug}/{tail}") for slug in ("nothing-here", "unborn", "gone")}
    assert {response.status_code for response in bodies.values()} == {404}
    assert len({response.content.decode().replace(slug, "") for slug, response in bodies.items()}) == 1


def test_a_text_taken_down_keeps_what_was_said_and_takes_nothing_more(
    client: Client, consultation: Consultation
) -> None:
    row = clause_threads(consultation)[0]
    public = Comment.objects.published().filter(hub_thread=row.thread)[0]
    subject = subject_of(row.thread, NOW)
    assert subject is not None
    readable = [f"/en/c/{public.reference}/", subject.url]
    forms = [f"{subject.url}comment/", f"/en/contribute/{row.thread_id}/"]
    assert [client.get(address).status_code for address in (*readable, *forms)] == [200] * 4
    Page.objects.get(translation_key=row.document_id).unpublish()
    assert [client.get(address).status_code for address in readable] == [200, 200]
    assert client.get(forms[0]).status_code == 404
    assert not subject_of(row.thread, NOW).accepts_contributions
    before = Comment.objects.count(), PendingSubmission.objects.count()
    sent = client.post(forms[1], {"body": "One word more.", "email": "dan@example.org", "publish_as": "anonymous"})
    assert sent.status_code in (409, 422)
    assert (Comment.objects.count(), PendingSubmission.objects.count()) == before


@pytest.mark.parametrize("reader", ["nobody", "citizen"])
def test_previews_and_the_editor_are_shut(client: Client, drafts: list[Any], reader: str) -> None:
    if reader == "citizen":
        client.force_login(UserFactory())
    for page in drafts:
        for address in (
            f"/cms/pages/{page.pk}/edit/preview/",
            f"/cms/pages/{page.pk}/view_draft/",
            f"/cms/pages/{page.pk}/revisions/{page.latest_revision_id}/view/",
            f"/cms/pages/{page.pk}/history/",
            f"/cms/api/main/pages/{page.pk}/",
            "/cms/api/main/pages/?fields=*",
            f"/cms/choose-page/search/?q={SECRET}",
        ):
            response = client.get(address)
            assert response.status_code in (302, 403), address
            assert SECRET not in response.content.decode()


def test_a_page_published_again_shows_its_frozen_versions_and_not_its_draft(client: Client, drafts: list[Any]) -> None:
    gone = publish(drafts[1])
    assert SECRET in client.get(f"/en/documents/{gone.slug}/v1/").content.decode()
    changing = client.get("/en/documents/changing/")
    assert "Public words." in changing.content.decode()
    assert client.get("/en/documents/changing/v2/").status_code == 404
