"""One address, three places: PUBLIC_URL, Django's Site (links in mail) and Wagtail's Site (links between pages)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections


def keep_sites_in_step(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """After each migrate, because settings may have changed since; `script/server` migrates at every start."""
    from django.contrib.sites.models import Site as DjangoSite
    from wagtail.models import Site as WagtailSite

    tables = set(connections[using].introspection.table_names())
    public = urlsplit(settings.PUBLIC_URL)
    if DjangoSite._meta.db_table in tables:
        DjangoSite.objects.using(using).update_or_create(
            pk=settings.SITE_ID, defaults={"domain": public.netloc, "name": settings.HUB_NAME[:50]}
        )
        DjangoSite.objects.clear_cache()
    if WagtailSite._meta.db_table in tables:
        default_port = 443 if public.scheme == "https" else 80
        WagtailSite.objects.using(using).filter(is_default_site=True).update(
            hostname=public.hostname or "localhost", port=public.port or default_port, site_name=settings.HUB_NAME
        )
        WagtailSite.clear_site_root_paths_cache()
