"""Money of a project, with where each figure comes from; and its photos."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from hub.audit.models.entry import AuditEntry
from hub.core.registries import personal_data
from hub.notifications.models.news import News
from hub.promises.services import PromiseError
from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.enums import PhotoMoment
from participatory_budget.models.catalogue import Category, Department
from participatory_budget.models.delivery_photo import DeliveryPhoto
from participatory_budget.services.delivering import facts, money, photos
from participatory_budget.services.errors import BudgetError
from tests.factories.deliveries import TITLES, a_project
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, open_budget
from tests.participatory_budget.test_photos_of_proposals import SECRET, picture

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)
BY = {"actor": None, "now": NOW}
WHAT = {"en": "Trees"}
WHY = {"en": "Stone is dearer."}


@pytest.fixture
def project():
    return a_project(open_budget("implementation"))


def paid(project, amount=120_000, source="Invoice 2026-114", **more):
    told = money.Paid(**{"paid_on": TODAY, "amount": amount, "titles": WHAT, "source": source, **more})
    return money.record_payment(project.pk, told, submission_key=f"key-{amount}", **BY)


def spent(project):
    project.promise.refresh_from_db()
    return project.promise.cost_spent


def test_payments_add_up_and_a_form_sent_twice_is_one(project):
    assert paid(project) == paid(project)
    paid(project, 30_000)
    assert spent(project) == 150_000
    assert project.promise.cost_planned == 3_000_000
    assert AuditEntry.objects.filter(action="project.paid").count() == 2


def test_a_number_of_another_system_is_one_payment(project):
    assert paid(project, 100, external_id="SAP-1") == paid(project, 200, external_id="SAP-1")
    assert spent(project) == 100


def test_the_key_of_a_form_counts_for_one_project(project):
    other = a_project(project.budget, slug="another")
    assert paid(project) != paid(other)


def test_a_mistake_is_put_right_beside_it_once(project):
    wrong = paid(project)
    for _time in range(2):
        money.take_back_payment(wrong.pk, source="Typed twice", titles=WHAT, on=TODAY, **BY)
    rows = list(project.payments.all())
    assert spent(project) == 0
    assert len(rows) == 2
    assert money.taken_back(rows) == {wrong.pk}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": 10**17}, "amount"),
        ({"source": " "}, "source"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"paid_on": TODAY + DAY}, "paid_on"),
        ({"titles": {}}, "title_en"),
    ],
    ids=["nothing", "more back than paid", "too large", "no source", "no address", "tomorrow", "for nothing"],
)
def test_payments_that_are_refused(project, change, where):
    with pytest.raises((BudgetError, PromiseError)) as refused:
        paid(project, **change)
    assert refused.value.where == where
    assert spent(project) == 0


def test_another_planned_sum_needs_a_reason_and_the_first_one_stays(project):
    with pytest.raises(PromiseError) as refused:
        money.change_price(project.pk, 3_500_000, reasons={}, **BY)
    assert refused.value.where == "reason_en"
    for _time in range(2):
        money.change_price(project.pk, 3_500_000, reasons=WHY, **BY)
    project.promise.refresh_from_db()
    assert (project.promise.first_cost, project.promise.cost_planned) == (3_000_000, 3_500_000)
    assert project.price_changes.get().before == 3_000_000
    assert News.objects.get().kind == "project.price"


def test_two_tabs_with_two_prices(project):
    seen = fingerprint(money.price_facts(project))
    money.change_price(project.pk, 3_500_000, reasons=WHY, seen=seen, **BY)
    with pytest.raises(BudgetError) as refused:
        money.change_price(project.pk, 3_100_000, reasons=WHY, seen=seen, **BY)
    assert refused.value.where == "seen"


# --- photos -----------------------------------------------------------------------------------------------------------


def shown(project, data=None, alts=None, **more):
    said = {"en": "The bare square"} if alts is None else alts
    return photos.add_photo(project.pk, data or picture(), moment=PhotoMoment.BEFORE, alts=said, **{**BY, **more})


def test_a_photo_is_drawn_anew_and_the_same_one_is_one(project):
    assert SECRET.encode() in picture()
    one = shown(project)
    assert SECRET.encode() not in bytes(one.content)
    assert shown(project) == one
    assert DeliveryPhoto.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"alts": {}}, "alt_en"),
        ({"data": b"%PDF-1.7 no photo %%EOF"}, "photo"),
        ({"data": b"\xff\xd8\xff broken"}, "photo"),
        ({"taken_on": TODAY + DAY}, "taken_on"),
    ],
    ids=["says nothing", "no picture", "broken", "tomorrow"],
)
def test_photos_that_are_refused(project, change, where):
    with pytest.raises((BudgetError, PromiseError)) as refused:
        shown(project, **change)
    assert refused.value.where == where
    assert not DeliveryPhoto.objects.exists()


def test_a_withdrawn_photo_can_be_put_there_again(project):
    one = shown(project)
    for _time in range(2):
        photos.withdraw_photo(one.pk, **BY)
    assert AuditEntry.objects.filter(action="photo.withdrawn").count() == 1
    again = shown(project)
    assert again != one
    assert DeliveryPhoto.objects.filter(withdrawn_at=None).get() == again


def test_a_large_photo_gets_small_enough_for_a_page(project):
    one = shown(project, picture((4000, 1000)))
    assert (one.width, one.height) == (1600, 400)
    with Image.open(io.BytesIO(bytes(one.content))) as drawn:
        assert drawn.size == (1600, 400)


# --- facts ------------------------------------------------------------------------------------------------------------


def test_names_place_and_owner_follow_in_the_promise(project):
    olga = officer()
    told = facts.DeliveryFacts(
        titles={**TITLES, "en": "A cool square"},
        category=Category.objects.get(),
        department=Department.objects.get(),
        owner=olga,
        contacts={"en": "Parks office, 70 000 000"},
        places={"en": "Harbour square"},
    )
    seen = fingerprint(facts.delivery_facts(project))
    facts.change_facts(project.pk, told, seen=seen, actor=olga, now=NOW)
    project.refresh_from_db()
    held = project.promise
    assert (held.titles["en"], held.owner, held.body_names["en"]) == ("A cool square", olga, "Parks office")
    assert project.contacts == {"en": "Parks office, 70 000 000"}
    facts.change_facts(project.pk, facts.DeliveryFacts(titles=TITLES), actor=olga, now=NOW)
    project.refresh_from_db()
    assert project.promise.owner is None
    with pytest.raises(BudgetError):
        facts.change_facts(project.pk, told, seen=seen + "x", actor=olga, now=NOW)


def test_the_work_of_staff_stays_without_the_name(project):
    olga, other = officer(), officer("otto")
    told = money.Paid(TODAY, 100, WHAT, "Invoice 1")
    money.record_payment(project.pk, told, actor=olga, now=NOW)
    money.record_payment(project.pk, told, actor=other, now=NOW)
    money.change_price(project.pk, 5, reasons=WHY, actor=olga, now=NOW)
    source = personal_data.get("project_files")
    assert {kind: len(rows) for kind, rows in source.export(olga).items() if rows} == {"payment": 1, "pricechange": 1}
    source.erase(olga, now=NOW)
    assert not any(source.export(olga).values())
    assert list(project.payments.filter(made_by__isnull=False).values_list("made_by", flat=True)) == [other.pk]
    assert spent(project) == 200
