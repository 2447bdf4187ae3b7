"""What something shows only because something else is public: it goes with that, although nobody changed it itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from freezegun import freeze_time
from wagtail.documents import get_document_model
from wagtail.models import Page

from consultations.models.consultation import Consultation
from consultations.models.pages import ConsultationPage
from tests.factories.consultations import NOW, ConsultationFactory, report_page
from tests.search.doors import WORD, all_applied, bring_back, open_again, open_doors, restrict, take_down, undone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index", "at_now")]
OF_SEARCH = {"count", "page", "feed"}


@pytest.fixture
def at_now() -> Iterator[None]:
    with freeze_time(NOW):
        yield


def page_of(consultation: Consultation) -> Page:
    return ConsultationPage.objects.get(consultation=consultation).page_ptr


def delete(page: Page) -> None:
    page.specific.delete()


@pytest.mark.parametrize("hide", [take_down, restrict, delete])
def test_what_was_promised_goes_with_the_report_that_it_waits_for(client: Client, hide: Callable[[Page], Any]) -> None:
    made = ConsultationFactory(outcome=True, texts={"en": {"follow_up": f"<p>{WORD} by May.</p>"}})
    all_applied()
    assert open_doors(client) >= OF_SEARCH
    report = report_page(made).page_ptr
    with undone():
        hide(report)
        assert not open_doors(client)
        all_applied()
        assert not open_doors(client)
    if hide is not delete:
        hide(report)
        all_applied()
        (bring_back if hide is take_down else open_again)(report)
        all_applied()
        assert open_doors(client) >= OF_SEARCH


@pytest.mark.parametrize("hide", [take_down, restrict, delete])
def test_who_asks_is_named_beside_clauses_only_while_the_consultation_can_be_read(
    client: Client, hide: Callable[[Page], Any]
) -> None:
    made = ConsultationFactory(open=True, owner_body=WORD)
    all_applied()
    found = open_doors(client)
    assert found >= {"name of a body", "under a body"}
    page = page_of(made)
    hide(page)
    assert not open_doors(client)
    all_applied()
    assert not open_doors(client)
    if hide is not delete:
        (bring_back if hide is take_down else open_again)(page)
        all_applied()
        assert open_doors(client) == found


def test_a_background_file_that_was_deleted_is_not_found_by_its_title(client: Client) -> None:
    file = get_document_model().objects.create(title=f"{WORD} study", file=ContentFile(b"1", name="study.txt"))
    block = {"type": "file", "value": {"document": file.pk, "title": "", "note": ""}}
    ConsultationFactory(texts={"en": {"background": [block]}})
    all_applied()
    assert open_doors(client) >= OF_SEARCH
    with undone():
        file.title = "Another study"
        file.save()
        assert not open_doors(client)
        all_applied()
        assert not open_doors(client)
    file.delete()
    assert not open_doors(client)
    all_applied()
    assert not open_doors(client)
