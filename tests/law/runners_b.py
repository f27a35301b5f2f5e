"""How a case of `tests/law/*.toml` calls its rule: `given` and the day in, plain answer out (B)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Given = Mapping[str, Any]

RUNNERS: dict[str, Callable[[Given, date], Any]] = {}
