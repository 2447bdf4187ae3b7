"""The officer splits, copies and merges clauses in Wagtail's own editor; no word is lost on the way."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.e2e.conftest import RunningHub
from tests.e2e.test_thin_slice import sign_in

BODY = [
    {"id": "0b0c6a51-41c3-4f0e-9a55-0d6d7b7f0001", "text": "<p>Alpha one. Beta two.</p>", "heading": "First"},
    {"id": "0b0c6a51-41c3-4f0e-9a55-0d6d7b7f0002", "text": "<p>Gamma three.</p>", "heading": "Second"},
]
MAKE = """
import json
from wagtail.models import Locale
from whitepapers.models.pages import DocumentIndexPage, PolicyDraftPage
body = [
    {"type": "clause", "id": one["id"], "value": {"level": "1", "heading": one["heading"], "text": one["text"]}}
    for one in json.loads('%s')
]
page = PolicyDraftPage(title="Draft to be split", slug="draft-to-be-split", body=body, live=False)
DocumentIndexPage.objects.get(locale__language_code="en").add_child(instance=page)
page.save_revision()
print(json.dumps(page.pk))
"""
SAVED = """
import json
from whitepapers.models.pages import PolicyDraftPage
from whitepapers.selectors import parts_of
draft = PolicyDraftPage.objects.get(pk=%d).get_latest_revision_as_object()
print(json.dumps([[part.block_id, part.text, list(part.came_from)] for part in parts_of(draft.body, "en")]))
"""


def shell(hub: RunningHub, code: str) -> object:
    return json.loads(hub.manage("shell", "-v0", "-c", code))


def clause(page: Page, position: int) -> Locator:
    return page.locator(
        "section.w-panel--nested:visible:has(> .w-panel__header [data-streamfield-action=SPLIT_CLAUSE])"
    ).nth(position)


def act(page: Page, position: int, action: str) -> None:
    clause(page, position).locator(f"> .w-panel__header [data-streamfield-action={action}]").click()


def sent(page: Page) -> list[tuple[str, str]]:
    """Words and ancestry of each clause as the form would send them this very moment."""
    found = []
    for position in range(page.locator("[data-streamfield-action=SPLIT_CLAUSE]:visible").count()):
        block = clause(page, position)
        text = json.loads(block.locator("input[name$='-value-text']").input_value())
        words = " | ".join(line["text"] for line in text["blocks"]) if text else ""
        found.append((words, block.locator("input[name$='-value-came_from']").input_value()))
    return found


@pytest.mark.once
def test_clauses_are_split_copied_and_merged_in_the_editor(hub: RunningHub, browser: Browser) -> None:
    pk = shell(hub, MAKE % json.dumps(BODY))
    first, second = (one["id"] for one in BODY)
    page = sign_in(browser.new_context(viewport={"width": 1280, "height": 900}), hub, "officer@example.org")
    page.goto(f"{hub.url}/cms/pages/{pk}/edit/")
    # The number that each clause has in the draft stands beside it.
    page.wait_for_selector(".clause-chip")
    assert page.locator(".clause-chip:visible").all_inner_texts() == ["1", "2"]

    # Without a place to cut, the editor says what to do and changes nothing.
    act(page, 0, "SPLIT_CLAUSE")
    page.wait_for_selector(".clause-hint")
    assert [words for words, _ids in sent(page)] == ["Alpha one. Beta two.", "Gamma three."]

    # At the cursor, with the keyboard alone.
    clause(page, 0).locator(".public-DraftEditor-content").click()
    page.keyboard.press("Control+Home")
    for _step in range(len("Alpha one. ")):
        page.keyboard.press("ArrowRight")
    button = clause(page, 0).locator("> .w-panel__header [data-streamfield-action=SPLIT_CLAUSE]")
    button.focus()
    page.keyboard.press("Enter")
    assert sent(page) == [("Alpha one. ", ""), ("Beta two.", first), ("Gamma three.", "")]

    # A copy is a new clause with the same words and no ancestry.
    act(page, 1, "DUPLICATE")
    assert sent(page)[2] == ("Beta two.", "")
    copy = (clause(page, 2).get_attribute("id") or "").removeprefix("block-").removesuffix("-section")
    new = (clause(page, 1).get_attribute("id") or "").removeprefix("block-").removesuffix("-section")
    assert len({first, second, new, copy}) == 4

    # Merged, the clause above has all words and remembers whom it took in.
    act(page, 2, "MERGE_CLAUSE")
    act(page, 2, "MERGE_CLAUSE")
    assert sent(page) == [
        ("Alpha one. ", ""),
        ("Beta two. | Beta two. | Second | Gamma three.", f"{first},{copy},{second}"),
    ]

    # Wagtail saves by itself as well: what counts is the answer to this press, not a draft sent before it.
    with page.expect_navigation():
        page.locator("button.action-save").first.click()
    page.wait_for_selector(".messages .success")
    saved = shell(hub, SAVED % pk)
    assert saved == [
        [first, "Alpha one.", []],
        [new, "Beta two.\nBeta two.\nSecond\nGamma three.", [first, copy, second]],
    ]
