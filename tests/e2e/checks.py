"""What every page must hold, asked in the browser: axe with no rule switched off, no sideways scrolling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

_AXE = Axe()
_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.right > innerWidth + 1 })
  .slice(0, 5).map(e => e.tagName + '.' + e.className)"""


# The editor's messages fade in after the page is there; half transparent, their colours are nobody's choice. What moves
# with the scroll bar has a time of its own and is at rest. What is repeated hides nothing: the editor's menu draws
# attention to news for 25 seconds.
_AT_REST = """() => [...document.querySelectorAll('.messages > ul')].every(e => getComputedStyle(e).opacity === '1')
  && document.getAnimations().every(a => a.playState !== 'running' || a.timeline !== document.timeline
    || a.effect.getTiming().iterations > 1)"""


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing on the page once it has come to rest."""
    page.wait_for_function(_AT_REST)
    found = _AXE.run(page)
    lines = [
        f"{v['id']} ({v['impact']}): {v['help']} – {[n['target'] for n in v['nodes']][:4]}"
        for v in found.response["violations"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways (WCAG 1.4.10)."""
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px too wide: {page.evaluate(_WIDE)}"


def assert_sound(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)
