"""A real hub in processes of its own (web server, worker, seeded city) and a real browser. Nothing of ours is replaced:
confirmation codes are read from the mail that the hub wrote, as a person would read them.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).resolve().parents[2]
# The same Chromium without a window's frame takes half the time; each of its windows would draw menus that nobody sees.
CHROMIUM = os.environ.get("CHROMIUM", "") or next(
    (path for name in ("chromium-headless-shell", "chromium", "chromium-browser") if (path := shutil.which(name))),
    None,
)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 480
# Milliseconds that a page may take to come: how fast it is, benchmarks/ say, never a journey.
A_BUSY_MACHINE = 120_000

Opener = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys share one hub, so one test process runs them all."""
    for item in items:
        if "tests/e2e/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("e2e"))
            if not CHROMIUM and not os.environ.get("REQUIRE_BROWSER"):
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium here; install Debian's `chromium` to run journeys")
                )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _database_url(data_dir: Path) -> tuple[str, str | None]:
    """A database of its own: a file for SQLite, `<name>_e2e_<process>` beside the suite's database on PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{data_dir / 'hub.sqlite3'}", None
    import psycopg

    base, _, name = url.rpartition("/")
    # One for each test process: two hubs on one database would take each other's tasks.
    fresh = f"{name.split('?')[0]}_e2e_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(f"{base}/postgres".replace("psql://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{fresh}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{fresh}"')
    return f"{base}/{fresh}", fresh


@dataclass
class RunningHub:
    url: str
    data_dir: Path
    environment: dict[str, str] = field(repr=False)

    def manage(self, *arguments: str) -> str:
        """Run a management command against the running hub's database; its standard output."""
        done = subprocess.run(
            [str(ROOT / ".venv/bin/python"), "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def mails_to(self, address: str) -> list[email.message.EmailMessage]:
        """All mail written to an address so far, oldest first."""
        found: list[tuple[float, email.message.EmailMessage]] = []
        for path in (self.data_dir / "mail").glob("*"):
            for part in re.split(r"(?m)^-{70,}$", path.read_text(encoding="utf-8")):
                if not part.strip():
                    continue
                message = email.message_from_string(part.lstrip(), policy=email.policy.default)
                if address in str(message["To"]):
                    found.append((path.stat().st_mtime, message))  # type: ignore[arg-type]
        return [message for _, message in sorted(found, key=lambda pair: pair[0])]

    def code_mailed_to(self, address: str, *, seconds: float = 30, after: int = 0) -> str:
        """The six digits in the newest mail to this address, waiting for it as a person would."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(self.mails_to(address)[after:]):
                code = re.search(r"(?<!\d)(\d{3})[ \u00a0]?(\d{3})(?!\d)", str(message.get_content()))
                if code:
                    return code.group(1) + code.group(2)
            time.sleep(0.3)
        raise AssertionError(f"no code was mailed to {address} within {seconds} s")


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """`script/server` itself, in an empty data folder, on a free port.

    While writing journeys, HUB_E2E_URL and HUB_E2E_DATA name a demo hub that runs already and its data folder.
    """
    if running := os.environ.get("HUB_E2E_URL"):
        folder = Path(os.environ["HUB_E2E_DATA"])
        yield RunningHub(running, folder, {**os.environ, "HUB_ENV": "development", "HUB_DATA_DIR": str(folder)})
        return
    data_dir = tmp_path_factory.mktemp("hub")
    port = _free_port()
    database_url, _ = _database_url(data_dir)
    environment = {
        **os.environ,
        "HUB_ENV": "development",
        "HUB_DATA_DIR": str(data_dir),
        "DATABASE_URL": database_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SEED": "1",
    }
    for name in ("DJANGO_SETTINGS_MODULE", "EMAIL_URL", "TASKS_URL", "CACHE_URL", "SEARCH_URL"):
        environment.pop(name, None)
    log = data_dir / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            ["script/server"], cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert process.poll() is None, f"script/server ended:\n{log.read_text()[-4000:]}"
            assert time.monotonic() < deadline, (
                f"the hub was not ready in {START_SECONDS} s:\n{log.read_text()[-4000:]}"
            )
            try:
                with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        break
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
        yield RunningHub(url, data_dir, environment)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="session", autouse=True)
def patience(browser: Browser) -> None:
    """Every page that a journey opens waits as long as a person would on a bad day."""
    new_context = browser.new_context

    def patient(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_navigation_timeout(A_BUSY_MACHINE)
        return context

    browser.new_context = patient  # type: ignore[method-assign]
    expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": CHROMIUM, "args": CHROMIUM_FLAGS, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"locale": "en-GB", "timezone_id": "Africa/Tunis"}


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Opens a page for a person of their own; its arguments are those of a browser context."""
    contexts = []

    def open_page(**options: object) -> Page:
        # Focus is looked at where it arrives, not on the way there.
        contexts.append(browser.new_context(reduced_motion="reduce", **options))
        page: Page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.set_default_navigation_timeout(A_BUSY_MACHINE)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def speaks(hub: RunningHub) -> Iterator[Callable[[str, str], None]]:
    """Sets the language of a member of staff, who is known by the first half of an address, and gives it back."""
    changed = set()

    def change(name: str, language: str) -> None:
        hub.manage(
            "shell",
            "-v0",
            "-c",
            "from hub.accounts.models.user import User; from wagtail.users.models import UserProfile as P;"
            f"u = User.objects.get(email='{name}@example.org');"
            f"User.objects.filter(pk=u.pk).update(language='{language}');"
            f"P.objects.update_or_create(user=u, defaults={{'preferred_language': '{language}'}})",
        )
        changed.add(name)

    yield change
    for name in sorted(changed):
        change(name, "en")
