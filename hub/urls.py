"""Addresses. Machine addresses have no language; people's addresses start with one."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.views.sitemap import sitemap
from hub.core.views import entry

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entry.entry, name="entry"),
    path("robots.txt", entry.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path(".well-known/security.txt", entry.security_txt, name="security_txt"),
    path("", include("hub.audit.urls")),
    path("", include("consultations.urls")),
    path("", include("hub.opendata.urls.files")),
    # Before Wagtail's own: its sign-in and password pages would go round the second factor and the rate limits.
    path("", include("hub.accounts.guard_urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("admin/", entry.old_admin, name="old_admin"),
    path("admin/<path:rest>", entry.old_admin),
    path("documents-files/", include(wagtaildocs_urls)),
    path("media/<path:path>", entry.media, name="media"),
]

if settings.DEMO_ALLOWED:
    urlpatterns += [path("", include("hub.demo.urls"))]

urlpatterns += i18n_patterns(
    path("account/", include("hub.accounts.urls")),
    path("following/", include("hub.notifications.urls")),
    path("open-data/", include("hub.opendata.urls.pages")),
    path("promises/", include("hub.promises.urls")),
    path("search/", include("search.urls")),
    path("", include("hub.core.urls")),
    path("", include("home.urls")),
    path("", include("hub.contributions.urls")),
    # Instead of including wagtail.urls: its own sign-in (`_util/login/`) would go round the second factor, and its
    # pattern for pages knows neither the dots of an eId (`clauses/sec_4.2/`) nor downloads (`export/2.json`).
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail_views.authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(r"^((?:[\w\-.]+/)*(?:[\w\-]+\.[a-z]{2,5})?)$", wagtail_views.serve, name="wagtail_serve"),
    prefix_default_language=True,
)

handler400 = "hub.core.views.errors.bad_request"
handler403 = "hub.core.views.errors.permission_denied"
handler404 = "hub.core.views.errors.page_not_found"
handler500 = "hub.core.views.errors.server_error"
