from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.sites.models import Site
from wagtail.models import Site as WagtailSite

from hub.core.sites import keep_sites_in_step

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "domain", "hostname", "port"),
    [
        ("https://participation.example.org", "participation.example.org", "participation.example.org", 443),
        ("http://127.0.0.1:8123", "127.0.0.1:8123", "127.0.0.1", 8123),
    ],
)
def test_links_in_mail_and_between_pages_follow_the_public_address(settings, address, domain, hostname, port):
    settings.PUBLIC_URL = address
    keep_sites_in_step(sender=apps.get_app_config("core"))
    assert Site.objects.get_current().domain == domain
    site = WagtailSite.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == (hostname, port)
    assert site.root_page.get_full_url().startswith(address)


def test_there_is_one_site_and_no_example(settings):
    assert Site.objects.count() == 1
    assert "example.com" not in Site.objects.get().domain
