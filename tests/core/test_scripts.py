"""script/setup, script/server and script/test on machines that lack something: one clear line each, nothing half done.

The scripts run from a copy of their own, so that no test touches the virtual environment that runs the tests.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

pytestmark = pytest.mark.once


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    root = tmp_path / "clone"
    shutil.copytree(ROOT / "script", root / "script", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "requirements-dev.txt", "manage.py"):
        shutil.copy(ROOT / name, root)
    return root


def run(clone: Path, script: str, timeout: int = 120, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "DJANGO_", "PIP_"))},
        "HUB_PYTHON": sys.executable,
        "HUB_DATA_DIR": str(clone / "var"),
        **changes,
    }
    return subprocess.run(
        [str(clone / "script" / script)], env=environment, capture_output=True, text=True, check=False, timeout=timeout
    )


def the_one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = done.stderr.splitlines()
    assert "Traceback" not in done.stdout
    return line


@pytest.mark.parametrize("script", ["setup", "server", "test"])
def test_an_old_python_is_named(clone: Path, tmp_path: Path, script: str):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("python3", "python"):
        (programs / name).write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n')
        (programs / name).chmod(0o755)
    for name in ("sh", "dirname", "basename"):
        (programs / name).symlink_to(shutil.which(name) or name)
    line = the_one_line(run(clone, script, PATH=str(programs), HUB_PYTHON=""))
    assert "needs Python 3.11 or newer; this machine has Python 3.9.2" in line


def test_a_missing_venv_module_is_named_with_what_to_install(clone: Path, tmp_path: Path):
    """As on a bare Debian: `venv` is there, `ensurepip` is in a package of its own."""
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "ensurepip.py").write_text("raise ImportError('no ensurepip')\n")
    line = the_one_line(run(clone, "setup", PYTHONPATH=str(tmp_path / "without")))
    assert line == "setup: Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv"
    assert not (clone / ".venv").exists()


def test_a_port_in_use_is_named_before_anything_slow(clone: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        started = time.monotonic()
        line = the_one_line(run(clone, "server", PORT=str(port)))
    assert f"port {port} on 127.0.0.1 cannot be used" in line
    assert f"PORT={port + 1} script/server" in line
    assert time.monotonic() - started < 10
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'"),
        ({"PORT": "70000"}, "from 1 to 65535"),
        ({"HOST": "no.such.host.invalid"}, "no address of this machine"),
        ({"HOST": "192.0.2.1", "PORT": "8796"}, "cannot be used"),
    ],
)
def test_an_address_that_cannot_be_is_named(clone: Path, change: dict[str, str], words: str):
    assert words in the_one_line(run(clone, "server", **change))


@pytest.mark.parametrize("script", ["setup", "server", "test"])
def test_a_data_folder_that_cannot_be_written_is_named(clone: Path, tmp_path: Path, script: str):
    (tmp_path / "file").write_text("not a folder")
    line = the_one_line(run(clone, script, HUB_DATA_DIR=str(tmp_path / "file" / "data"), PORT="8795"))
    assert "cannot be written" in line
    assert "HUB_DATA_DIR" in line


def test_no_network_is_named_and_the_next_setup_starts_anew(clone: Path):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "0"}
    line = the_one_line(run(clone, "setup", timeout=300, **nowhere))
    assert line.startswith("setup: no network: the package index")
    assert (clone / ".venv" / ".hub-unfinished").exists()
    again = run(clone, "setup", timeout=300, **nowhere)
    assert "An earlier setup was interrupted; making the virtual environment anew" in again.stdout
    assert "no network" in the_one_line(again)


def test_an_interrupted_setup_leaves_no_programs_behind(clone: Path):
    """Ctrl-C while pip waits for an index that never answers."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        environment = {
            **os.environ,
            "HUB_PYTHON": sys.executable,
            "HUB_DATA_DIR": str(clone / "var"),
            "PIP_INDEX_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/simple",
            "PIP_NO_CACHE_DIR": "1",
            "PIP_FIND_LINKS": "",
        }
        process = subprocess.Popen(
            [str(clone / "script" / "setup")],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # A suite that runs in the background was told to ignore Ctrl-C, and so would its children be.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        silent.settimeout(120)
        connection, _address = silent.accept()
        os.kill(process.pid, signal.SIGINT)
        _out, errors = process.communicate(timeout=30)
        connection.close()
    assert process.returncode == 130
    assert "Traceback" not in errors
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.fixture
def setup_module(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "script" / "lib"))
    import setup

    return setup


@pytest.mark.parametrize(
    ("pip_says", "we_say"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "its hash differs"),
        ("NewConnectionError('x: [Errno -3] Temporary failure in name resolution')", "no network"),
        ("line\nERROR: No matching distribution found for nh3==9.9", "No matching distribution found for nh3==9.9"),
    ],
)
def test_what_pip_says_at_length_is_said_in_a_line(setup_module, capsys, pip_says: str, we_say: str):
    with pytest.raises(SystemExit):
        setup_module._explain(pip_says, "pip could not install requirements.txt")
    (line,) = capsys.readouterr().err.splitlines()
    assert we_say in line


def test_a_nearly_full_disk_is_named(setup_module, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("HUB_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(setup_module.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 2**20}))
    with pytest.raises(SystemExit):
        setup_module.check_data_dir()
    assert "1 MB are left" in capsys.readouterr().err


def test_pinned_files_name_no_host_and_every_package_has_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index" not in text
        blocks = [block for block in text.replace("\\\n", " ").splitlines() if "==" in block]
        assert len(blocks) > 20
        assert all("--hash=sha256:" in block for block in blocks)
