"""The pages of the forum: what readers see, that words stay words, and how they look."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page

from kinerja.voice.actions.moderation import NAMES_EMPLOYEE, conclude, hide_post, set_pinned
from kinerja.voice.models import Change, Complaint, Flag, Following, FollowUp, ForumPost, Topic
from tests.apps.voice.make_forum import client_of, key, make_citizen, make_post, make_topic
from tests.apps.voice.make_services import make_service
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

EVIL = "<script>alert('x')</script>"
MINUTE = timedelta(minutes=1)


def shown(client: Client, name: str, *args: object, **query: object) -> str:
    return client.get(reverse(f"voice:{name}", args=args), query).content.decode()


def test_a_visitor_reads_without_cookie_and_script(world: World) -> None:
    topic = make_topic(world, make_citizen())
    for url in (reverse("voice:forum"), reverse("voice:forum_topic", args=[topic.pk])):
        visitor = Client()
        words = visitor.get(url).content.decode()
        assert not visitor.cookies and "<script" not in words and topic.title in words
    assert "surel.test" not in words


def test_words_of_citizens_stay_words(world: World) -> None:
    citizen = make_citizen()
    topic = make_topic(world, citizen, f"Judul {EVIL}", text=f"Isi {EVIL}")
    for name, args in (("forum", ()), ("forum_topic", (topic.pk,))):
        words = shown(client_of(citizen), name, *args)
        assert EVIL not in words and "&lt;script&gt;" in words
    assert "Tidak ada topik yang cocok" in shown(Client(), "forum", cari=f"{EVIL}\x00'")


def test_a_citizen_writes_edits_and_follows(world: World) -> None:
    citizen = make_citizen()
    topic = make_topic(world, make_citizen("pembuka"))
    client, here = client_of(citizen), reverse("voice:forum_topic", args=[topic.pk])
    sent = client.post(here, {"text": "Saya juga", "key": key("a")}, follow=True)
    post = ForumPost.objects.get(citizen=citizen)
    assert sent.redirect_chain[-1][0].endswith(f"#tulisan-{post.pk}")
    assert Following.objects.filter(citizen=citizen).exists()
    edit = reverse("voice:forum_edit", args=[post.pk])
    client.post(edit, {"text": "Saya juga menunggu"})
    words = shown(Client(), "forum_topic", topic.pk)
    assert "diubah pukul" in words and "Saya juga menunggu" in words
    assert Client().get(edit).status_code == 403
    client.post(reverse("voice:forum_follow", args=[topic.pk]), {"do": "unfollow"})
    assert not Following.objects.filter(citizen=citizen).exists()
    assert client.post(here, {"text": "", "key": key("b")}).status_code == 422


def test_naming_an_employee_is_told_to_the_writer_only(world: World) -> None:
    citizen = make_citizen()
    topic = make_topic(world, citizen)
    client, here = client_of(citizen), reverse("voice:forum_topic", args=[topic.pk])
    client.post(here, {"text": "Dewi Lestari lambat", "key": key("a")})
    assert ForumPost.objects.get(text__startswith="Dewi").hidden_at
    own = client.get(here).content.decode()
    assert "Moderator melihatnya dahulu" in own and "Dewi Lestari lambat" in own
    assert "Dewi Lestari" not in shown(Client(), "forum_topic", topic.pk)


def test_a_new_topic_shows_similar_ones_first(world: World) -> None:
    service = make_service(world)
    citizen = make_citizen()
    near = make_topic(world, make_citizen("lain"), "Antrean KTP lama sekali")
    client = client_of(citizen)
    assert service.name in shown(client, "forum_new", cari="ktp")
    url = f"{reverse('voice:forum_new')}?layanan={service.pk}"
    data = {"title": "Antrean KTP lambat", "text": "Tambah loket.", "key": key("n")}
    alike = client.post(url, data).content.decode()
    assert near.title in alike and "Tetap buka topik" in alike
    made = client.post(url, data | {"seen": "on"}, follow=True)
    topic = Topic.objects.get(title="Antrean KTP lambat")
    assert (topic.service, topic.unit) == (service, service.unit)
    assert made.redirect_chain[-1][0] == reverse("voice:forum_topic", args=[topic.pk])
    assert client.post(url, data | {"title": "Pendek"}).status_code == 422


def test_reporting_through_the_page(world: World) -> None:
    citizen = make_citizen()
    post = make_topic(world, make_citizen("lain")).posts.get()
    url = reverse("voice:forum_flag", args=[post.pk])
    assert "enter" not in Client().get(url)["Location"] and "/forum/masuk/" in Client().get(url)["Location"]
    client = client_of(citizen)
    assert client.post(url, {"reason": "bukan"}).status_code == 422
    client.post(url, {"reason": "spam"})
    assert Flag.objects.get().citizen == citizen
    assert "sudah melaporkan" in client.post(url, {"reason": "spam"}).content.decode()
    assert world.client(world.nurse).get(url).status_code == 403


def test_the_office_answers_and_the_top_leads_there(world: World) -> None:
    topic = make_topic(world, make_citizen())
    staff = world.client(world.counter_officer)
    here = reverse("voice:forum_topic", args=[topic.pk])
    staff.post(here, {"text": "Loket ketiga dibuka.", "official": "on", "key": key("o")})
    post = ForumPost.objects.get(official=True)
    words = shown(Client(), "forum_topic", topic.pk)
    assert "Jawaban resmi" in words and topic.unit.name in words and "Bayu Pratama" not in words
    assert reverse("voice:forum_post", args=[post.pk]) in words
    assert "Dijawab instansi" in shown(Client(), "forum")
    outside = world.client(world.complaints_officer)
    outside.post(here, {"text": "Kami teruskan.", "key": key("m")})
    assert ForumPost.objects.get(text="Kami teruskan.").unit == world.units["KOMINFO"]
    assert world.client(world.nurse).post(here, {"text": "x", "key": key("x")}).status_code == 403


def test_a_topic_goes_further_and_shows_it(world: World) -> None:
    topic = make_topic(world, make_citizen())
    head = world.client(world.counter_head)
    data = {"title": topic.title, "text": "Warga mengusulkan loket ketiga."}
    named = head.post(reverse("voice:forum_aspiration", args=[topic.pk]), data | {"text": "Dewi Lestari"})
    assert named.status_code == 422 and not Complaint.objects.exists()
    head.post(reverse("voice:forum_aspiration", args=[topic.pk]), data)
    made = Complaint.objects.get()
    assert (made.kind, made.topic, made.reported_unit) == ("aspiration", topic, topic.unit)
    facts = {"programme": "Buka loket ketiga", "when": "2026-4", "responsible": world.counter_officer.pk}
    head.post(reverse("voice:forum_follow_up", args=[topic.pk]), facts)
    assert FollowUp.objects.get().topic == topic
    Change.objects.create(
        unit=topic.unit, topic=topic, title="Tiga loket", text="x", changed_on=NOW.date(), published_at=NOW
    )
    Change.objects.create(unit=topic.unit, topic=topic, title="Draf", text="x", changed_on=NOW.date())
    words = shown(Client(), "forum_topic", topic.pk)
    assert "Apa yang terjadi dengan usulan ini" in words
    for told in (made.number, "Buka loket ketiga", "Tiga loket", "Triwulan IV 2026"):
        assert told in words
    assert "Draf" not in words and "Bayu Pratama" not in words


def test_steering_through_the_pages(world: World) -> None:
    topic = make_topic(world, make_citizen())
    head = world.client(world.counter_head)
    head.post(reverse("voice:forum_steer", args=[topic.pk]), {"text": "Kami tambah loket."})
    head.post(reverse("voice:forum_pin", args=[topic.pk]), {"do": "pin"})
    head.post(reverse("voice:forum_close", args=[topic.pk]), {"reason": "Selesai"})
    topic.refresh_from_db()
    assert (topic.conclusion, topic.pinned, topic.closed) == ("Kami tambah loket.", True, True)
    words = shown(Client(), "forum_topic", topic.pk)
    assert "Kami tambah loket." in words and "Masuk untuk menulis" not in words
    assert (
        world.client(world.counter_officer).get(reverse("voice:forum_steer", args=[topic.pk])).status_code
        == 403
    )


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_lists_take_the_same_queries_for_many(world: World) -> None:
    citizen = make_citizen()
    topic = make_topic(world, citizen)
    urls = [reverse("voice:forum"), reverse("voice:forum_topic", args=[topic.pk])]
    counts = []
    for total in (3, 18):
        for n in range(total):
            make_topic(world, citizen, f"Topik {total} {n}")
            post = make_post(topic, citizen, f"Tulisan {total} {n}", at=NOW + n * MINUTE)
            post.versions.create(text="Dulu", at=NOW)
        counts.append([queries(client_of(citizen), url) for url in urls])
    assert counts[0] == counts[1]


def full(world: World) -> dict[str, tuple[Any, str]]:
    """Every page with something on it, and who looks."""
    citizen, other = make_citizen(), make_citizen("Pak Rahmat K")
    service = make_service(world)
    topic = make_topic(world, other, "Antrean KTP di loket satu lebih dari dua jam", service=service)
    make_topic(world, citizen, "Obat tekanan darah sering habis", unit=world.units["PKM1"])
    answer = ForumPost.objects.create(
        topic=topic,
        by=world.counter_head.user,
        unit=topic.unit,
        text="Terima kasih. Mulai Senin loket ketiga dibuka.\nNomor antrean dapat diambil daring.",
        official=True,
        created_at=NOW - MINUTE,
        key=key("jawab"),
    )
    mine = make_post(topic, citizen, "Saya menunggu sejak pagi.", at=NOW, edited_at=NOW)
    mine.versions.create(text="Saya menunggu.", at=NOW)
    bad = make_post(topic, other, "Petugasnya malas semua!", at=NOW)
    hide_post(post=bad, reason="Menghina", actor=world.complaints_officer.user, at=NOW)
    held = make_post(
        topic,
        other,
        "Dewi Lestari tidak ramah",
        at=NOW,
        hidden_at=NOW,
        hidden_reason=NAMES_EMPLOYEE,
        awaits_moderator=True,
    )
    Flag.objects.create(post=held, citizen=citizen, reason="names", at=NOW)
    conclude(topic=topic, text="Loket menjadi tiga.", actor=world.counter_head.user, at=NOW)
    set_pinned(topic=topic, pinned=True, actor=world.counter_head.user, at=NOW)
    world.client(world.counter_head).post(
        reverse("voice:forum_aspiration", args=[topic.pk]), {"title": topic.title, "text": "Loket ketiga."}
    )
    new = f"{reverse('voice:forum_new')}?layanan={service.pk}"
    moderator, head = world.client(world.complaints_officer), world.client(world.counter_head)
    here = client_of(citizen)
    return {
        "daftar": (Client(), reverse("voice:forum")),
        "kosong": (Client(), reverse("voice:forum") + "?cari=zzz"),
        "topik": (here, reverse("voice:forum_topic", args=[topic.pk])),
        "topik-instansi": (head, reverse("voice:forum_topic", args=[topic.pk])),
        "masuk": (Client(), reverse("voice:forum_enter")),
        "akun": (here, reverse("voice:forum_account")),
        "baru-tentang": (here, reverse("voice:forum_new")),
        "baru": (here, new),
        "lapor": (here, reverse("voice:forum_flag", args=[answer.pk])),
        "antrean": (moderator, reverse("voice:forum_moderation")),
        "periksa": (moderator, reverse("voice:forum_moderate", args=[held.pk])),
        "jeda": (moderator, reverse("voice:forum_pause", args=[held.pk])),
        "kelola": (head, reverse("voice:forum_steer", args=[topic.pk])),
    }


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_is_accessible(page: Page, live_server: Any, world: World) -> None:
    pictures = os.environ.get("KINERJA_PICTURES")
    for name, (client, path) in full(world).items():
        page.context.clear_cookies()
        if cookie := client.cookies.get("kinerja_sesi"):
            page.context.add_cookies(
                [{"name": "kinerja_sesi", "value": cookie.value, "url": live_server.url}]
            )
        page.goto(live_server.url + path)
        if pictures:
            take_pictures(page, name, Path(pictures))
        for closed in page.locator("main details").all():
            closed.evaluate("element => { element.open = true; }")
        assert_accessible(page)
