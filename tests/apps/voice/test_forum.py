"""Writing in the forum: limits by age, names held, edits with history, answers of the office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kinerja.rules.forum import allowance, has_link, reads_as_official
from kinerja.voice.access.forum import may_answer, may_edit, may_steer, may_write
from kinerja.voice.actions.forum import answer_topic, edit_post, open_topic, write_post
from kinerja.voice.actions.moderation import conclude, show_post
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import Citizen, ForumPost, Topic
from kinerja.voice.queries.forum import rows_of, similar, topics
from kinerja.voice.queries.forum_topic import first_answer, page_of
from kinerja.voice.queries.names import bare_name, mentions
from tests.apps.voice.make_forum import key, make_citizen, make_post, make_topic
from tests.apps.voice.make_services import make_service
from tests.world import NOW, TODAY, World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def say(topic: Topic, citizen: Citizen, text: str, *, at: object = NOW) -> ForumPost:
    return write_post(topic=topic, citizen=citizen, text=text, key=key(f"{text} {at}"), at=at)


def opened(world: World, citizen: Citizen, title: str, *, at: object = NOW, text: str = "Begini.") -> Topic:
    return open_topic(
        citizen=citizen,
        unit=world.units["DUKCAPIL-KTP"],
        service=None,
        title=title,
        text=text,
        key=key(f"{title} {at}"),
        at=at,
    )


@pytest.mark.parametrize(
    ("age", "posts", "of_topics", "links"),
    [
        (timedelta(0), 3, 1, False),
        (DAY - MINUTE, 3, 1, False),
        (DAY, 10, 3, True),
        (15 * DAY - MINUTE, 10, 3, True),
        (15 * DAY, 30, 10, True),
    ],
)
def test_older_accounts_may_write_more(age: timedelta, posts: int, of_topics: int, links: bool) -> None:
    allowed = allowance(age, on=TODAY)
    assert (allowed.posts_an_hour, allowed.topics_a_day, allowed.links) == (posts, of_topics, links)


@pytest.mark.parametrize("text", ["https://a.b", "www.judi.test", "beli di judol.com sekarang", "a.my.id"])
def test_links_are_seen(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize("text", ["Loket buka jam 8.30", "KTP.saya hilang", "Rp 10.000 per lembar", "dll."])
def test_plain_words_are_no_links(text: str) -> None:
    assert not has_link(text)


def test_official_sounding_names() -> None:
    assert reads_as_official("D1nas Sosial", [], on=TODAY)
    assert reads_as_official("Puskesmas-Melati", ["Puskesmas Melati"], on=TODAY)
    assert not reads_as_official("Ibu Dini", ["Dinas"], on=TODAY)


def test_a_new_account_hears_when_it_may_write_again(world: World) -> None:
    topic = make_topic(world, make_citizen("lama"))
    fresh = make_citizen("baru", joined_at=NOW - HOUR)
    for n in range(3):
        say(topic, fresh, f"Tulisan {n}", at=NOW + n * MINUTE)
    with pytest.raises(NotPossible, match=r"3 kali dalam satu jam.*10\.00"):
        say(topic, fresh, "Keempat", at=NOW + 5 * MINUTE)
    say(topic, fresh, "Kelima", at=NOW + HOUR)
    with pytest.raises(NotPossible, match="tautan"):
        say(topic, fresh, "Lihat www.contoh.test", at=NOW + 5 * HOUR)


def test_a_new_account_opens_one_topic_a_day(world: World) -> None:
    fresh = make_citizen("baru", joined_at=NOW)
    first = opened(world, fresh, "Loket tutup siang")
    say(first, fresh, "Tambahan", at=NOW + MINUTE)
    with pytest.raises(NotPossible, match="1 topik dalam 24 jam"):
        opened(world, fresh, "Topik kedua", at=NOW + 2 * HOUR)
    opened(world, fresh, "Topik kedua", at=NOW + DAY)


def test_a_form_sent_twice_is_one_post(world: World) -> None:
    citizen = make_citizen()
    first, second = opened(world, citizen, "Loket tutup"), opened(world, citizen, "Loket tutup")
    assert first == second
    assert say(first, citizen, "Sama") == say(first, citizen, "Sama")
    assert ForumPost.objects.count() == 2


def test_the_service_must_be_of_the_unit(world: World) -> None:
    service = make_service(world)
    with pytest.raises(NotPossible, match="bukan layanan unit"):
        open_topic(
            citizen=make_citizen(),
            unit=world.units["PKM1"],
            service=service,
            title="Judul",
            text="Isi",
            key=key("x"),
            at=NOW,
        )


def test_closed_and_hidden_topics_take_no_posts(world: World) -> None:
    citizen = make_citizen()
    for facts in ({"closed": True}, {"hidden": True}):
        topic = make_topic(world, citizen, **facts)
        assert not may_write(citizen, topic, NOW)
        with pytest.raises(NotPossible):
            say(topic, citizen, f"Masih {facts}")


def test_a_paused_author_only_reads(world: World) -> None:
    citizen = make_citizen(blocked_until=NOW + DAY)
    topic = make_topic(world, citizen)
    refusal = may_write(citizen, topic, NOW)
    assert not refusal and "6 Oktober 2026, 09.00" in refusal.reason
    assert may_write(citizen, topic, NOW + DAY)
    assert not may_write(None, topic, NOW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Terima kasih Dewi Lestari sudah membantu", True),
        ("terima kasih DEWI   LESTARI!", True),
        ("Dewi,Lestari", True),
        ("Dewi Lestarini ramah", False),
        ("Cokdewi Lestari", False),
        ("Dewi ramah, Lestari cepat", False),
        ("Bu Sulastri galak", True),
        ("Taman sulastri indah", False),
        ("", False),
        ("%", False),
    ],
)
def test_full_names_of_employees_are_found(world: World, text: str, found: bool) -> None:
    assert bool(mentions(text, TODAY)) is found


def test_titles_do_not_hide_a_name_and_leavers_do_not_count(world: World) -> None:
    world.nurse.name = "dr. Hj. Dewi Lestari, Sp.PD., M.Kes"
    world.nurse.save()
    assert bare_name(world.nurse.name) == "dewi lestari"
    assert [row.pk for row in mentions("Kata dewi lestari besok", TODAY)] == [world.nurse.pk]
    assert mentions("Kata dewi lestari besok", date(2023, 1, 1)) == []


def test_names_are_looked_up_in_one_query(world: World, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        assert len(mentions("Dewi Lestari dan Sri Wahyuni", TODAY)) == 2


def test_a_post_that_names_an_employee_waits_for_the_moderator(world: World) -> None:
    citizen = make_citizen()
    topic = make_topic(world, citizen)
    post = say(topic, citizen, "Dewi Lestari marah-marah")
    assert post.hidden_at and post.awaits_moderator and "nama pegawai" in post.hidden_reason
    topic.refresh_from_db()
    assert not topic.hidden and topic.last_post_at < NOW
    act = post.moderations.get()
    assert (act.act, act.by) == ("hide", None)


def test_a_title_with_a_name_takes_the_topic_out_of_sight(world: World) -> None:
    topic = opened(world, make_citizen(), "Dewi Lestari tidak ramah")
    assert topic.hidden and not topics().exists()
    post = topic.posts.get()
    show_post(post=post, reason="Nama tokoh lain", actor=world.complaints_officer.user, at=NOW)
    topic.refresh_from_db()
    assert not topic.hidden and topics().get() == topic


def test_an_edit_keeps_what_was_said(world: World) -> None:
    citizen = make_citizen()
    post = say(make_topic(world, citizen), citizen, "Loket dua tutup")
    edit_post(post=post, text="Loket tiga tutup", at=NOW + MINUTE)
    edit_post(post=post, text="Loket tiga tutup", at=NOW + 2 * MINUTE)
    post.refresh_from_db()
    version = post.versions.get()
    assert (post.text, version.text, version.withheld) == ("Loket tiga tutup", "Loket dua tutup", False)


def test_a_name_put_in_later_is_held_too_and_stays_out_of_the_history(world: World) -> None:
    citizen = make_citizen()
    post = say(make_topic(world, citizen), citizen, "Petugasnya lambat")
    edit_post(post=post, text="Dewi Lestari lambat", at=NOW + MINUTE)
    post.refresh_from_db()
    assert post.hidden_at and post.awaits_moderator
    edit_post(post=post, text="Petugas lambat", at=NOW + 2 * MINUTE)
    assert [version.withheld for version in post.versions.order_by("at")] == [False, True]


def test_who_may_edit_and_how_long(world: World) -> None:
    citizen, other = make_citizen(), make_citizen("lain")
    post = say(make_topic(world, citizen), citizen, "Tulisan")
    nobody = world.outsider.user
    assert may_edit(post, NOW + 15 * MINUTE, citizen=citizen, user=nobody)
    assert "15 menit" in may_edit(post, NOW + 16 * MINUTE, citizen=citizen, user=nobody).reason
    assert not may_edit(post, NOW, citizen=other, user=nobody)
    assert not may_edit(post, NOW, citizen=None, user=nobody)
    post.hidden_at = NOW
    assert not may_edit(post, NOW, citizen=citizen, user=nobody)
    post.awaits_moderator = True
    assert may_edit(post, NOW, citizen=citizen, user=nobody)
    post.topic.closed = True
    assert not may_edit(post, NOW, citizen=citizen, user=nobody)


@pytest.mark.parametrize(
    ("person", "answers", "steers"),
    [
        ("counter_officer", True, False),
        ("counter_head", True, True),
        ("registry_head", True, True),
        ("complaints_officer", True, True),
        ("nurse", False, False),
        ("services_officer", False, False),
        ("admin", False, False),
    ],
)
def test_who_speaks_for_the_office(world: World, person: str, answers: bool, steers: bool) -> None:
    topic = make_topic(world, make_citizen())
    user = getattr(world, person).user
    assert bool(may_answer(user, topic, TODAY)) is answers
    assert bool(may_steer(user, topic, TODAY)) is steers


def answer(topic: Topic, world: World, text: str, *, official: bool = True, at: object = NOW) -> ForumPost:
    return answer_topic(
        topic=topic,
        unit=topic.unit,
        text=text,
        official=official,
        key=key(f"{text} {at}"),
        actor=world.counter_head.user,
        at=at,
    )


def test_the_office_answers_under_the_name_of_the_unit(world: World) -> None:
    topic = make_topic(world, make_citizen())
    answer(topic, world, "Kami baca.", official=False)
    official = answer(topic, world, "Loket ketiga dibuka.", at=NOW + MINUTE)
    assert answer(topic, world, "Loket ketiga dibuka.", at=NOW + MINUTE) == official
    assert first_answer(topic) == official
    assert (official.unit, official.citizen) == (topic.unit, None)
    (row,) = rows_of([topic])
    assert (row.posts, row.answers) == (3, 1)


def test_the_office_names_nobody(world: World) -> None:
    topic = make_topic(world, make_citizen())
    with pytest.raises(NotPossible, match="nama pegawai"):
        answer(topic, world, "Dewi Lestari sudah ditegur")
    with pytest.raises(NotPossible, match="nama pegawai"):
        conclude(topic=topic, text="Dewi Lestari pindah", actor=world.counter_head.user, at=NOW)
    conclude(topic=topic, text="Loket menjadi tiga.", actor=world.counter_head.user, at=NOW)
    assert topic.conclusion == "Loket menjadi tiga."


def test_search_reads_titles_and_visible_posts_in_indonesian(world: World) -> None:
    citizen = make_citizen()
    topic = make_topic(world, citizen, "Antrean di loket")
    other = make_topic(world, citizen, "Jam buka", unit=world.units["PKM1"], text="Obat sering habis")
    make_post(other, citizen, "Rahasia disembunyikan", hidden_at=NOW, hidden_reason="x")
    assert list(topics(words="mengantre")) == list(topics(words="antrean")) == [topic]
    assert list(topics(words="obatnya")) == [other]
    assert list(topics(words="rahasia")) == []
    assert list(topics(unit=world.units["DINKES"])) == [other]
    assert list(topics(unit=world.units["DUKCAPIL"])) == [topic]


def test_pinned_first_then_the_chosen_order(world: World) -> None:
    citizen = make_citizen()
    old = make_topic(world, citizen, "Lama", at=NOW - 9 * DAY)
    new = make_topic(world, citizen, "Baru", at=NOW - DAY)
    Topic.objects.filter(pk=old.pk).update(last_post_at=NOW)
    assert list(topics()) == [old, new] and list(topics(sort="baru")) == [new, old]
    Topic.objects.filter(pk=old.pk).update(pinned=True)
    assert list(topics(sort="baru")) == [old, new]
    answer(old, world, "Sudah.")
    assert list(topics(unanswered=True)) == [new]


def test_similar_topics_share_words(world: World) -> None:
    citizen = make_citizen()
    near = make_topic(world, citizen, "Antrean KTP di loket lama sekali")
    make_topic(world, citizen, "Obat habis", unit=world.units["PKM1"])
    make_topic(world, citizen, "Antrean KTP yang disembunyikan", hidden=True)
    assert similar("Antrean loket KTP", near.unit) == [near]
    assert similar("& | !", near.unit) == []


def test_the_page_of_a_post(world: World) -> None:
    citizen = make_citizen()
    topic = make_topic(world, citizen)
    posts = [make_post(topic, citizen, f"Ke-{n}", at=NOW + n * MINUTE) for n in range(25)]
    assert (page_of(posts[0]), page_of(posts[18]), page_of(posts[19])) == (1, 1, 2)
