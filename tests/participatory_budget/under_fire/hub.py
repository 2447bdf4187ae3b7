"""A hub of real processes that can be killed without a word: databases, web servers, worker."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.architecture.tree import ROOT
from tests.template import FOLDER, fingerprint

INSIDE = "tests.participatory_budget.under_fire.inside"
HANGS_AFTER = 120
# All migrations, among many other things.
A_BUSY_MACHINE = 900


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def killed(process: subprocess.Popen[Any] | None) -> None:
    """It and all that it started, at once."""
    if process is not None and process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def postgresql_programs() -> Path | None:
    """Where PostgreSQL's own programs lie: Debian has them outside PATH, one folder for each version."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    of_debian = [one for one in Path("/usr/lib/postgresql").glob("*/bin") if one.parent.name.isdigit()]
    folders += sorted(of_debian, key=lambda one: int(one.parent.name), reverse=True)
    return next((one for one in folders if (one / "initdb").exists() and (one / "postgres").exists()), None)


class Cluster:
    """PostgreSQL as it comes, `fsync` on. Root may not run it, so it runs as `postgres` then."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        programs = postgresql_programs()
        assert programs, "no PostgreSQL here; install Debian's `postgresql`"
        self._bin = programs
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://hub@127.0.0.1:{self.port}/hub"

    def start(self, *, hurried: bool = False) -> None:
        """After a kill the old processes may still hold its memory: asked again until it runs.

        `hurried` is for migrations, which are not what is looked at: nothing is waited for until `stop`.
        """
        deadline = time.monotonic() + HANGS_AFTER
        while time.monotonic() < deadline:
            options = ["-p", str(self.port), "-k", str(self.folder), "-c", "listen_addresses=127.0.0.1"]
            options += ["-c", "fsync=off", "-c", "full_page_writes=off"] if hurried else ["-c", "fsync=on"]
            with (self.folder.parent / "postgres.log").open("ab") as out:
                self.process = subprocess.Popen(
                    self._command("postgres", "-D", str(self.folder), *options),
                    stdout=out,
                    stderr=out,
                    start_new_session=True,
                )
            while self.process.poll() is None and time.monotonic() < deadline:
                ready = self._command("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port))
                if subprocess.run(ready, check=False).returncode == 0:
                    return
                time.sleep(0.1)
            time.sleep(0.2)
        raise AssertionError((self.folder.parent / "postgres.log").read_text()[-2000:])

    def stop(self) -> None:
        """In order; all is on the disk then."""
        assert self.process
        os.kill(self._leader(), signal.SIGINT)  # a fast shutdown
        self.process.wait(HANGS_AFTER)

    def create(self) -> None:
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "hub", "hub")

    @contextlib.contextmanager
    def once_migrated(self) -> Iterator[bool]:
        """All migrations take a minute: whoever is the first keeps what they made, the others wait for it and copy it.

        Gives whether it was there. To be left when the server is stopped.
        """
        kept = FOLDER / f"{fingerprint()}.postgresql-{self._bin.parent.name}"
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / "lock-postgresql").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            is_there = kept.exists()
            if is_there:
                shutil.copytree(kept, self.folder)
                if os.geteuid() == 0:
                    for one in (self.folder, *self.folder.rglob("*")):
                        shutil.chown(one, "postgres", "postgres")
            else:
                self._initialise()
            yield is_there
            if not is_there:
                for old in FOLDER.glob("*.postgresql-*"):
                    shutil.rmtree(old)
                half = kept.with_suffix(".half")
                shutil.rmtree(half, ignore_errors=True)
                shutil.copytree(self.folder, half)
                half.replace(kept)

    def kill(self) -> None:
        """The server and each of its processes: they have sessions of their own, and are stopped from making more."""
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            leader = self._leader()
            os.kill(leader, signal.SIGSTOP)
            children = Path(f"/proc/{leader}/task/{leader}/children")
            for one in (leader, *map(int, children.read_text().split() if children.exists() else ())):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
        killed(self.process)

    def _initialise(self) -> None:
        self.folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        made = ("--auth=trust", "--username=hub", "--encoding=UTF8", "--locale=C.UTF-8")
        self._run("initdb", "-D", str(self.folder), *made)

    def _leader(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().split()[0])

    def _command(self, name: str, *arguments: str) -> list[str]:
        before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        return [*before, str(self._bin / name), *arguments]

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(self._command(name, *arguments), check=True, capture_output=True, cwd="/", timeout=HANGS_AFTER)


@dataclass
class Hub:
    folder: Path
    cluster: Cluster | None = None
    ports: list[int] = field(default_factory=lambda: [free_port(), free_port()])
    processes: dict[str, subprocess.Popen[Any]] = field(default_factory=dict)
    started: float = 0
    inside: str = INSIDE

    @property
    def environment(self) -> dict[str, str]:
        dropped = ("HUB_", "DJANGO_", "DATABASE_URL", "TASKS_URL", "EMAIL_URL", "CACHE_URL", "SECRET_KEY", "PUBLIC_URL")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        url = self.cluster.url if self.cluster else f"sqlite:///{self.folder / 'hub.sqlite3'}"
        ours = {"HUB_DATA_DIR": str(self.folder), "DATABASE_URL": url, "LOG_LEVEL": "ERROR", "CONN_MAX_AGE": "0"}
        return {**kept, **ours, "SECRET_KEY": "under-fire-" + "k3J9wq" * 9}

    def prepare(self, *options: str) -> None:
        """`--static` where somebody looks at pages."""
        if self.cluster is None:
            self._python("manage.py", "prepare", *options)
            return
        with self.cluster.once_migrated() as is_migrated:
            self.cluster.start(hurried=True)
            if not is_migrated:
                self.cluster.create()
                self._python("manage.py", "migrate", "--verbosity", "0")
                self.cluster.stop()
        if not is_migrated:
            self.cluster.start(hurried=True)
        self._python("manage.py", "prepare", *options)
        self.cluster.stop()
        self.cluster.start()

    def ask(self, *step: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._python("-m", self.inside, *step).splitlines()[-1])
        return found

    def start(self, *names: str) -> None:
        """`web0`, `web1`, `worker` or `database`, which comes first; returns when all of them answer."""
        if "database" in names:
            assert self.cluster
            self.cluster.start()
        others = [name for name in names if name != "database"]
        for name in others:
            self.processes[name] = self.begin("clock", str(self.started)) if name == "worker" else self._begin_web(name)
        for name in others:
            if name == "worker":
                started = self.processes[name].stdout
                assert started
                assert started.readline(), "the worker does not start"
            else:
                self._wait_for_web(name)

    def kill(self, name: str) -> None:
        if name == "database":
            assert self.cluster
            self.cluster.kill()
        else:
            killed(self.processes.get(name))

    def begin(self, *step: str) -> subprocess.Popen[str]:
        """A step that somebody may kill."""
        return subprocess.Popen(
            [sys.executable, "-m", self.inside, *step],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def end(self) -> None:
        for process in self.processes.values():
            killed(process)
        if self.cluster:
            self.cluster.kill()

    def _begin_web(self, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gunicorn", "-c", "python:hub.gunicorn_config", "hub.wsgi:application"]
        environment = {**self.environment, "PORT": str(self._port(name)), "WEB_THREADS": "8"}
        return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)

    def _wait_for_web(self, name: str) -> None:
        deadline = time.monotonic() + HANGS_AFTER
        while time.monotonic() < deadline and self.processes[name].poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self._port(name)}/healthz", timeout=5).read()
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                return
        raise AssertionError(f"{name} does not answer; it ended with {self.processes[name].poll()}")

    def _port(self, name: str) -> int:
        return self.ports[int(name[-1])]

    def _python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=A_BUSY_MACHINE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
