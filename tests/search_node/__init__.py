"""A real search node for the tests: OpenSearch, with Maven's help and in a process of its own.

`HUB_TEST_SEARCH_NODE=http://127.0.0.1:…` names one that runs already. Where there is neither Java nor Maven, or they
cannot load what they need, tests of the node skip and say why; with `REQUIRE_SEARCH_NODE=1` they fail.
`python -m tests.search_node` starts one by hand.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
BUILT = HERE.parents[1] / ".pytest_cache/search_node"
MADE_FROM = ("pom.xml", "SearchNode.java")
MINUTES_TO_BUILD = 10
SECONDS_TO_START = 120  # on a busy machine; four on an idle one
HEAP = "512m"


class NoNodeError(Exception):
    """A node cannot be had here; the text says why."""


@dataclass
class Node:
    """A node on this machine. Its data outlive a kill and go with `stop`."""

    port: int
    folder: Path
    classes: str
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def restart(self) -> None:
        log = self.folder / "log"
        with log.open("ab") as out:
            # The node ends with its standard input: with us, whatever becomes of us.
            self.process = subprocess.Popen(
                ["java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-cp", self.classes, "SearchNode", str(self.port), self.folder],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        patience = time.monotonic() + SECONDS_TO_START
        while not _answers(self.url):
            if self.process.poll() is not None or time.monotonic() > patience:
                self.kill()
                raise NoNodeError(f"the search node did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.2)

    def kill(self) -> None:
        """As a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.process.stdin:
                self.process.stdin.close()

    def stop(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Node:
    """Raises NoNodeError."""
    classes = build()
    node = Node(_free_port(), Path(tempfile.mkdtemp(prefix="hub-search-node-", dir=_quick_folder())), classes)
    try:
        node.restart()
    except BaseException:
        node.stop()
        raise
    return node


def build() -> str:
    """Made once; the first process makes it and the others wait. Gives the class path."""
    for program, package in (("java", "default-jdk-headless"), ("mvn", "maven")):
        if not shutil.which(program):
            raise NoNodeError(f"no {program} here: install Debian's {package}")
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in MADE_FROM)).hexdigest()[:16]
    folder = BUILT / digest
    BUILT.mkdir(parents=True, exist_ok=True)
    with (BUILT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _maven(folder)
            (folder / "whole").touch()
    return f"{folder}/classes{os.pathsep}{folder}/libraries/*"


def _maven(folder: Path) -> None:
    command = [
        *("mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), f"-Dbuilt={folder}"),
        *("compile", "dependency:copy-dependencies", f"-DoutputDirectory={folder}/libraries"),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=MINUTES_TO_BUILD * 60, check=False)
    except subprocess.TimeoutExpired as error:
        raise NoNodeError(f"Maven had not loaded the search node after {MINUTES_TO_BUILD} minutes") from error
    if done.returncode:
        raise NoNodeError(f"Maven could not make the search node:\n{(done.stdout + done.stderr)[-2000:]}")


def _quick_folder() -> str | None:
    """In memory where there is room: each new index is written to the disk many times."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1_000_000_000
    return str(memory) if has_room else None


def _answers(url: str) -> bool:
    """All that it kept can be asked."""
    try:
        with urlopen(f"{url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=3) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
