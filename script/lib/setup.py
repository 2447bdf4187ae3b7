"""What script/setup does, with the standard library only. script/server and script/test import it.

Each step looks first whether it was done; an interrupted one leaves a mark and is done again from its start.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Written before pip starts and removed when it ended well: found at the start, the environment is half-made.
UNFINISHED = VENV / ".hub-unfinished"
SPACE_FOR_PACKAGES = 700 * 1024 * 1024
SPACE_FOR_DATA = 50 * 1024 * 1024

_NO_NETWORK = (
    "NewConnectionError",
    "Temporary failure in name resolution",
    "Name or service not known",
    "Network is unreachable",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Connection refused",
    "ProxyError",
    "Max retries exceeded",
    "Connection broken",
)


def say(text: str) -> None:
    print(text, flush=True)


def fail(text: str) -> NoReturn:
    """One clear line, and no more."""
    print(f"{os.environ.get('HUB_SCRIPT', 'setup')}: {text}", file=sys.stderr, flush=True)
    sys.exit(1)


def data_dir() -> Path:
    return Path(os.environ.get("HUB_DATA_DIR") or ROOT / "var").expanduser().resolve()


def environment() -> dict[str, str]:
    return {**os.environ, "HUB_DATA_DIR": str(data_dir()), "PYTHONUNBUFFERED": "1"}


def check_data_dir() -> None:
    """Before anything slow."""
    folder = data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"0" * 65536)
            probe.flush()
            os.fsync(probe.fileno())
        free = shutil.disk_usage(folder).free
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            fail(f"the disk is full: nothing can be written to {folder}")
        fail(f"the data folder {folder} cannot be written ({error.strerror}). Set HUB_DATA_DIR to one that can.")
    if free < SPACE_FOR_DATA:
        fail(f"the disk is nearly full: {free // 2**20} MB are left for {folder}, {SPACE_FOR_DATA // 2**20} are needed")


def check_venv_module() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        fail("Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv")


@contextlib.contextmanager
def only_one_setup() -> Iterator[int]:
    """Two setups at once would tread on each other's packages. The lock goes with the process, however it ends."""
    descriptor = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another setup is running here; waiting for it to end …")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def ensure_packages(*, tests: bool, lock: int) -> None:
    wanted = [ROOT / "requirements.txt", *([ROOT / "requirements-dev.txt"] if tests else [])]
    missing = [file for file in wanted if not _is_installed(file)]
    if not missing:
        return
    check_venv_module()
    existing = VENV if VENV.exists() else ROOT
    if (free := shutil.disk_usage(existing).free) < SPACE_FOR_PACKAGES:
        fail(f"the disk is nearly full: {free // 2**20} MB are left, about {SPACE_FOR_PACKAGES // 2**20} are needed")
    started = time.monotonic()
    _ensure_venv(lock)
    UNFINISHED.touch()
    for file in missing:
        _install(file, lock)
    UNFINISHED.unlink()
    for file in missing:
        _stamp(file).write_text(_fingerprint(file))
    say(f"Packages are ready ({time.monotonic() - started:.0f} s).")


def _stamp(file: Path) -> Path:
    return VENV / f".hub-{file.stem}.sha256"


def _fingerprint(file: Path) -> str:
    return f"{hashlib.sha256(file.read_bytes()).hexdigest()} {sys.version_info.major}.{sys.version_info.minor}\n"


def _is_installed(file: Path) -> bool:
    stamp = _stamp(file)
    return not UNFINISHED.exists() and PYTHON.exists() and stamp.exists() and stamp.read_text() == _fingerprint(file)


def _ensure_venv(lock: int) -> None:
    if VENV.exists():
        if not UNFINISHED.exists() and _pip_works():
            return
        say("An earlier setup was interrupted; making the virtual environment anew …")
        shutil.rmtree(VENV)
    say(f"Making a virtual environment in {VENV.name}/ …")
    VENV.mkdir()
    UNFINISHED.touch()
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, pass_fds=[lock], check=False
    )
    if made.returncode or not _pip_works():
        _explain(made.stdout + made.stderr, "the virtual environment could not be made")


def _pip_works() -> bool:
    """Also false when the environment was made by another version of Python, or the folder was moved."""
    if not PYTHON.exists():
        return False
    asked = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]} or sys.prefix != {str(VENV)!r})"
    return subprocess.run([str(PYTHON), "-c", asked], capture_output=True, check=False).returncode == 0


def _install(file: Path, lock: int) -> None:
    total = len(re.findall(r"^[a-zA-Z0-9][^ ]*==", file.read_text(), re.MULTILINE))
    say(f"Installing {total} packages from {file.name} …")
    command = [
        *[str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"],
        *["--retries", "3", "--only-binary", ":all:", "--require-hashes", "-r", str(file)],
    ]
    # Standard error as well: in it pip says why, and on a full pipe it would wait for us for ever.
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, pass_fds=[lock])
    lines: list[str] = []
    seen = 0
    try:
        for line in pip.stdout or ():
            lines.append(line.rstrip())
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                if seen % 20 == 0:
                    say(f"  {seen} of {total} fetched")
            elif line.startswith("Installing collected packages"):
                say("  unpacking")
        pip.wait()
    except BaseException:
        pip.terminate()
        pip.wait()
        raise
    if pip.returncode:
        _explain("\n".join(lines), f"pip could not install {file.name}")


def _explain(output: str, otherwise: str) -> NoReturn:
    if "No space left on device" in output or "Disk quota exceeded" in output:
        fail("the disk is full. Make room and run this again.")
    if "python3-venv" in output:
        fail("Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv")
    if any(sign in output for sign in _NO_NETWORK):
        fail(
            "no network: the package index could not be reached. Check the connection (or PIP_INDEX_URL, HTTPS_PROXY)."
        )
    if "DO NOT MATCH THE HASHES" in output:
        fail("a package is not the one that was pinned (its hash differs). Nothing of it was installed.")
    reason = next((line for line in reversed(output.splitlines()) if line.startswith("ERROR")), "")
    fail(f"{otherwise}. {reason}".strip())


def manage(*arguments: str) -> int:
    """manage.py in the environment just made; ends with us."""
    process = subprocess.Popen([str(PYTHON), str(ROOT / "manage.py"), *arguments], cwd=ROOT, env=environment())
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise


def prepare(*, tests: bool = False, arguments: list[str] | None = None) -> None:
    """`arguments` go to `manage.py prepare`; without them the database is left alone (the tests make their own)."""
    check_data_dir()
    with only_one_setup() as lock:
        ensure_packages(tests=tests, lock=lock)
        if arguments is not None and manage("prepare", *arguments):
            sys.exit(1)  # it has said why


def main() -> None:
    os.environ.setdefault("HUB_SCRIPT", "setup")
    prepare(arguments=[])
    say("The hub is set up. Start it with script/server.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        fail("the disk is full" if error.errno == errno.ENOSPC else str(error))
