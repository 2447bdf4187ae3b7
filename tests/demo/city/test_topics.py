"""The city has headings, a calendar and a map that show something real in each language."""

from datetime import datetime

import pytest
from django.test import Client

from hub.accounts.models.user import User
from hub.demo.services.pages import LANGUAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_heading_has_something_under_it(city: datetime, client: Client, language: str) -> None:
    for address in (
        "topics/shade-and-water/",
        "topics/streets-and-squares/",
        "topics/trade-and-markets/",
        "topics/public-money/",
        "districts/medina-and-old-port/",
        "districts/hay-ennour/",
        "districts/el-karma/",
        "districts/sidi-amor/",
    ):
        response = client.get(f"/{language}/{address}")
        assert response.status_code == 200, address
        assert '<ul class="rows">' in response.content.decode(), address


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendar_and_map_have_something(city: datetime, client: Client, language: str) -> None:
    assert 'class="agenda"' in client.get(f"/{language}/calendar/").content.decode()
    assert "data-map=" in client.get(f"/{language}/map/").content.decode()
    assert client.get(f"/{language}/calendar/calendar.ics").content.count(b"BEGIN:VEVENT") > 5


def test_my_district_is_there_for_the_resident_on_the_roll(city: datetime, client: Client) -> None:
    assert 'id="mine"' not in client.get("/en/").content.decode()
    client.force_login(User.objects.get(email="resident@example.org"))
    html = client.get("/en/").content.decode()
    assert 'id="mine"' in html
    assert "El Karma" in html.split('id="mine"')[1].split("</section>")[0]
