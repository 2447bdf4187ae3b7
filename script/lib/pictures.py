"""Starts a hub in an empty data folder, opens its pages in Debian's Chromium, writes docs/pictures/*.png."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = ROOT / "docs" / "pictures"
FLAGS = [
    *["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    *["--disable-sync", "--no-first-run", "--hide-scrollbars", "--force-color-profile=srgb"],
]
DESK, PHONE = (1280, 860), (390, 844)
# Name, address, size, dark. {clause} is one that many people spoke about, {report} an outcome report.
PICTURES = [
    ("front-page", "/en/", DESK, False),
    ("reading-view", "/en/documents/public-spaces/#{clause}", DESK, False),
    ("clause", "/en/documents/public-spaces/clauses/{clause}/", DESK, False),
    ("consultation", "/en/consultations/public-spaces/", DESK, False),
    ("outcome-report", "{report}", DESK, False),
    ("proposals", "/en/budgets/our-budget/proposals/", DESK, False),
    ("budget-results", "/en/budgets/our-budget-last-year/results/", DESK, False),
    ("project", "/en/budgets/our-first-budget/projects/drinking-fountains/", DESK, False),
    ("search", "/en/search/?q=water", DESK, False),
    ("front-page-dark", "/fr/", DESK, True),
    ("reading-view-arabic-phone", "/ar/documents/public-spaces/#{clause}", PHONE, False),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(url: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit("pictures: script/server did not start")


def wait_for_index(url: str) -> None:
    """A new hub finds things half a minute after it is ready: until the same answer comes three times in a row."""
    answers: list[str] = []
    while len(answers) < 3 or len(set(answers[-3:])) > 1 or not answers[-1]:
        time.sleep(10)
        with urllib.request.urlopen(f"{url}/en/search/?q=water", timeout=30) as page:  # noqa: S310 - our own server
            answers.append("".join(re.findall(r'search-count" role="status">([^<]*)', page.read().decode())))


def take(url: str) -> None:
    TARGET.mkdir(exist_ok=True)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        places = find_places(browser.new_page(), url)
        for name, address, (width, height), dark in PICTURES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                locale=address[1:3],
                timezone_id="Africa/Tunis",
            )
            page = context.new_page()
            page.goto(url + address.format(**places), wait_until="networkidle")
            keep(page, name)
            context.close()
        take_the_vote(browser, url)
        browser.close()


def take_the_vote(browser: Browser, url: str) -> None:
    """A ballot half filled in, and what its receipt finds: both are shown to one person alone, who signs in."""
    width, height = DESK
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en", timezone_id="Africa/Tunis"
    )
    page = context.new_page()
    page.goto(f"{url}/en/account/login/?with=password")
    page.fill("input[name=login]", "resident@example.org")
    page.fill("input[type=password]", "demo-hub-2026")
    page.locator("main form button[type=submit]").first.click()
    here = f"{url}/en/budgets/street-budget/"
    page.goto(f"{here}ballot/the-whole-city/?order=title", wait_until="networkidle")
    for _one in range(2):
        on_it = page.locator("li.vote-row-in").count()
        page.locator("li.vote-row button[value^='add:']").first.click()
        page.wait_for_function("before => document.querySelectorAll('li.vote-row-in').length > before", arg=on_it)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    keep(page, "ballot")
    page.locator("#cast").click()
    page.locator("form[action$='/cast/'] button.btn").click()
    receipt = page.locator("#receipt").inner_text()
    page.goto(f"{here}ballots/receipt/", wait_until="networkidle")
    page.fill("textarea[name=receipt]", receipt)
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    keep(page, "receipt-check")
    context.close()


def keep(page: Page, name: str) -> None:
    path = TARGET / f"{name}.png"
    page.screenshot(path=path)
    make_small(path)
    print(f"{path.name}  {page.title()}")


def find_places(page: Page, url: str) -> dict[str, str]:
    page.goto(f"{url}/en/documents/public-spaces/")
    counts = page.locator("main a[href*='/clauses/']").all()
    most = max(counts, key=lambda link: int("0" + "".join(re.findall(r"^\D*(\d+)", link.inner_text()))))
    clause = (most.get_attribute("href") or "").split("/clauses/")[1].split("/")[0]
    page.goto(f"{url}/en/reports/")
    links = [link.get_attribute("href") or "" for link in page.locator("main a[href^='/en/consultations/']").all()]
    return {"clause": clause, "report": max(links, key=len)}


def make_small(path: Path) -> None:
    """Drawn pages have few colours; a palette halves the repository's burden and nobody sees it."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(192, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HUB_DATA_DIR": folder, "PORT": str(port), "HUB_ENV": "development"}
        server = subprocess.Popen([ROOT / "script" / "server"], env=environment, stderr=subprocess.DEVNULL)
        try:
            wait(f"http://127.0.0.1:{port}", server)
            wait_for_index(f"http://127.0.0.1:{port}")
            take(f"http://127.0.0.1:{port}")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


if __name__ == "__main__":
    main()
