"""What is open to all: the state of the service, and how somebody wants to see it."""

from __future__ import annotations

from tests.web.access.roles import Row, answers, nothing

ROWS = [
    Row("web:health", nothing, "get", answers(200, anonymous=200)),
    Row("web:robots", nothing, "get", answers(200, anonymous=200)),
    Row("web:theme", nothing, "post", answers(400, anonymous=400)),
    Row("web:language", nothing, "post", answers(302, anonymous=302)),
]
