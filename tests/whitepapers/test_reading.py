"""The reading view, the page of a clause and frozen versions, as a reader gets them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.factories import whitepapers as make
from tests.factories.translation import publish_translation, submit, sync, translate
from tests.whitepapers.panel import only_panel
from whitepapers.selectors import clauses_by_block

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Iterator[None]:
    with only_panel():
        yield


def html_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def act(**kwargs: Any) -> Any:
    body = [
        make.heading_block("Purpose"),
        make.clause_block("Why this act."),
        make.heading_block("Street trading"),
        make.clause_block("A licence is needed.", heading="Licence"),
        make.note_block("Today three months."),
        make.clause_block("It lasts a year.", level="2", summary="One year."),
    ]
    return make.published_draft(body=body, slug="act", **kwargs)


def test_every_clause_has_its_number_its_anchor_and_its_text(client: Client) -> None:
    html = html_of(client, act().url)
    for eid, number, text in [
        ("sec_1__subsec_1", "1.1", "Why this act."),
        ("sec_2__subsec_1", "2.1", "A licence is needed."),
        ("sec_2__subsec_1__para_1", "2.1.1", "It lasts a year."),
    ]:
        section = re.search(rf'<section class="clause[^>]*id="{eid}".*?</section>', html, re.S)
        assert section, eid
        assert number in section.group()
        assert text in section.group()
        assert f"/en/documents/act/clauses/{eid}/" in section.group()
    assert re.search(r'<h2 class="doc-heading" id="sec_2">.*Street trading', html)
    assert "Today three months." in html
    assert "In plain language:" in html


def test_the_page_tells_its_version_and_links_to_it_frozen(client: Client) -> None:
    html = html_of(client, act().url)
    assert "Policy draft" in html
    assert '<a href="/en/documents/act/v1/">version 1 of' in html


def test_contents_lead_to_parts_and_tell_their_activity(client: Client, panel: None) -> None:
    html = html_of(client, act().url)
    contents = re.search(r'<nav class="toc.*?</nav>', html, re.S).group()
    assert re.findall(r'href="(#[^"]+)"', contents) == ["#sec_1", "#sec_1__subsec_1", "#sec_2", "#sec_2__subsec_1"]
    assert "8 comments" in contents  # clauses 3 and 5 of the second part
    assert 'style="' not in html


def test_activity_stands_beside_each_clause_as_real_links(client: Client, panel: None) -> None:
    html = html_of(client, act().url)
    assert "Open for comments" in html
    assert 'href="/comment-on/sec_2__subsec_1/"' in html
    assert 'href="/en/documents/act/clauses/sec_2__subsec_1/#thread"' in html


def test_without_a_consultation_nothing_invites_to_comment(client: Client) -> None:
    html = html_of(client, act().url)
    assert "Comment on" not in html.replace("Comment on this clause", "")  # the list of keys
    assert "comments so far" not in html


def test_the_page_of_a_clause_has_text_thread_neighbours_and_place(client: Client, panel: None) -> None:
    html = html_of(client, f"{act().url}clauses/sec_2__subsec_1/")
    assert "A licence is needed." in html
    assert "Thread of" in html
    assert re.search(r'rel="prev" href="[^"]*/clauses/sec_1__subsec_1/"', html)
    assert re.search(r'rel="next" href="[^"]*/clauses/sec_2__subsec_1__para_1/"', html)
    assert "/en/documents/act/#sec_2" in html
    assert "It lasts a year." not in html


@pytest.mark.parametrize("eid", ["nothing", "sec_2", "note_1", "%2e%2e", "sec_9__subsec_9", "'--"])
def test_what_is_no_clause_has_no_page(client: Client, eid: str) -> None:
    assert client.get(f"{act().url}clauses/{eid}/").status_code == 404


def test_other_features_serve_pages_below_a_clause(client: Client, panel: None) -> None:
    url = f"{act().url}clauses/sec_1__subsec_1/comment/"
    assert client.get(url).content == b"GET sec_1__subsec_1 of act"
    assert client.post(url).content == b"POST sec_1__subsec_1 of act"
    assert client.get(f"{act_url(url)}other/").status_code == 404


def act_url(url: str) -> str:
    return url.removesuffix("comment/")


def test_a_retired_clause_keeps_its_page_and_its_thread(client: Client, panel: None) -> None:
    page = make.published_draft(clauses=3, slug="act")
    make.publish(make.set_body(page, make.body_of(page)[:2]))
    text = html_of(client, page.url)
    assert 'id="sec_3"' in text.partition("Clauses that were taken out")[2]  # where an old link leads
    assert "licence number 3" not in text
    html = html_of(client, f"{page.url}clauses/sec_3/")
    assert f'href="{page.url}v1/#sec_3"' in html
    assert "licence number 3" in html
    assert "it was taken out on" in html
    assert "Thread of" in html


def test_a_frozen_version_does_not_change_with_the_text(client: Client) -> None:
    page = act()
    before = re.search(r"<article.*?</article>", html_of(client, f"{page.url}v1/"), re.S).group()
    blocks = make.body_of(page)
    blocks[1]["value"]["text"] = "<p>Quite other words.</p>"
    make.publish(make.set_body(page, [blocks[1], *blocks[2:]]))
    after = re.search(r"<article.*?</article>", html_of(client, f"{page.url}v1/"), re.S).group()

    def strip(html: str) -> str:
        return re.sub(r'<div class="notice".*?</div>', "", html, flags=re.S)

    assert strip(before) == strip(after)
    assert "Version 2 has replaced it" in after
    assert "Why this act." in after
    assert "Today three months." in after
    assert "Quite other words." in html_of(client, f"{page.url}v2/")
    assert client.get(f"{page.url}v3/").status_code == 404
    assert client.get(f"{page.url}v0/").status_code == 404


def test_a_draft_is_not_public(client: Client) -> None:
    page = make.draft_page(clauses=2)
    assert client.get(f"/en/documents/{page.slug}/").status_code == 404


def test_unpublished_changes_do_not_show(client: Client) -> None:
    page = make.published_draft(clauses=2)
    make.set_body(page, [*make.clause_blocks(1), make.clause_block("Secret for now.")]).save_revision()
    assert "Secret for now." not in html_of(client, page.url)


@pytest.mark.parametrize("suffix", ["", "clauses/sec_1/", "v1/"])
def test_readers_get_no_cookie_and_an_etag(client: Client, panel: None, suffix: str) -> None:
    url = make.published_draft(clauses=2).url + suffix
    response = client.get(url)
    assert not response.cookies
    assert client.get(url, headers={"if-none-match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("suffix", ["", "clauses/sec_1/", "v1/"])
def test_a_page_costs_the_same_with_one_and_with_fifty_clauses(
    client: Client, panel: None, suffix: str, django_assert_num_queries: Any
) -> None:
    urls = [make.published_draft(clauses=count).url + suffix for count in (1, 50)]
    client.get(urls[0])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for url in urls:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 25


def test_the_library_costs_the_same_with_one_and_with_fifteen_documents(client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (1, 14):
        for _ in range(more):
            make.published_draft(clauses=1)
        client.get("/en/documents/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/documents/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_library_shows_documents_of_other_languages_marked_as_such(client: Client) -> None:
    act(title="Draft act on streets")
    html = html_of(client, "/fr/documents/")
    assert '<a href="/en/documents/act/" lang="en" dir="ltr">Draft act on streets</a>' in html


def test_the_language_switch_stays_on_the_clause(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    page = act()
    translation = submit(page, "fr")
    translate(translation, lambda text: f"FR {text}")
    publish_translation(translation, django_capture_on_commit_callbacks)
    for suffix in ("", "v1/", "clauses/sec_2__subsec_1/"):
        html = html_of(client, f"{page.url}{suffix}")
        assert f'hreflang="fr" href="http://testserver/fr/documents/act/{suffix}"' in html
        assert client.get(f"/fr/documents/act/{suffix}").status_code == 200
        assert "/ar/documents/" not in html.replace('href="/ar/documents/"', "")


def test_a_translation_that_is_behind_says_so_clause_by_clause(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = act()
    translation = submit(page, "fr")
    translate(translation, lambda text: f"FR {text}")
    publish_translation(translation, django_capture_on_commit_callbacks)
    url = "/fr/documents/act/"
    assert "notice-warning" not in html_of(client, url)
    blocks = make.body_of(page)
    blocks[3]["value"]["text"] = "<p>No licence is needed.</p>"
    make.publish(make.set_body(page, [*blocks, make.clause_block("Brand new.")]))

    html = html_of(client, url)
    assert "notice-warning" in html
    section = re.search(r'<section class="clause[^>]*id="sec_2__subsec_1".*?</section>', html, re.S).group()
    assert 'href="?beside=en#sec_2__subsec_1"' in section
    other = re.search(r'<section class="clause[^>]*id="sec_1__subsec_1".*?</section>', html, re.S).group()
    assert "clause-state" not in other

    # Synced but not translated: the original's words, marked with their language.
    sync(translation)
    publish_translation(translation, django_capture_on_commit_callbacks)
    html = html_of(client, url)
    section = re.search(r'<section class="clause[^>]*id="sec_2__subsec_1".*?</section>', html, re.S).group()
    assert '<div class="clause-text" lang="en" dir="ltr"><p>No licence is needed.</p></div>' in section

    translate(translation, lambda text: f"FR {text}")
    publish_translation(translation, django_capture_on_commit_callbacks)
    assert "notice-warning" not in html_of(client, url)


def test_the_clause_page_of_a_lagging_translation_shows_the_original_marked(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = act()
    translation = submit(page, "ar")
    translate(translation, lambda text: f"نص {text}")
    publish_translation(translation, django_capture_on_commit_callbacks)
    blocks = make.body_of(page)
    blocks[3]["value"]["text"] = "<p>No licence is needed.</p>"
    make.publish(make.set_body(page, blocks))
    html = html_of(client, "/ar/documents/act/clauses/sec_2__subsec_1/")
    assert '<div class="clause-text" lang="en" dir="ltr"><p>No licence is needed.</p></div>' in html
    assert '<html lang="ar" dir="rtl"' in html


def test_editors_can_preview_a_draft_that_was_never_published() -> None:
    page = make.draft_page(clauses=2)
    response = page.make_preview_request()
    assert response.status_code == 200
    response.render()
    assert "licence number 2" in response.content.decode()
    assert not clauses_by_block(page.translation_key)
