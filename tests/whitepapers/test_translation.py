"""The same clause in every language, through wagtail-localize itself."""

from typing import Any

import pytest

from tests.factories import whitepapers as make
from tests.factories.translation import publish_translation, submit, sync, translate
from whitepapers.models.clause import Clause
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors import clause_texts, clauses_by_block, clauses_of, lagging_clauses, latest_version, texts_of

pytestmark = pytest.mark.django_db


def fr(text: str) -> str:
    return f"FR {text}"


def ar(text: str) -> str:
    return f"نص {text}"


def said(page: Any, language: str, number: int | None = None) -> dict[str, str]:
    """Number of the clause → its text, in the latest or the given version."""
    versions = DocumentVersion.objects.filter(document_id=page.translation_key).order_by("number")
    version = versions.get(number=number) if number else versions.last()
    return {text.number: text.text for text in clauses_of(version, language)}


def version_numbers(page: Any) -> list[int]:
    return list(DocumentVersion.objects.filter(document_id=page.translation_key).values_list("number", flat=True))


@pytest.fixture
def source() -> Any:
    body = [make.heading_block("Trade"), *(make.clause_block(f"Clause {word}.") for word in ("one", "two", "three"))]
    return make.published_draft(body=body, slug="act")


@pytest.fixture
def french(source: Any, django_capture_on_commit_callbacks: Any) -> Any:
    translation = submit(source, "fr")
    translate(translation, fr)
    return publish_translation(translation, django_capture_on_commit_callbacks)


def edit(page: Any, change: Any) -> Any:
    blocks = make.body_of(page)
    blocks = change(blocks) or blocks
    return make.publish(make.set_body(page, blocks))


def reword(index: int, text: str) -> Any:
    def change(blocks: list[dict[str, Any]]) -> None:
        blocks[index]["value"]["text"] = f"<p>{text}</p>"

    return change


def test_a_translation_shares_clauses_and_catches_up_with_version_one(source: Any, french: Any) -> None:
    assert french.translation_key == source.translation_key
    assert french.url == "/fr/documents/act/"
    assert Document.objects.get().source_language == "en"
    assert Clause.objects.count() == 4
    assert version_numbers(source) == [1]
    assert said(source, "fr") == {"1.1": "FR Clause one.", "1.2": "FR Clause two.", "1.3": "FR Clause three."}
    headings = texts_of(latest_version(source.translation_key), "fr").filter(clause__kind="heading")
    assert [text.heading for text in headings] == ["FR Trade"]


def test_three_languages_are_one_document(source: Any, french: Any, django_capture_on_commit_callbacks: Any) -> None:
    translation = submit(source, "ar")
    translate(translation, ar)
    publish_translation(translation, django_capture_on_commit_callbacks)
    assert version_numbers(source) == [1]
    assert said(source, "ar")["1.1"] == "نص Clause one."
    clause = clauses_of(latest_version(source.translation_key), "ar")[0].clause_id
    assert clause == clauses_of(latest_version(source.translation_key), "en")[0].clause_id


def test_publishing_the_translation_again_takes_nothing(french: Any) -> None:
    make.publish(french)
    assert version_numbers(french) == [1]


def test_what_is_not_translated_yet_is_not_passed_off_as_a_translation(
    source: Any, django_capture_on_commit_callbacks: Any
) -> None:
    translation = submit(source, "fr")
    translate(translation, fr, only="one")
    publish_translation(translation, django_capture_on_commit_callbacks)
    assert said(source, "fr") == {"1.1": "FR Clause one."}
    translate(translation, fr)
    publish_translation(translation, django_capture_on_commit_callbacks)
    assert version_numbers(source) == [1]
    assert said(source, "fr")["1.2"] == "FR Clause two."


def test_a_changed_clause_leaves_its_old_translation_behind_visibly(source: Any, french: Any) -> None:
    source = edit(source, reword(2, "Clause two, revised."))
    version = latest_version(source.translation_key)
    assert version.number == 2
    assert said(source, "fr") == {"1.1": "FR Clause one.", "1.3": "FR Clause three."}
    assert said(source, "fr", 1)["1.2"] == "FR Clause two."
    lagging = lagging_clauses(version, "en", "fr")
    block = make.body_of(source)[2]["id"]
    assert lagging == {clauses_by_block(source.translation_key)[block].pk}
    fallback = clause_texts(lagging, 2, "fr")
    assert [text.language for text in fallback.values()] == ["en"]


def test_publishing_the_old_translation_again_does_not_make_it_new(source: Any, french: Any) -> None:
    source = edit(source, reword(2, "Clause two, revised."))
    make.publish(french)
    assert version_numbers(source) == [1, 2]
    assert "1.2" not in said(source, "fr")


def test_the_translation_that_follows_is_added_to_the_version_it_translates(
    source: Any, french: Any, django_capture_on_commit_callbacks: Any
) -> None:
    source = edit(source, reword(2, "Clause two, revised."))
    translation = submit(source, "fr")
    sync(translation)
    translate(translation, fr)
    publish_translation(translation, django_capture_on_commit_callbacks)
    assert version_numbers(source) == [1, 2]
    assert said(source, "fr")["1.2"] == "FR Clause two, revised."


def test_the_old_words_count_again_when_the_original_returns_to_what_they_translate(source: Any, french: Any) -> None:
    source = edit(source, reword(2, "Clause two, revised."))
    source = edit(source, reword(2, "Clause two."))
    make.publish(french)
    assert version_numbers(source) == [1, 2, 3]
    assert said(source, "fr")["1.2"] == "FR Clause two."


def test_a_corrected_translation_takes_a_version_and_keeps_the_other_languages(source: Any, french: Any) -> None:
    edit(french, reword(1, "FR Clause one, corrected."))
    assert version_numbers(source) == [1, 2]
    assert said(source, "en") == said(source, "en", 1)
    assert said(source, "fr")["1.1"] == "FR Clause one, corrected."


def test_adding_removing_and_moving_in_the_original_reaches_the_translation(
    source: Any, french: Any, django_capture_on_commit_callbacks: Any
) -> None:
    before = {block: clause.pk for block, clause in clauses_by_block(source.translation_key).items()}
    source = edit(source, lambda blocks: [blocks[0], blocks[3], make.clause_block("Clause new."), blocks[1]])
    assert version_numbers(source) == [1, 2]
    # The translation has not followed yet; texts of clauses that did not change went along, with their new numbers.
    assert said(source, "fr") == {"1.1": "FR Clause three.", "1.3": "FR Clause one."}
    make.publish(french)
    removed = [clause for clause in clauses_by_block(source.translation_key).values() if clause.retired_at]
    assert len(removed) == 1
    assert version_numbers(source) == [1, 2]

    translation = submit(source, "fr")
    sync(translation)
    translate(translation, fr)
    french = publish_translation(translation, django_capture_on_commit_callbacks)
    assert [block.id for block in french.body] == [block.id for block in source.body]
    assert said(source, "fr") == {"1.1": "FR Clause three.", "1.2": "FR Clause new.", "1.3": "FR Clause one."}
    assert version_numbers(source) == [1, 2]
    after = {block: clause.pk for block, clause in clauses_by_block(source.translation_key).items()}
    assert {block: after[block] for block in before} == before


def test_a_translation_never_retires_a_clause(french: Any) -> None:
    edit(french, lambda blocks: blocks[:2])
    assert not Clause.objects.exclude(retired_at=None).exists()
    assert len(said(french, "en")) == 3


def test_a_lagging_translation_does_not_bring_a_clause_back(source: Any, french: Any) -> None:
    source = edit(source, lambda blocks: blocks[:3])
    make.publish(french)
    assert Clause.objects.exclude(retired_at=None).count() == 1
    assert "1.3" not in said(source, "fr")
    assert version_numbers(source) == [1, 2]


def test_numbers_are_not_given_to_translators(source: Any) -> None:
    edit(source, lambda blocks: blocks[1]["value"].update(number="4 bis"))
    translation = submit(source, "fr")
    strings = [segment.string.data for segment in translation.source.stringsegment_set.select_related("string")]
    assert "4 bis" not in strings


def test_a_page_that_mirrors_another_language_says_nothing_of_its_own(source: Any) -> None:
    from wagtail.models import Locale

    alias = source.copy_for_translation(Locale.objects.get(language_code="fr"), alias=True)
    assert alias.live
    source = edit(source, reword(1, "Clause one, revised."))
    assert said(source, "fr") == {}


def test_a_translation_published_before_its_original_waits_for_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    draft = make.draft_page(clauses=2, slug="early")
    translation = submit(draft, "fr")
    translate(translation, fr)
    publish_translation(translation, django_capture_on_commit_callbacks)
    assert Document.objects.get().source_language == "en"
    make.publish(draft)
    assert version_numbers(draft) == [1]
    assert set(said(draft, "en")) == set(said(draft, "fr")) == {"1", "2"}
