"""Public pages from memory: no query, whatever is asked; one makes a page anew, nobody's own is held."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kinerja.voice.models import Service
from kinerja.voice.public_cache import LONGEST, PAGES, PublicPages, Shelf
from kinerja.voice.views.public import PICTURES
from tests.apps.voice.make_public import make_office
from tests.world import World

ADDRESSES = (
    "/layanan/",
    "/layanan/perubahan/",
    "/layanan/data/",
    "/layanan/data/waktu-layanan.csv",
    "/layanan/data/survei.json",
    "/layanan/standar/ktp-el/",
)


@pytest.fixture(autouse=True)
def _held(settings: Any) -> Iterator[None]:
    """As in an office; nothing is left for the next test."""
    settings.PUBLIC_SECONDS = 60
    PAGES.clear()
    PICTURES.clear()
    yield
    PAGES.clear()
    PICTURES.clear()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "junk", ["", "?utm_source=x&=&%00%ff&q=", "?x=1&x=2"], ids=["plain", "junk", "twice"]
)
def test_the_second_reader_asks_no_database(
    world: World, client: Client, django_assert_num_queries: Any, address: str, junk: str
) -> None:
    make_office(world)
    first = client.get(address)
    assert first.status_code == 200
    with django_assert_num_queries(0):
        second = client.get(address + junk, headers={"Cookie": "kinerja_sesi=apa-saja"})
    assert second.content == first.content


def test_a_search_asks_no_database_either(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    make_office(world)
    client.get("/layanan/")
    with django_assert_num_queries(0):
        for word in ("ktp", "akta", "x" * 200):
            assert client.get("/layanan/", {"q": word, "page": "7"}).status_code == 200


def test_the_page_of_a_signed_in_person_is_the_same(world: World, client: Client) -> None:
    make_office(world)
    signed = world.client(world.admin).get("/layanan/")
    assert signed.headers["Cache-Control"] == "public, max-age=60"
    assert world.admin.name not in signed.content.decode()
    assert not signed.cookies
    assert client.get("/layanan/").content == signed.content


def test_etag_and_gzip(world: World, client: Client) -> None:
    make_office(world)
    plain = client.get("/layanan/")
    packed = client.get("/layanan/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 3
    again = client.get("/layanan/", headers={"If-None-Match": plain.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["Cache-Control"] == "public, max-age=60"
    head = client.head("/layanan/")
    assert head.status_code == 200
    assert head.headers["ETag"] == plain.headers["ETag"]


def test_headers_of_security_stay(world: World, client: Client) -> None:
    for _time in range(2):
        answer = client.get("/layanan/")
        for name in (
            "Content-Security-Policy",
            "X-Frame-Options",
            "X-Content-Type-Options",
            "Content-Language",
        ):
            assert name in answer.headers


def test_each_language_has_its_own_page(world: World, client: Client, settings: Any) -> None:
    client.get("/layanan/")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get("/layanan/").headers["Content-Language"] == "en"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert client.get("/layanan/").headers["Content-Language"] == "id"


def test_a_change_shows_after_a_minute(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_office(world)
    client.get("/layanan/")
    Service.objects.update(name="Kartu tanda penduduk")
    assert "Kartu tanda" not in client.get("/layanan/").content.decode()
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert "Kartu tanda" in client.get("/layanan/").content.decode()


def test_refusals_are_not_held(world: World, client: Client) -> None:
    for address in ("/layanan/unit/999999/", "/layanan/standar/tidak-ada/", "/layanan/data/pegawai.csv"):
        assert client.get(address).status_code == 404
    assert len(PAGES) == 0
    assert client.post("/layanan/").status_code == 405


def pages(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """The middleware before `answer`."""
    middleware, made = PublicPages(answer), RequestFactory()
    return lambda path="/layanan/", **query: middleware(made.get(path, query))


def test_an_answer_with_a_cookie_is_not_held() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("milik seseorang")
        response.set_cookie("kinerja_sesi", "x")
        return response

    assert "kinerja_sesi" in pages(answer)().cookies
    assert len(PAGES) == 0


def test_only_known_words_reach_the_page() -> None:
    heard: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        heard.append(request.META["QUERY_STRING"])
        assert request.COOKIES == {}
        return HttpResponse(request.GET.get("q", ""))

    ask = pages(answer)
    assert ask(q="  KTP   Elektronik ", next="//x").content == b"ktp elektronik"
    assert ask(next="y", q="ktp elektronik").content == b"ktp elektronik"
    assert ask(q="a" * 500).content == b"a" * LONGEST
    assert heard == ["q=ktp+elektronik", f"q={'a' * LONGEST}"]


def test_a_failure_leaves_the_last_page_standing(settings: Any) -> None:
    settings.PUBLIC_SECONDS = 1e-9
    answers = iter([HttpResponse("baik"), HttpResponse("rusak", status=500), HttpResponse("baik lagi")])
    ask = pages(lambda request: next(answers))
    assert [ask().content for _time in range(3)] == [b"baik", b"baik", b"baik lagi"]


def test_the_shelf_is_bounded_and_keeps_what_is_read() -> None:
    shelf: Shelf[int] = Shelf(3)
    for number in range(50):
        shelf.take("ramai", lambda: -1)
        assert shelf.take(number, partial(int, number)) == number
    assert len(shelf) == 3
    assert shelf.last("ramai") == -1


def test_a_crowd_makes_a_page_once() -> None:
    """Twenty come at once: one makes it, the others wait for it; when it is old, they get the one before."""
    shelf: Shelf[str] = Shelf(3)
    made: list[str] = []
    inside, go = threading.Event(), threading.Event()

    def make() -> str:
        made.append("x")
        inside.set()
        assert go.wait(10)
        return f"halaman {len(made)}"

    got: list[str] = []
    crowd = [threading.Thread(target=lambda: got.append(shelf.take("a", make))) for _person in range(20)]
    for one in crowd:
        one.start()
    assert inside.wait(10)
    go.set()
    for one in crowd:
        one.join(10)
    assert got == ["halaman 1"] * 20
    go.clear()
    inside.clear()
    shelf._slots["a"].until = 0.0
    maker = threading.Thread(target=lambda: shelf.take("a", make))
    maker.start()
    assert inside.wait(10)
    assert shelf.take("a", make) == "halaman 1"
    go.set()
    maker.join(10)
    assert shelf.take("a", make) == "halaman 2"
