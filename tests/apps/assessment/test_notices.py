"""Somebody is told once, in the page and by mail when he wants it; a mail says how many and where."""

from datetime import datetime, time, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.accounts.models import User
from kinerja.assessment.actions.notices import mark_seen, set_rhythm
from kinerja.assessment.models import Notice, NoticeSetting
from kinerja.assessment.notice_mails import mail_round
from kinerja.assessment.notices import Told, tell, tell_each
from tests.apps.assessment.office import user
from tests.world import NOW, World

ZONE = ZoneInfo("Asia/Jakarta")
AT_ONCE, DAILY, NEVER = NoticeSetting.Rhythm.values


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of October 2026; the 5th is a Monday."""
    return datetime(2026, 10, day, hour, minute, tzinfo=ZONE)


def say(person: User, key: str = "uji", when: datetime = NOW, title: str = "Rahasia Dewi") -> int:
    return tell([person.pk], key=key, title=title, url="/", due=None, at=when)


def wants(person: User, rhythm: str, start: time = time(18), end: time = time(7)) -> None:
    set_rhythm(actor=person, rhythm=rhythm, quiet_from=start, quiet_until=end)


def test_the_same_key_is_told_once_to_each(world: World) -> None:
    people = [user(world.nurse).pk, user(world.midwife).pk, user(world.nurse).pk]
    told = {"key": "uji", "title": "Uji", "url": "/", "due": None, "at": NOW}
    assert tell(people, **told) == 2
    assert tell(people, **told) == 0
    assert tell([], **told) == 0
    assert Notice.objects.count() == 2


def test_twenty_thousand_are_told_in_a_handful_of_statements(world: World) -> None:
    person = user(world.nurse).pk
    rows = [Told(person, f"uji:{number}", "Uji", "/", None) for number in range(20_000)]
    with CaptureQueriesContext(connection) as queries:
        assert tell_each(rows, at=NOW) == 20_000
    assert len(queries) == 4


def test_a_title_that_is_too_long_does_not_stop_the_rest(world: World) -> None:
    assert say(user(world.nurse), title="x" * 500) == 1


def test_at_once_means_outside_the_quiet_hours(world: World) -> None:
    nurse = user(world.nurse)
    wants(nurse, AT_ONCE)
    say(nurse, when=at(5, 19))
    assert mail_round(at(5, 19, 15)) == 0
    assert mail_round(at(6, 6, 59)) == 0
    assert mail_round(at(6, 7)) == 1
    say(nurse, "lagi", at(6, 10))
    assert mail_round(at(6, 10)) == 1
    assert mail_round(at(6, 10, 15)) == 0, "once"


def test_nobody_is_mailed_on_a_day_off(world: World) -> None:
    nurse = user(world.nurse)
    wants(nurse, AT_ONCE)
    say(nurse, when=at(9, 19))
    assert mail_round(at(10, 10)) == 0, "Saturday"
    assert mail_round(at(12, 7)) == 1, "Monday"


def test_the_digest_is_one_mail_after_the_quiet_hours(world: World) -> None:
    nurse = user(world.nurse)
    for number in range(3):
        say(nurse, f"uji:{number}", at(5, 1))
    assert mail_round(at(5, 7)) == 1
    assert mail.outbox[0].subject == "3 hal menunggu Anda di Kinerja"
    say(nurse, "siang", at(5, 10))
    assert mail_round(at(5, 17)) == 0, "waits for the next morning"
    assert mail_round(at(6, 7)) == 1


@pytest.mark.parametrize("hour", [6, 12, 17])
def test_quiet_hours_may_lie_within_the_day(world: World, hour: int) -> None:
    nurse = user(world.nurse)
    wants(nurse, AT_ONCE, time(12), time(13))
    say(nurse, when=at(5, 5))
    assert mail_round(at(5, hour)) == (hour != 12)


def test_equal_hours_mean_no_quiet_hours(world: World) -> None:
    nurse = user(world.nurse)
    wants(nurse, AT_ONCE, time(0), time(0))
    say(nurse, when=at(5, 3))
    assert mail_round(at(5, 3)) == 1


def test_who_wants_none_has_no_address_or_has_read_it_is_not_mailed(world: World) -> None:
    nurse, midwife, clerk = user(world.nurse), user(world.midwife), user(world.pppk)
    wants(nurse, NEVER)
    User.objects.filter(pk=midwife.pk).update(email="")
    for person in (nurse, midwife, clerk):
        say(person, when=at(5, 1))
    mark_seen(actor=clerk, at=at(5, 2))
    assert mail_round(at(5, 8)) == 0
    assert Notice.objects.filter(mailed_at__isnull=True).count() == 3


def test_a_mail_holds_a_number_and_links_and_nothing_about_anybody(world: World) -> None:
    say(user(world.nurse), when=at(5, 1))
    mail_round(at(5, 8))
    sent = mail.outbox[0]
    assert "Rahasia" not in f"{sent.subject}{sent.body}" and "Dewi" not in f"{sent.subject}{sent.body}"
    assert reverse("assessment:notices") in sent.body
    assert sent.to == ["nurse@contoh.test"]


def test_a_refused_address_does_not_stop_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for person in (world.nurse, world.midwife):
        say(user(person), when=at(5, 1))
    send = EmailMessage.send

    def refuse(self: EmailMessage, **more: Any) -> int:
        if self.to == ["nurse@contoh.test"]:
            raise SMTPRecipientsRefused({})
        return send(self, **more)

    monkeypatch.setattr(EmailMessage, "send", refuse)
    assert mail_round(at(5, 8)) == 1


def test_when_the_server_fails_nothing_counts_as_mailed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(user(world.nurse), when=at(5, 1))

    def fail(self: EmailMessage, **more: Any) -> int:
        raise OSError

    monkeypatch.setattr(EmailMessage, "send", fail)
    with pytest.raises(OSError):
        mail_round(at(5, 8))
    monkeypatch.undo()
    assert mail_round(at(5, 8, 15)) == 1


def test_one_opens_a_notice_and_goes_where_it_leads(world: World) -> None:
    nurse = user(world.nurse)
    tell([nurse.pk], key="uji", title="Uji", url=reverse("progress:my_plan"), due=None, at=NOW)
    notice = Notice.objects.get()
    client = world.client(world.nurse)
    assert "1 belum dibaca" in client.get(reverse("assessment:notices")).content.decode()
    answer = client.post(reverse("assessment:notice_open", args=[notice.pk]))
    assert answer["Location"] == reverse("progress:my_plan")
    notice.refresh_from_db()
    assert notice.seen_at == NOW


def test_nobody_opens_or_marks_the_notices_of_another(world: World) -> None:
    say(user(world.nurse))
    notice = Notice.objects.get()
    client = world.client(world.midwife)
    assert client.post(reverse("assessment:notice_open", args=[notice.pk])).status_code == 404
    assert client.post(reverse("assessment:notices_seen")).status_code == 302
    assert mark_seen(actor=user(world.midwife), at=NOW, notice=notice) == 0
    notice.refresh_from_db()
    assert notice.seen_at is None


def test_the_list_costs_the_same_with_three_and_with_thirty(world: World) -> None:
    nurse, client = user(world.nurse), world.client(world.nurse)
    client.get(reverse("assessment:notices"))
    counts = []
    for upto in (3, 30):
        for number in range(upto):
            say(nurse, f"uji:{number}", NOW - timedelta(minutes=number))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("assessment:notices")).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "1 sampai 25 dari 30" in page


def test_settings_are_kept_and_nonsense_is_refused(world: World) -> None:
    client, url = world.client(world.nurse), reverse("assessment:notice_settings")
    assert 'value="18:00"' in client.get(url).content.decode()
    sent = {"rhythm": "at_once", "quiet_from": "20:00", "quiet_until": "06:30"}
    assert client.post(url, sent).status_code == 302
    kept = NoticeSetting.objects.get(user=user(world.nurse))
    assert (kept.rhythm, kept.quiet_from, kept.quiet_until) == ("at_once", time(20), time(6, 30))
    assert client.post(url, sent | {"rhythm": "hourly"}).status_code == 422
    assert client.post(url, sent | {"quiet_until": "26:00"}).status_code == 422
