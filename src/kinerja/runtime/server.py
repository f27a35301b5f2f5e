"""The web server: granian with Django's WSGI application, the same for a trial and for an office."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from kinerja.runtime.problems import Problem

APPLICATION = "kinerja.wsgi"
BLOCKING_THREADS = 4
PORTS_TRIED = 50
STOP_SECONDS = 10
POLL_SECONDS = 0.2
PR_SET_PDEATHSIG = 1


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens on `port` there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def next_free_port(host: str, wanted: int) -> int:
    """`wanted`, or the next port after it that nobody uses.

    Raises:
        Problem: none of the next ports is free.
    """
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        if is_free(host, port):
            return port
    raise Problem(
        f"Port {wanted} dan {PORTS_TRIED - 1} port sesudahnya sedang dipakai.",
        "Pilih port lain: --port 9000.",
    )


def _load_in_worker(module: str) -> Any:
    """The WSGI application, loaded in the worker."""
    live_with_parent()
    return import_module(module).application


def live_with_parent() -> None:
    """Leaves the terminal's group: Ctrl-C reaches the parent alone, which stops its children in order.

    On Linux the process dies with its parent, even one killed without a word.
    """
    os.setpgrp()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def beside(*command: str) -> Iterator[None]:
    """Runs `kinerja COMMAND` in silence beside this process, and ends it with it."""
    program = [sys.executable, "-m", "kinerja", *command]
    child = subprocess.Popen(
        program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=live_with_parent
    )
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _announce_when_open(host: str, port: int, ready: Callable[[], None]) -> None:
    """Call `ready` once a worker accepts connections; the workers open the port, each in its own time."""

    def watch() -> None:
        while True:
            time.sleep(POLL_SECONDS)
            with suppress(OSError), socket.create_connection((host, port), timeout=1):
                break
        ready()

    threading.Thread(target=watch, daemon=True).start()


def serve(host: str, port: int, *, workers: int, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM. `ready` is called once the address accepts connections."""
    server = Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    server.on_startup(lambda: _announce_when_open(host, port, ready))
    server.serve(target_loader=_load_in_worker)
