"""The browser of the journeys: the system's chromium, installed by apt where that needs no question."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ONE_LINE = "sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium"
MISSING = f"Chromium tidak ada di komputer ini. Ketik satu baris ini, lalu ulangi: {ONE_LINE}"
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The path of the system's browser, if there is one."""
    return next((found for found in map(shutil.which, NAMES) if found), None)


def launch_flags() -> list[str]:
    """Chromium's own sandbox cannot run as root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)


def ensure_chromium(tell: Callable[[str], None]) -> str:
    """Install chromium when it is missing and nobody needs to be asked. Returns the trouble, or nothing."""
    if chromium():
        return ""
    before = _without_asking()
    if before is None or shutil.which("apt-get") is None:
        return MISSING
    tell("Memasang chromium lewat apt ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    words = ""
    for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            [*before, "apt-get", *step], env=environment, capture_output=True, text=True, check=False
        )
        words = done.stderr.strip()
    return "" if chromium() else f"{MISSING}\n{words[-500:]}"


def _without_asking() -> list[str] | None:
    """The words to put before a command that needs root; None where a person would be asked."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None
