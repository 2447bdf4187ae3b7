"""Officers and editors name the headings under which people look."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.models import Page

from home.services.topics import TopicError, delete_topic, save_topic
from hub.audit.models.entry import AuditEntry
from hub.core.models.topic import Topic, TopicKind, TopicName
from tests.factories.accounts import UserFactory, carol, dan
from tests.factories.consultations import NOW
from tests.factories.whitepapers import published_draft
from tests.home.headings import heading

pytestmark = pytest.mark.django_db
LIST, NEW = "/cms/topics/", "/cms/topics/new/"


def desk(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def typed(names: Mapping[str, str], *pages: Page, **fields: str) -> dict[str, str]:
    """What the form sends."""
    data = {"kind": "topic", "key": "", **fields}
    data |= {"names-TOTAL_FORMS": str(len(names)), "names-INITIAL_FORMS": "0", "names-MIN_NUM_FORMS": "1"}
    data |= {"topic_pages-TOTAL_FORMS": str(len(pages)), "topic_pages-INITIAL_FORMS": "0"}
    for number, (language, name) in enumerate(names.items()):
        data |= {f"names-{number}-language": language, f"names-{number}-name": name, f"names-{number}-id": ""}
    for number, page in enumerate(pages):
        data |= {f"topic_pages-{number}-page": str(page.pk), f"topic_pages-{number}-id": ""}
    return data


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("editor", True), ("budget_officer", True), ("administrator", True), ("moderator", False), ("analyst", False)],
)
def test_who_gets_in(role: str, allowed: bool) -> None:
    topic = heading("trees")
    client = desk(UserFactory(**{role: True}))
    for address in (LIST, NEW, f"/cms/topics/edit/{topic.pk}/", f"/cms/topics/delete/{topic.pk}/"):
        response = client.get(address)
        assert (response.status_code == 200) is allowed, address
    assert ("Topics and districts" in client.get("/cms/").content.decode()) is allowed
    answer = client.post(NEW, typed({"en": "Water"}))
    assert Topic.objects.filter(key="water").exists() is allowed
    assert answer.status_code in ((302,) if allowed else (302, 403))


def test_a_heading_is_named_filed_and_found_and_the_record_knows_who() -> None:
    draft = published_draft(title="The trees act")
    editor = carol()
    client = desk(editor)
    names = {"en": "Trees & shade", "fr": "Arbres et ombre", "ar": "الأشجار والظل"}
    answer = client.post(NEW, typed(names, draft))
    assert answer.status_code == 302, answer.context["form"].errors
    topic = Topic.objects.get()
    assert (topic.kind, topic.key) == (TopicKind.TOPIC, "trees-shade")
    assert topic.names_by_language() == names
    assert "The trees act" in client.get("/fr/topics/trees-shade/").content.decode()
    entry = AuditEntry.objects.get(action="topic.named")
    assert (entry.subject, entry.subject_id) == ("topic", str(topic.pk))
    assert "Trees" not in str(entry.data)
    assert "Trees &amp; shade" in client.get(LIST).content.decode()


def test_the_first_language_is_needed_and_nothing_typed_is_lost() -> None:
    client = desk(carol())
    answer = client.post(NEW, typed({"fr": "Arbres"}))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Give the name in this language too: English." in html
    assert 'value="Arbres"' in html
    assert not Topic.objects.exists()


def test_a_name_in_addresses_is_there_once_for_each_kind() -> None:
    heading("water")
    client = desk(carol())
    answer = client.post(NEW, typed({"en": "Water"}))
    assert answer.status_code == 200
    assert "This name in addresses is taken" in answer.content.decode()
    assert client.post(NEW, typed({"en": "Water"}, kind="district")).status_code == 302
    assert Topic.objects.filter(key="water").count() == 2


def test_names_change_and_the_address_stays() -> None:
    topic = heading("trees", en="Trees")
    client = desk(carol())
    name = topic.names.get()
    data = typed({"en": "Trees and parks"}, key="trees") | {
        "names-INITIAL_FORMS": "1",
        "names-0-id": str(name.pk),
    }
    assert client.post(f"/cms/topics/edit/{topic.pk}/", data).status_code == 302
    topic.refresh_from_db()
    assert topic.key == "trees"
    assert TopicName.objects.get().name == "Trees and parks"
    assert AuditEntry.objects.filter(action="topic.changed").count() == 1


def test_a_heading_is_taken_away_and_its_pages_stay() -> None:
    draft = published_draft(title="The trees act")
    topic = heading("trees", draft)
    client = desk(carol())
    assert client.post(f"/cms/topics/delete/{topic.pk}/").status_code == 302
    assert not Topic.objects.exists()
    assert Page.objects.filter(pk=draft.pk, live=True).exists()
    assert AuditEntry.objects.filter(action="topic.deleted", subject_id=str(topic.pk)).exists()
    assert client.get("/en/topics/trees/").status_code == 404


def test_the_service_asks_again_who_does_it() -> None:
    topic = heading("trees")
    outsider = dan()
    with pytest.raises(PermissionDenied):
        save_topic(topic, actor=outsider, now=NOW)
    with pytest.raises(PermissionDenied):
        delete_topic(topic, actor=outsider, now=NOW)


def test_a_name_of_signs_alone_needs_a_name_in_addresses() -> None:
    topic = Topic(kind=TopicKind.TOPIC)
    topic.names = [TopicName(language="en", name="???")]
    with pytest.raises(TopicError) as refused:
        save_topic(topic, actor=None, now=NOW)
    assert refused.value.field == "key"
