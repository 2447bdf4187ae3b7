"""What script/server does: set up, start the web server and the worker, say where, watch them, end them together."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import setup
from setup import fail, say

READY_WITHIN = 90
ENDS_WITHIN = 20


class Stopped(Exception):
    """Ctrl-C or SIGTERM."""

    def __init__(self, number: int) -> None:
        self.number = number


def _stop(number: int, _frame: object) -> NoReturn:
    # A second signal must not interrupt the ending that the first began.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)


def host_and_port() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        fail(f"PORT is {port!r}; it must be a number from 1 to 65535")
    return host, int(port)


def check_port(host: str, port: int) -> None:
    """Before anything slow. SO_REUSEADDR as the web server has it: a port that rests after an end is free."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except PermissionError:
        fail(f"port {port} may be opened by an administrator only. Choose one above 1023: PORT=8000 script/server")
    except socket.gaierror:
        fail(f"HOST is {host!r}, which is no address of this machine")
    except OSError as error:
        fail(f"port {port} on {host} cannot be used ({error.strerror}). Choose another: PORT={port + 1} script/server")


def start(host: str, port: int) -> dict[str, subprocess.Popen[bytes]]:
    environment = {**setup.environment(), "HUB_SUPERVISOR_PID": str(os.getpid()), "HOST": host, "PORT": str(port)}
    web = [str(setup.PYTHON), "-m", "gunicorn", "-c", "python:hub.gunicorn_config", "hub.wsgi:application"]
    worker = [str(setup.PYTHON), str(setup.ROOT / "manage.py"), "hub_worker"]
    started: dict[str, subprocess.Popen[bytes]] = {}
    for name, command in (("web server", web), ("worker", worker)):
        # Sessions of their own: Ctrl-C reaches us alone, and we end them in order.
        started[name] = subprocess.Popen(command, cwd=setup.ROOT, env=environment, start_new_session=True)
    return started


def dead(children: dict[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def wait_until_ready(host: str, port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline, last = time.monotonic() + READY_WITHIN, "it does not answer"
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while time.monotonic() < deadline:
        if name := dead(children):
            end(children)
            fail(f"the {name} ended while starting (code {children[name].returncode}); its lines above say why")
        connection = http.client.HTTPConnection(reachable, port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            body = answer.read()
            if answer.status == 200:
                return
            last = ", ".join(f"{part}: {why}" for part, why in json.loads(body)["failing"].items())
        except (OSError, http.client.HTTPException, ValueError, KeyError):
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    end(children)
    fail(f"the hub was not ready after {READY_WITHIN} seconds ({last})")


def end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + ENDS_WITHIN
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def announce(seconds: float) -> None:
    say(f"\nThe hub is ready ({seconds:.0f} s).\n\n{addresses_file().read_text(encoding='utf-8')}\nCtrl-C ends it.\n")


def addresses_file() -> Path:
    """Written by `manage.py prepare`, which knows the languages, the addresses and who is in the demo city."""
    return setup.data_dir() / "addresses.txt"


def main() -> None:
    os.environ["HUB_SCRIPT"] = "server"
    begun = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    host, port = host_and_port()
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        check_port(host, port)
        seed = os.environ.get("SEED", "1") not in ("0", "false", "no", "off")
        setup.prepare(arguments=["--static", f"--addresses={addresses_file()}", *(["--seed"] if seed else [])])
        children = start(host, port)
        wait_until_ready(host, port, children)
        announce(time.monotonic() - begun)
        while not (name := dead(children)):
            time.sleep(0.5)
    except Stopped as stopped:
        say("\nEnding …")
        end(children)
        sys.exit(0 if stopped.number in (signal.SIGINT, signal.SIGTERM) and children else 128 + stopped.number)
    code = children[name].returncode
    end(children)
    fail(f"the {name} ended by itself (code {code}); everything else was ended too")


if __name__ == "__main__":
    main()
