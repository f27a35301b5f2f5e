"""Public pages held in the memory of the process: a crowd reads them without one query.

Every address under /layanan/ is the same for everybody, so the page is made once a minute by one request and
handed to all others as ready bytes. While it is made anew, the others get the one before.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import get_conditional_response

T = TypeVar("T")
Handler = Callable[[HttpRequest], HttpResponse]

PLACE = "/layanan/"
# What an address may ask; everything else in it is left out, and so is the rest of long words.
ASKED = ("q", "jenis", "page")
LONGEST = 60
MOST_PAGES = 300
# Said anew for each reader, or by the layers around this one.
OWN_HEADERS = frozenset({"content-length", "etag", "vary", "cache-control", "set-cookie"})


@dataclass
class _Slot(Generic[T]):
    """One held value: good until a moment of the monotonic clock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    value: T | None = None
    until: float = 0.0


class Shelf(Generic[T]):
    """Values that are made at most once every `settings.PUBLIC_SECONDS`, by one thread at a time.

    Holds at most `most` values; those longest unread go first.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._slots: OrderedDict[Hashable, _Slot[T]] = OrderedDict()

    def take(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of `key`, made by `make` when there is none or it is old.

        Who comes while it is made anew gets the old one, or waits when there is none. An error of `make` goes
        to the caller and nothing new is held. With no seconds to hold, everything is made each time.
        """
        if not settings.PUBLIC_SECONDS:
            return make()
        slot = self._slot(key)
        old = slot.value
        if old is not None and slot.until > time.monotonic():
            return old
        if not slot.lock.acquire(blocking=old is None):
            assert old is not None
            return old
        try:
            if slot.value is None or slot.until <= time.monotonic():
                slot.value = make()
                slot.until = time.monotonic() + settings.PUBLIC_SECONDS
            return slot.value
        finally:
            if slot.value is None:
                self.forget(key)
            slot.lock.release()

    def last(self, key: Hashable) -> T | None:
        """What is held, however old."""
        with self._lock:
            slot = self._slots.get(key)
            return slot.value if slot else None

    def forget(self, key: Hashable) -> None:
        with self._lock:
            self._slots.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._slots.clear()

    def __len__(self) -> int:
        return len(self._slots)

    def _slot(self, key: Hashable) -> _Slot[T]:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            if len(self._slots) > self.most:
                self._slots.popitem(last=False)
            return slot


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent."""

    plain: bytes
    packed: bytes
    etag: str
    headers: dict[str, str]


class _NotHeld(Exception):
    """An answer that is not for the shelf: a refusal, a redirect, a failure."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


PAGES: Shelf[Page] = Shelf(MOST_PAGES)


class PublicPages:
    """Answers GET under /layanan/ from memory. Stands before session and sign-in: a hit asks no database.

    The request goes on without cookies but the language's, so that nobody's own page can be held.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not request.path_info.startswith(PLACE):
            return self.get_response(request)
        language = _language(request)
        query = _query(request.META.get("QUERY_STRING", ""))
        key = (request.path_info, query, language)
        try:
            page = PAGES.take(key, lambda: self._made(request, query, language))
        except _NotHeld as refused:
            before = PAGES.last(key) if refused.response.status_code >= 500 else None
            if before is None:
                return refused.response
            page = before
        return _sent(request, page)

    def _made(self, request: HttpRequest, query: str, language: str) -> Page:
        """The page as a stranger sees it. Raises _NotHeld unless it is a plain 200."""
        cookies = {settings.LANGUAGE_COOKIE_NAME: language} if language else {}
        request.META["QUERY_STRING"] = query
        request.META.pop("HTTP_COOKIE", None)
        request.META.pop("HTTP_AUTHORIZATION", None)
        vars(request).update(GET=QueryDict(query), COOKIES=cookies)
        response = self.get_response(request)
        if response.status_code != 200 or response.streaming or response.cookies:
            raise _NotHeld(response)
        plain = response.content
        headers = {name: value for name, value in response.items() if name.lower() not in OWN_HEADERS}
        etag = f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"'
        return Page(plain, gzip.compress(plain, 6, mtime=0), etag, headers)


def _language(request: HttpRequest) -> str:
    """The language that the reader chose, or nothing."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) and chosen != settings.LANGUAGE_CODE else ""


def _query(text: str) -> str:
    """The part of the query that the pages know, always written the same way."""
    given = QueryDict(text[:2_000])
    known = [(name, " ".join(given.get(name, "").split()).casefold()[:LONGEST]) for name in ASKED]
    return urlencode([(name, value) for name, value in known if value])


def _sent(request: HttpRequest, page: Page) -> HttpResponse:
    packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    response = HttpResponse(page.packed if packed else page.plain, headers=page.headers)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Cache-Control"] = f"public, max-age={settings.PUBLIC_SECONDS}"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    response.headers["ETag"] = page.etag
    found = get_conditional_response(request, etag=page.etag, response=response)
    assert isinstance(found, HttpResponse)
    return found
