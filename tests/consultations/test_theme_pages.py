"""The pages of themes: each button does what it says, and the history shows it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from freezegun import freeze_time

from consultations.models.theme import Theme
from tests.factories import accounts
from tests.factories.consultations import NOW, theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def bob(client):
    person = accounts.bob()
    client.force_login(person)
    return person


def address(consultation, name, *more):
    return reverse(name, args=[consultation.pk, *more])


def test_the_pages_of_themes_do_what_their_buttons_say(client, streets, bob):
    client.post(address(streets, "consultation_theme_new"), {"name_en": "Noise", "name_fr": "Le bruit"})
    noise = Theme.objects.get()
    dust = theme(streets, "Dust")
    url = address(streets, "consultation_theme", noise.pk)
    client.post(url, {"do": "rename", "name_en": "Sound", "name_ar": "الصوت"})
    client.post(url, {"do": "move", "parent": str(dust.pk)})
    client.post(url, {"do": "retire"})
    client.post(url, {"do": "revive"})
    html = client.get(url).content.decode()
    for words in (
        "Renamed",
        "Before: “<bdi>Noise</bdi>”",
        "Moved in the tree",
        "Taken out of use",
        "Taken into use again",
    ):
        assert words in html
    assert "الصوت" in html
    refused = client.post(address(streets, "consultation_theme", dust.pk), {"do": "move", "parent": str(noise.pk)})
    assert refused.status_code == 422
    assert "A theme cannot stand below itself." in refused.content.decode()
    client.post(url, {"do": "merge", "into": str(dust.pk)})
    html = client.get(url).content.decode()
    assert "This theme was merged into “<bdi>Dust</bdi>”" in html
    assert "was merged into this one" in client.get(address(streets, "consultation_theme", dust.pk)).content.decode()
    assert client.post(url, {"do": "explode"}).status_code == 404


def test_a_name_that_is_taken_comes_back_with_what_was_typed(client, streets, bob):
    theme(streets, "Noise")
    response = client.post(
        address(streets, "consultation_theme_new"), {"name_en": "Noise", "description_en": "Loud things at night"}
    )
    html = response.content.decode()
    assert "called “Noise” already" in html
    assert "Loud things at night" in html
    assert Theme.objects.count() == 1
