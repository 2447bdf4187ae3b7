"""What makes a production hub unsafe. All faults are named at once, so that an operator mends them in one go."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
_WORDS_OF_SAMPLE_KEYS = ("insecure", "change", "secret", "example", "only-for-tests", "password", "default")
_MAIL_TO_NOBODY = ("console", "dummy", "locmem", "filebased")
# The addresses of CONTRACTS' demo accounts, whose password anybody can read.
DEMO_ADDRESSES = (
    "officer@example.org",
    "moderator@example.org",
    "citizen@example.org",
    "resident@example.org",
    "engineer@example.org",
)
# Commands that touch nobody's data: `check` prints the same faults one by one, the others prepare a release.
_HARMLESS_COMMANDS = {"check", "help", "version", "--help", "-h", "--version", "messages", "collectstatic"}


def faults(settings: Mapping[str, Any]) -> list[str]:
    """One line for each fault, naming the variable to set. `settings` are the module's names and values."""
    found = [*_key_faults(settings), *_address_faults(settings), *_process_faults(settings)]
    if settings.get("DEBUG"):
        found.insert(0, "DEBUG is on: error pages would show settings and people's data. Remove DEBUG.")
    backend = str(settings.get("EMAIL_BACKEND", ""))
    if any(word in backend for word in _MAIL_TO_NOBODY):
        found.append("EMAIL_URL sends no mail to anybody. Set it to an SMTP server: smtp+tls://user:password@host:587.")
    if settings.get("DEMO_ALLOWED"):
        found.append("DEMO_ALLOWED is on: anybody knows the demo passwords.")
    return found


def _key_faults(settings: Mapping[str, Any]) -> list[str]:
    key = str(settings.get("SECRET_KEY") or "")
    if not key:
        return ["SECRET_KEY is missing. Set it to 50 or more random characters."]
    if len(key) < SHORTEST_KEY or len(set(key)) < 10:
        return [f"SECRET_KEY is too short or too regular. Set it to {SHORTEST_KEY} or more random characters."]
    if any(word in key.lower() for word in _WORDS_OF_SAMPLE_KEYS):
        return ["SECRET_KEY looks like a sample. Set it to 50 or more random characters."]
    # What an old key signed is still believed: a short one would open what the new one closes.
    if any(len(old) < SHORTEST_KEY for old in settings.get("SECRET_KEY_FALLBACKS") or []):
        return [f"SECRET_KEY_FALLBACKS holds a key shorter than {SHORTEST_KEY} characters. Take it out."]
    return []


def _address_faults(settings: Mapping[str, Any]) -> list[str]:
    found = []
    hosts: Sequence[str] = settings.get("ALLOWED_HOSTS") or []
    public = urlsplit(str(settings.get("PUBLIC_URL", "")))
    if not hosts:
        found.append("ALLOWED_HOSTS is missing. Set it to the host name that people type.")
    elif any(host.strip() in ("*", ".") for host in hosts):
        found.append("ALLOWED_HOSTS allows every host: links in mail could be forged. Name the hosts.")
    if public.scheme != "https":
        found.append("PUBLIC_URL does not start with https://: passwords and opinions would travel in the open.")
    elif hosts and not any(_allows(host, public.hostname or "") for host in hosts):
        found.append("PUBLIC_URL names a host that ALLOWED_HOSTS does not allow.")
    return found


def _allows(pattern: str, host: str) -> bool:
    pattern = pattern.strip().lower()
    return pattern in ("*", host) or (pattern.startswith(".") and (host.endswith(pattern) or host == pattern[1:]))


def _process_faults(settings: Mapping[str, Any]) -> list[str]:
    found = []
    several = int(settings.get("WEB_CONCURRENCY", 1)) > 1
    cache = str(settings["CACHES"]["default"]["BACKEND"])
    if "dummy" in cache:
        found.append("CACHE_URL keeps nothing: rate limits would not count. Use redis:// or locmemcache://.")
    elif several and "locmem" in cache:
        found.append(
            "CACHE_URL is each process's own memory while WEB_CONCURRENCY is above 1: rate limits would count too "
            "little. Use redis://."
        )
    if several and settings["DATABASES"]["default"]["ENGINE"].endswith("sqlite3"):
        found.append("DATABASE_URL is SQLite while WEB_CONCURRENCY is above 1. Use PostgreSQL, or one process.")
    if "immediate" in str(settings["TASKS"]["default"]["BACKEND"]).lower():
        found.append("TASKS_URL runs tasks inside requests: a slow mail server would stop the site. Use db://.")
    return found


def refuse_unsafe_settings(settings: Mapping[str, Any], argv: Sequence[str] | None = None) -> None:
    """Called at the end of hub.settings.production, so by the web server, the worker and every command."""
    argv = sys.argv if argv is None else argv
    is_command = bool(argv) and argv[0].endswith(("manage.py", "django-admin"))
    if is_command and (len(argv) < 2 or argv[1] in _HARMLESS_COMMANDS):
        return
    refuse(faults(settings))


def refuse(found: Sequence[str]) -> None:
    if found:
        lines = "\n".join(f"  {number}. {fault}" for number, fault in enumerate(found, start=1))
        raise ImproperlyConfigured(f"The hub does not start in production while this is so:\n{lines}")


def database_faults() -> list[str]:
    """What only the database can tell; asked by the web server and the worker when they start, and by `check`."""
    from django.contrib.auth import get_user_model
    from django.db import DatabaseError

    try:
        people = get_user_model()._default_manager.filter(email__in=DEMO_ADDRESSES, is_active=True)
        if people.exists():
            return ["The database holds demo accounts, whose password is public. Remove them: manage.py reset_demo."]
    except DatabaseError:
        return []  # no tables yet, or no answer: /readyz tells
    return []


def refuse_unsafe_database() -> None:
    from django.conf import settings

    if settings.HUB_ENV == "production":
        refuse(database_faults())
