"""What migrations alone leave behind."""

import pytest
from django.apps import apps
from django.conf import settings
from wagtail.models import Locale, Page, Site

from home.models.pages import HomePage, StandardPage
from home.publishing import ensure_information_pages

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "fr", "ar"]
SECTIONS = ["consultations", "documents", "budgets", "reports", "search"]
INFORMATION = ["how-it-works", "accessibility", "privacy"]


def test_the_tree_is_sound() -> None:
    assert Page.find_problems() == ([], [], [], [], [])


def test_there_is_one_site_on_the_english_home_page() -> None:
    site = Site.objects.get()
    assert site.is_default_site
    assert site.root_page.specific == HomePage.objects.get(locale__language_code="en")


def test_all_languages_of_the_settings_have_a_locale() -> None:
    assert set(Locale.objects.values_list("language_code", flat=True)) == {code for code, _ in settings.LANGUAGES}


@pytest.mark.parametrize("slug", SECTIONS + INFORMATION)
def test_sections_and_information_pages_are_translations_of_one_another(slug: str) -> None:
    pages = Page.objects.filter(slug=slug, depth=3)
    assert {page.locale.language_code for page in pages} == set(LANGUAGES)
    assert len({page.translation_key for page in pages}) == 1
    assert {page.url for page in pages} == {f"/{code}/{slug}/" for code in LANGUAGES}
    assert all(page.live and page.draft_title == page.title for page in pages)
    assert len({page.specific_class for page in pages}) == 1


def test_the_welcome_page_is_gone() -> None:
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert Page.objects.filter(depth=2).count() == 3


def test_pages_made_by_hand_can_have_children_and_be_edited() -> None:
    home = HomePage.objects.get(locale__language_code="fr")
    page = StandardPage(title="Contact", slug="contact", locale=home.locale)
    home.add_child(instance=page)
    home.save_revision().publish()
    assert page.url == "/fr/contact/"
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("slug", INFORMATION)
def test_information_says_the_same_things_in_every_language(slug: str) -> None:
    shapes = {
        tuple((block.block_type, block.id) for block in page.body) for page in StandardPage.objects.filter(slug=slug)
    }
    assert len(shapes) == 1


def test_information_pages_are_made_once_and_then_belong_to_editors() -> None:
    page = StandardPage.objects.get(slug="privacy", locale__language_code="en")
    page.title = "How we keep your secrets"
    page.save_revision().publish()
    StandardPage.objects.get(slug="accessibility", locale__language_code="ar").unpublish()
    assert ensure_information_pages() == 0
    page.refresh_from_db()
    assert page.title == "How we keep your secrets"
    assert not StandardPage.objects.get(slug="accessibility", locale__language_code="ar").live


def test_a_deleted_information_page_comes_back_as_a_translation_of_the_others() -> None:
    StandardPage.objects.get(slug="privacy", locale__language_code="fr").delete()
    assert ensure_information_pages() == 1
    assert len(set(StandardPage.objects.filter(slug="privacy").values_list("translation_key", flat=True))) == 1


def test_a_database_without_a_tree_is_left_alone() -> None:
    Page.objects.filter(depth__gt=1).delete()
    assert ensure_information_pages() == 0


def test_every_page_type_says_where_it_may_stand() -> None:
    from hub.core.models.pages import BasePage

    for model in apps.get_models():
        if issubclass(model, BasePage):
            assert model.parent_page_types, model
