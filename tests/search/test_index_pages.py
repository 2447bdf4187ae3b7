"""Pages come into the index, change in it and go out of it; what is not public any more goes at once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from hub.core.models.pages import BasePage
from search.enums import Sweep
from search.models.entry import SearchEntry
from search.models.pages import SearchPage
from search.selectors.pages_kind import TYPES, Pages
from search.services.applying import apply_due
from search.services.noting import changed, tell_again
from tests.search.index_tools import Words, again, apply, entries, home, page, published, titles
from tests.search.index_tools import words_kind as words_kind

pytestmark = pytest.mark.django_db


def test_a_published_page_is_found_by_its_readers() -> None:
    page("Noise at night", summary="When it must be quiet.")
    apply()
    [entry] = entries(title="Noise at night")
    assert (entry.kind, entry.language, entry.body) == ("page", "en", "When it must be quiet.")
    # Nobody translated it: whoever reads French or Arabic gets it as it is.
    assert entry.readers == "|ar|en|fr|"


def test_a_draft_is_not_found() -> None:
    one = page("Noise at night")
    apply()
    one.title = "Secret plan"
    one.save_revision()
    assert titles(title="Noise at night"), "a draft takes nothing out of the search"
    apply()
    assert not SearchEntry.objects.filter(title="Secret plan").exists()


def test_words_that_an_editor_took_out_are_found_no_more_from_that_moment() -> None:
    one = page("Noise at night", summary="Mr Smith was fined.")
    apply()
    one.summary = "Somebody was fined."
    published(one)
    assert not entries(title="Noise at night")
    apply()
    assert [entry.body for entry in entries(title="Noise at night")] == ["Somebody was fined."]


def test_an_unpublished_page_is_gone_at_once() -> None:
    one = page("Noise at night")
    apply()
    one.unpublish()
    assert not entries(title="Noise at night")
    apply()
    assert not SearchEntry.objects.filter(title="Noise at night").exists()


def test_so_is_one_that_is_saved_as_not_live() -> None:
    one = page("Noise at night")
    apply()
    one.live = False
    one.save()
    assert not entries(title="Noise at night")


def test_a_restricted_part_of_the_tree_is_gone_at_once_and_comes_back() -> None:
    parent = page("Rules")
    page("Noise at night", under=parent)
    apply()
    restriction = PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.LOGIN)
    assert not titles(title__in=["Rules", "Noise at night"])
    apply()
    assert not SearchEntry.objects.filter(title__in=["Rules", "Noise at night"]).exists()
    restriction.delete()
    apply()
    assert sorted(titles(title__in=["Rules", "Noise at night"])) == ["Noise at night", "Rules"]


def test_what_is_moved_below_a_restricted_page_is_gone_at_once() -> None:
    staff = page("For staff")
    PageViewRestriction.objects.create(page=staff, restriction_type=PageViewRestriction.LOGIN)
    parent = page("Rules")
    page("Noise at night", under=parent)
    apply()
    again(parent).move(again(staff), pos="last-child")
    assert not titles(title__in=["Rules", "Noise at night"])
    apply()
    assert not SearchEntry.objects.filter(title__in=["Rules", "Noise at night"]).exists()
    again(parent).move(home(), pos="last-child")
    apply()
    assert len(titles(title__in=["Rules", "Noise at night"])) == 2


def test_a_deleted_page_takes_those_below_it_along_at_once() -> None:
    parent = page("Rules")
    page("Noise at night", under=parent)
    page("Parking")
    apply()
    again(parent).delete()
    assert titles(title__in=["Rules", "Noise at night", "Parking"]) == ["Parking"]
    apply()
    assert not SearchEntry.objects.filter(title__in=["Rules", "Noise at night"]).exists()


def test_a_translation_takes_its_readers_over_and_gives_them_back() -> None:
    english = page("Noise at night")
    apply()
    french = page("Le bruit la nuit", language="fr", translation_key=english.translation_key)
    apply()
    readers = {entry.language: entry.readers for entry in entries(key=str(english.translation_key))}
    assert readers == {"en": "|ar|en|", "fr": "|fr|"}
    french.unpublish()
    assert not titles(language="fr", key=str(english.translation_key))
    apply()
    assert [entry.readers for entry in entries(key=str(english.translation_key))] == ["|ar|en|fr|"]


def test_a_copy_that_waits_for_its_translation_is_not_told_in_the_wrong_language() -> None:
    english = page("Noise at night")
    english.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True, alias=True)
    apply()
    assert [entry.language for entry in entries(key=str(english.translation_key))] == ["en"]


def test_what_other_features_have_on_a_page_goes_and_comes_with_it(words: Words) -> None:
    one = page("A plan")
    words.more = {"pages": (uuid4(), one.translation_key)}
    words.said["first"] = "Somebody's comment"
    changed("words", ["first"], timezone.now())
    apply()
    published(one)
    assert titles(kind="words"), "a new version of the page takes no comment out of the search"
    apply()
    one = again(one)
    one.unpublish()
    assert not titles(kind="words")
    del words.said["first"]
    apply()
    assert not SearchEntry.objects.filter(kind="words").exists()
    words.said["first"] = "Somebody's comment"
    published(again(one))
    apply()
    [entry] = entries(kind="words")
    assert entry.first_seen_at.year == 1970, "it is back, and no news"


def test_the_search_page_itself_is_not_found() -> None:
    for one in SearchPage.objects.all():
        changed("page", [str(one.translation_key)], timezone.now())
    apply()
    assert SearchPage.objects.exists()
    keys = [str(one.translation_key) for one in SearchPage.objects.all()]
    assert not SearchEntry.objects.filter(key__in=keys).exists()


# Each has words of its own in the index, or must not be found.
TOLD_BY_FEATURES = {
    *("whitepapers.WhitePaperPage", "whitepapers.PolicyDraftPage", "consultations.ConsultationPage"),
    *("consultations.OutcomeReportPage", "participatory_budget.BudgetPage", "participatory_budget.ProjectPage"),
}
NOT_FOUND = {"search.SearchPage"}


def test_somebody_decided_for_each_type_of_page_whether_it_is_found() -> None:
    types = {model._meta.label for model in apps.get_models() if issubclass(model, BasePage)}
    assert types == {*TYPES} | TOLD_BY_FEATURES | NOT_FOUND


def test_telling_fifty_pages_costs_as_many_queries_as_telling_one() -> None:
    counts = []
    keys = [str(page(f"Page {number}").translation_key) for number in range(50)]
    for many in (keys[:1], keys):
        Pages().documents(many, "en")
        with CaptureQueriesContext(connection) as queries:
            assert len(Pages().documents(many, "en")) == len(many)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("key", ["", "no key", "x" * 200, "\x00"])
def test_a_key_that_is_none_is_left_out(key: str) -> None:
    assert Pages().documents([key], "en") == []


@pytest.mark.parametrize("said", ["Words", "Other words"])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_page_that_goes_while_the_things_on_it_are_told_keeps_them_hidden(
    words: Words, said: str, is_known: bool
) -> None:
    under = page("The harbour")
    words.more, words.said["a"] = {"pages": (under.translation_key,)}, "Words"
    if is_known:
        changed("words", ["a"], timezone.now())
    apply()

    def goes(_keys: object) -> None:
        words.meanwhile = lambda keys: None
        under.unpublish()

    words.meanwhile, words.said["a"] = goes, said
    changed("words", ["a"], timezone.now())
    apply_due(timezone.now() + timedelta(minutes=1), limit=1)
    assert not titles(kind="words")
    apply()
    assert titles(kind="words") == [said], "this feature says that it may be read without the page"


def test_a_new_version_of_a_page_hides_nothing_that_is_being_told(words: Words) -> None:
    under = page("The harbour")
    words.more, words.said["a"] = {"pages": (under.translation_key,)}, "Words"
    changed("words", ["a"], timezone.now())
    apply()
    words.said["a"] = "Other words"
    tell_again("words", ["a"], timezone.now())
    words.meanwhile = lambda _keys: tell_again(Sweep.PAGE, [str(under.translation_key)], timezone.now())
    apply_due(timezone.now() + timedelta(minutes=1), limit=1)
    assert titles(kind="words") == ["Other words"]
