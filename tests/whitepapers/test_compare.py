"""The pages that tell what changed: two versions, all versions, one clause."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.core.registries import ChangeReason, change_reasons
from tests.factories import whitepapers as make
from tests.factories.translation import publish_translation, submit, translate
from whitepapers.models.clause import Clause
from whitepapers.models.document import DocumentVersion
from whitepapers.selectors import compare, document_of, version_numbered, versions_that_changed

pytestmark = pytest.mark.django_db


def edit(block: dict[str, Any], text: str, **values: Any) -> dict[str, Any]:
    return {**block, "value": {**block["value"], "text": f"<p>{text}</p>", **values}}


def rewritten(page: Any) -> Any:
    """Version 2: clause 1 split, 2 moved to the end, 3 changed, 4 merged into 5, one new, 6 removed."""
    one, two, three, four, five, _six = make.body_of(page)
    half = make.clause_block("The district issues it.", came_from=one["id"])
    new = make.clause_block("Nobody trades at night.")
    blocks = [
        edit(one, "A person may trade in a public space with licence number 1."),
        half,
        edit(three, "A person may trade in a public space with permit number 3 issued by the district."),
        edit(five, "Licence number 4 and licence number 5 are issued by the district.", came_from=four["id"]),
        new,
        two,
    ]
    return make.publish(make.set_body(page, blocks))


@pytest.fixture
def page() -> Any:
    return rewritten(make.published_draft(clauses=6, owner_body="Department of streets"))


def get(page: Any, path: str, status: int = 200) -> str:
    response = Client().get(f"{page.url}{path}")
    assert response.status_code == status, response.status_code
    return response.content.decode()


def comparison(page: Any, a: int = 1, b: int = 2, language: str = "en") -> Any:
    document = document_of(page.translation_key)
    return compare(document, version_numbered(document.pk, a), version_numbered(document.pk, b), language)


def as_set(changes: Any) -> set[tuple[Any, ...]]:
    return {(change.status.value, change.old, change.new, change.text, change.heading) for change in changes}


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"</?bdi>", "", html)).split())


def test_each_clause_is_told_by_what_became_of_it(page: Any) -> None:
    figures = comparison(page).figures
    assert (figures.split, figures.merged, figures.edited, figures.new, figures.removed) == (1, 2, 1, 1, 1)
    assert figures.moved == 1
    told = words_of(get(page, "compare/1/2/"))
    for sentence in ("1 clause changed", "1 clause is new", "1 clause was removed", "1 clause was split",
                     "2 clauses were merged", "1 clause only moved", "Clause 1 was split; its words went on in 1, 2.",
                     "Clauses 4, 5 were merged into 4.", "Was 2, is now 6.",
                     "No cause was named for this change."):  # fmt: skip
        assert sentence in told, sentence


def test_back_and_forth_are_mirror_images(page: Any) -> None:
    there, back = comparison(page, 1, 2), comparison(page, 2, 1)
    assert as_set(change.mirrored() for change in back.changes) == as_set(there.changes)
    assert (back.figures.new, back.figures.removed, back.figures.split, back.figures.merged) == (1, 1, 1, 2)
    assert back.is_backwards
    assert "comparing backwards" in get(page, "compare/2/1/")


def test_marks_are_told_to_ears_as_well(page: Any) -> None:
    html = get(page, "compare/1/2/")
    assert re.search(r'<del><bdi class="visually-hidden" lang="en">\[removed: </bdi>licence<', html)
    assert re.search(r'<ins><bdi class="visually-hidden" lang="en">\[added: </bdi>permit<', html)
    assert "Before and after, without marks" in html
    assert '<meta name="robots" content="noindex, follow">' in html
    assert not re.search(r"<(script(?! src=)|style)\b", html)


def test_the_same_version_twice_is_a_sentence_and_unknown_ones_do_not_exist(page: Any) -> None:
    assert "nothing differs" in get(page, "compare/2/2/")
    for path in ("compare/1/9/", "compare/0/1/", "compare/9/9/", "compare/1/99999999999999999999/"):
        get(page, path, 404)


def test_the_form_leads_to_the_comparison_without_scripts(page: Any) -> None:
    html = get(page, "compare/")
    assert "2 versions" in html
    assert "Department of streets" in html
    assert f'action="{page.url}compare/"' in html
    assert 'method="get"' in html
    client = Client()
    assert client.get(f"{page.url}compare/?from=1&to=2").headers["Location"] == f"{page.url}compare/1/2/"
    for query in ("from=1", "from=1&to=9", "from=x&to=-1", "from=%00&to=1"):
        answer = client.get(f"{page.url}compare/?{query}")
        assert answer.status_code == 200
        assert "There is no such version" in answer.content.decode()
    get(make.draft_page(), "compare/", 404)


def test_one_version_has_nothing_to_compare() -> None:
    html = get(make.published_draft(clauses=1), "compare/")
    assert "nothing to compare" in html
    assert "<select" not in html


def test_pages_are_cacheable_and_set_no_cookie(page: Any) -> None:
    client = Client()
    clause = Clause.objects.get(document=page.translation_key, number="3")
    for path in ("compare/", "compare/1/2/", f"clauses/{clause.eid}/history/"):
        answer = client.get(f"{page.url}{path}")
        assert not answer.cookies
        again = client.get(f"{page.url}{path}", headers={"if-none-match": answer.headers["ETag"]})
        assert again.status_code == 304


def in_french(page: Any, run_on_commit: Any) -> Any:
    translation = submit(page, "fr")
    translate(translation, lambda text: f"FR {text}")
    return publish_translation(translation, run_on_commit)


# --- languages --------------------------------------------------------------------------------------------------------


def test_a_translation_that_lags_is_compared_in_the_original(
    django_capture_on_commit_callbacks: Any,
) -> None:
    source = make.published_draft(clauses=3)
    french = in_french(source, django_capture_on_commit_callbacks)
    blocks = make.body_of(source)
    make.publish(make.set_body(source, [edit(blocks[0], "Other words."), *blocks[1:]]))
    compared = comparison(source, language="fr")
    assert compared.foreign == 1
    assert not compared.is_foreign
    assert {change.language for change in compared.changes} == {"en", "fr"}
    html = get(french, "compare/1/2/")
    assert '<div class="redline words" lang="en" dir="ltr">' in html
    assert "FR A person may trade" in html
    assert comparison(source, language="ar").is_foreign


def test_a_corrected_translation_is_told_apart(django_capture_on_commit_callbacks: Any) -> None:
    source = make.published_draft(clauses=2)
    french = in_french(source, django_capture_on_commit_callbacks)
    blocks = make.body_of(french)
    french = make.publish(make.set_body(french, [edit(blocks[0], "Mieux dit."), blocks[1]]))
    compared = comparison(source, language="fr")
    assert (compared.figures.edited, len(compared.only_translated)) == (1, 1)
    assert not comparison(source, language="en").figures.has_changes
    assert "both versions say the same" in get(source, "compare/1/2/")


# --- reasons ----------------------------------------------------------------------------------------------------------


def test_a_change_shows_its_reason_and_how_many_said_so(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = Clause.objects.get(document=page.translation_key, number="3")
    asked: list[tuple[int, int]] = []

    def reasons(document_id: Any, clause_ids: Any, a: int, b: int) -> Any:
        asked.append((a, b))
        reason = ChangeReason("The word permit is clearer.", "en", "/en/report/#x", 2, "accepted", "Accepted",
                              "Streets", 12, "/en/clause/")  # fmt: skip
        return {changed.pk: [reason]} if changed.pk in clause_ids else {}

    monkeypatch.setattr(change_reasons, "_items", {"test": reasons})
    html = get(page, "compare/1/2/")
    told = words_of(html)
    assert "Changed because Accepted The word permit is clearer." in told
    assert "12 comments led to this" in told
    assert 'href="/en/report/#x"' in html
    get(page, "compare/2/1/")
    assert asked == [(1, 2), (1, 2)]
    assert "12 comments led to this" in words_of(get(page, f"clauses/{changed.eid}/history/"))


# --- one clause -------------------------------------------------------------------------------------------------------


def test_the_history_of_a_clause_shows_each_version_that_changed_it(page: Any) -> None:
    blocks = make.body_of(page)
    make.publish(make.set_body(page, [*blocks[:-1], edit(blocks[-1], "Other words of the moved one.")]))
    clause = Clause.objects.get(document=page.translation_key, block_id=blocks[2]["id"])
    told = words_of(get(page, f"clauses/{clause.eid}/history/"))
    assert "changed in 1 version since" in told
    assert "Version 2" in told
    assert "Version 1" in told
    assert "Version 3" not in told
    assert "[removed: licence ]" in told
    assert "First publication" in told
    assert versions_that_changed(page.translation_key, [clause.pk]) == {clause.pk: [2]}


def test_the_history_of_a_retired_clause_says_where_its_words_went(page: Any) -> None:
    merged = Clause.objects.exclude(retired_at=None).get(eid="sec_4")
    html = get(page, "clauses/sec_4/history/")
    assert "This clause was taken out on" in html
    assert "Its words went on in:" in html
    assert "clauses/sec_5/history/" in html
    assert merged.number == "4"
    told = words_of(get(page, "clauses/sec_6/history/"))
    assert "Removed" in told
    half = Clause.objects.get(document=page.translation_key, number="2")
    assert "Came from:" in get(page, f"clauses/{half.eid}/history/")
    get(page, "clauses/no_such/history/", 404)


# --- cost -------------------------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_document(django_assert_num_queries: Any) -> None:
    small, large = make.published_draft(clauses=2), make.published_draft(clauses=60)
    for one in (small, large):
        blocks = [edit(block, f"Changed {n}.") for n, block in enumerate(make.body_of(one))]
        make.publish(make.set_body(one, blocks))
    for path in ("compare/1/2/", "clauses/sec_1/history/"):
        get(small, path)
        with CaptureQueriesContext(connection) as few:
            get(small, path)
        with django_assert_num_queries(len(few)):
            get(large, path)
    assert DocumentVersion.objects.count() == 4
