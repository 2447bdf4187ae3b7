"""Photos of a project: before beside after, with words, and gone once they are withdrawn."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from participatory_budget.engine.photos import drawn_photo
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.delivery_photo import DeliveryPhoto
from tests.factories.accounts import alice
from tests.factories.deliveries import a_project
from tests.factories.proposals import NOW, open_budget
from tests.participatory_budget.test_photos_of_proposals import picture

pytestmark = pytest.mark.django_db
URL = "/en/budgets/budget-2026/projects/a-shaded-square/"


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with freeze_time(NOW):
        yield


def photo(project: Delivery, moment: str, width: int = 60, **fields: object) -> DeliveryPhoto:
    """Each width is another picture."""
    drawn = drawn_photo(picture((width, 40)))
    values = {"alts": {"en": f"The square {moment}"}, "made_at": NOW, **fields}
    return DeliveryPhoto.objects.create(
        delivery=project,
        moment=moment,
        kind=drawn.kind,
        sha256=drawn.sha256,
        content=drawn.content,
        width=drawn.width,
        height=drawn.height,
        **values,
    )


def page(client, url: str = URL) -> str:
    cache.clear()
    return client.get(url).content.decode()


def test_before_and_after_stand_side_by_side_without_any_script(client):
    project = a_project(open_budget("implementation"))
    before = photo(project, "before", 60)
    assert "Before and after" not in page(client)
    after = photo(project, "after", 61)
    during = photo(project, "during", 62, alts={"fr": "Le chantier"})
    text = page(client)
    assert text.index(str(before.pk)) < text.index(str(after.pk)) < text.index(str(during.pk))
    assert 'alt="The square before"' in text
    assert 'alt="Le chantier" lang="fr"' in text
    assert "before-after.js" in text


def test_its_address_can_be_kept_and_asked_about(client):
    one = photo(a_project(open_budget("implementation")), "before")
    answer = client.get(f"{URL}photo/{one.pk}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    with CaptureQueriesContext(connection) as captured:
        again = client.get(f"{URL}photo/{one.pk}/", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert not [query for query in captured if '"content"' in query["sql"] and "deliveryphoto" in query["sql"]]


def test_withdrawn_or_of_another_project_is_not_found_by_anybody(client):
    budget = open_budget("implementation")
    one = photo(a_project(budget), "before")
    a_project(budget, titles={"en": "A bridge"})
    assert client.get(f"/en/budgets/budget-2026/projects/a-bridge/photo/{one.pk}/").status_code == 404
    assert client.get(f"{URL}photo/{str(one.pk).upper()}/").status_code == 404
    DeliveryPhoto.objects.update(withdrawn_at=NOW)
    client.force_login(alice())
    assert client.get(f"{URL}photo/{one.pk}/").status_code == 404
    assert str(one.pk) not in page(client)
