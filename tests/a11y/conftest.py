"""A real browser, answered by Django's test client: a state is made in the test's own transaction and shown at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponseBase
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from tests.e2e.conftest import (  # noqa: F401 - two are fixtures
    A_BUSY_MACHINE,
    CHROMIUM,
    browser_context_args,
    browser_type_launch_args,
)

# A phone by day and a desk by night: together they meet every style there is.
SCREENS = {"phone": (320, 640, "light"), "desk": (1280, 900, "dark")}
Show = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/a11y/" in str(item.path).replace(os.sep, "/"):
            # What a browser makes of a page does not depend on where its words are kept.
            item.add_marker(pytest.mark.once)
            if not CHROMIUM and not os.environ.get("REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="no Chromium here; install Debian's `chromium`"))


@pytest.fixture
def show(browser: Browser, client: Client) -> Iterator[Show]:
    """`show("/en/…", "desk")` opens an address as `client`; `show(response)` shows what a view answered."""
    contexts = []

    def open_page(what: str | HttpResponseBase, screen: str = "phone") -> Page:
        # Asked here and not when the browser asks: its requests are answered outside the test's transaction.
        response = client.get(what) if isinstance(what, str) else what
        assert response.status_code not in (301, 302), f"{what} leads to {response['Location']}"
        width, height, scheme = SCREENS[screen]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(A_BUSY_MACHINE)
        page = context.new_page()
        page.route("**/*", lambda route: _answer(route, response))
        page.goto("http://testserver" + (what if isinstance(what, str) else "/shown/"))
        return page

    yield open_page
    for context in contexts:
        context.close()


def _answer(route: Route, response: HttpResponseBase) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        assert isinstance(found, str), f"there is no {path}"
        route.fulfill(path=found)
        return
    if not route.request.is_navigation_request():
        route.fulfill(status=204)  # what a script of the editor fetches is no part of what is shown
        return
    kept = {name: value for name, value in response.items() if name.lower() in ("content-type", "content-language")}
    route.fulfill(status=response.status_code, headers=kept, body=response.content)  # type: ignore[attr-defined]
