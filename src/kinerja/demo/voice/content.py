"""The words of the sample city, read once from the TOML files beside this one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def content(name: str) -> dict[str, Any]:
    """The data of `<name>.toml`."""
    text = (resources.files("kinerja.demo.voice") / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
