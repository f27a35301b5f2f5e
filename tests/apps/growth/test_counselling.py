"""Told before reported, an independent counsellor, and notes that nobody but the two can read."""

from __future__ import annotations

import io
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib import admin
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.accounts.actions import set_temporary_password
from kinerja.accounts.adapter import AccountAdapter
from kinerja.accounts.given_passwords import SEALED
from kinerja.accounts.models import User
from kinerja.assessment.models import Notice
from kinerja.audit.models import Event
from kinerja.growth.access_counselling import reporting_line
from kinerja.growth.actions.behaviour import (
    decline,
    mark_improved,
    report_behaviour,
    reportable_from,
)
from kinerja.growth.actions.counselling import (
    appoint,
    close_counselling,
    read_notes,
    write_note,
)
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import BehaviourReport, Counselling, CounsellingNote
from kinerja.growth.queries.counselling import to_follow, undecided
from kinerja.growth.sealing import CannotOpen, seal, unseal
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_counselling import SECRET, TELLING, TOLD, counselling, noted, report, tell
from tests.world import NOW, TODAY, World, nip
from tests.world import appoint as seat

# Everybody who might think he may: administrator, HR, auditor, heads, the appraiser, colleagues.
NOSY = (
    "admin", "hr", "auditor", "agency_hr_head", "office_head", "puskesmas_head", "section_head", "pppk",
    "privacy_officer", "secretary",
)  # fmt: skip


@pytest.mark.parametrize("name", ["nurse", "pppk", "puskesmas_head", "hr", "admin", "outsider"])
def test_only_the_appraiser_tells(world: World, name: str) -> None:
    with pytest.raises(PermissionDenied):
        tell(world, actor=user(getattr(world, name)))


def test_what_is_missing_is_named_and_one_matter_is_open_at_a_time(world: World) -> None:
    for wrong in ({"value": "XX"}, {"problem": " "}, {"detail": ""}, {"efforts": "\x00"},
                  {"told_on": TELLING.date() + timedelta(days=1)}):  # fmt: skip
        with pytest.raises(Incomplete):
            tell(world, **wrong)
    first = tell(world)
    with pytest.raises(NotPossible):
        tell(world)
    assert tell(world, value="KP").pk != first.pk
    told = Notice.objects.filter(user=user(world.nurse))
    assert told.count() == 2 and not any("nada" in row.title for row in told)
    with pytest.raises(IntegrityError), transaction.atomic():
        BehaviourReport.objects.update(appraiser=world.nurse)


def test_nobody_is_reported_before_he_had_time_to_change(world: World) -> None:
    row = tell(world)
    first = reportable_from(row)
    assert first == TOLD + timedelta(days=30)
    facts = {
        "report": row,
        "efforts": "Mendampingi.",
        "evidence": "Catatan.",
        "actor": user(world.section_head),
    }
    early = NOW - timedelta(days=(TODAY - first).days + 1)
    with pytest.raises(NotPossible, match="4 Oktober 2026"):
        report_behaviour(**facts, at=early)
    assert not to_follow(world.section_head, early.date()).exists()
    assert list(to_follow(world.section_head, first)) == [row]
    for name in ("puskesmas_head", "hr", "nurse"):
        with pytest.raises(PermissionDenied):
            report_behaviour(**facts | {"actor": user(getattr(world, name))}, at=NOW)
    for wrong in ({"efforts": ""}, {"evidence": " "}):
        with pytest.raises(Incomplete):
            report_behaviour(**facts | wrong, at=NOW)
    done = report_behaviour(**facts, at=early + timedelta(days=1))
    assert done.status == "reported" and "ruang seksi" in done.efforts and "Mendampingi." in done.efforts
    assert list(undecided(world.hr)) == [row] and not undecided(world.nurse).exists()
    with pytest.raises(NotPossible):
        report_behaviour(**facts, at=NOW)
    with pytest.raises(NotPossible):
        mark_improved(report=done, actor=user(world.section_head), at=NOW)


def test_improvement_ends_it_unreported(world: World) -> None:
    row = tell(world)
    for name in ("nurse", "hr", "puskesmas_head"):
        with pytest.raises(PermissionDenied):
            mark_improved(report=row, actor=user(getattr(world, name)), at=NOW)
    assert mark_improved(report=row, actor=user(world.section_head), at=NOW).status == "improved"
    assert world.client(world.hr).get(reverse("growth:behaviour", args=[row.pk])).status_code == 403
    assert tell(world).status == "told", "a closed matter does not stand in the way of a new one"


def test_hr_decides_with_a_reason(world: World) -> None:
    row = report(world)
    for name in ("admin", "auditor", "section_head", "nurse", "puskesmas_head"):
        with pytest.raises(PermissionDenied):
            decline(report=row, why="Cukup", actor=user(getattr(world, name)), at=NOW)
    with pytest.raises(Incomplete):
        decline(report=row, why=" ", actor=user(world.hr), at=NOW)
    assert decline(report=row, why="Bukti belum cukup.", actor=user(world.hr), at=NOW).status == "declined"
    with pytest.raises(NotPossible):
        appoint(report=row, counsellor=world.headteacher, actor=user(world.hr), at=NOW)
    page = world.client(world.nurse).get(reverse("growth:behaviour", args=[row.pk])).content.decode()
    assert "Bukti belum cukup." in page


@pytest.mark.parametrize(
    "name", ["nurse", "section_head", "puskesmas_head", "office_head", "secretary", "hr"]
)
def test_the_counsellor_is_independent(world: World, name: str) -> None:
    row = report(world)
    with pytest.raises(NotPossible):
        appoint(report=row, counsellor=getattr(world, name), actor=user(world.hr), at=NOW)
    row.refresh_from_db()
    assert row.status == "reported" and not Counselling.objects.exists()


def test_line_up_and_down_and_no_counsellor_without_account(world: World) -> None:
    heads = {world.section_head.pk, world.puskesmas_head.pk, world.office_head.pk, world.secretary.pk}
    assert reporting_line(world.nurse, TODAY) == heads
    assert world.nurse.pk in reporting_line(world.section_head, TODAY)
    nobody = Employee.objects.create(nip=nip(500), name="Tanpa Akun")
    with pytest.raises(NotPossible):
        appoint(report=report(world), counsellor=nobody, actor=user(world.hr), at=NOW)


def test_the_two_read_what_either_wrote(world: World) -> None:
    row = noted(world)
    write_note(
        counselling=row, held_on=TODAY, text="Saya akan mengatur jaga malam.", actor=user(world.nurse), at=NOW
    )
    for person in (world.nurse, world.headteacher):
        texts = [note.text for note in read_notes(counselling=row, reader=user(person), at=NOW)]
        assert texts == ["Saya akan mengatur jaga malam.", SECRET]
        page = world.client(person).get(reverse("growth:counselling_notes", args=[row.pk]))
        assert SECRET in page.content.decode() and "no-store" in page["Cache-Control"]


def test_states_of_a_counselling(world: World) -> None:
    row, actor = counselling(world), user(world.headteacher)
    with pytest.raises(NotPossible, match="satu catatan"):
        close_counselling(counselling=row, route="improved", actor=actor, at=NOW)
    with pytest.raises(Incomplete):
        write_note(counselling=row, held_on=TODAY, text=" ", actor=actor, at=NOW)
    with pytest.raises(Incomplete):
        write_note(counselling=row, held_on=TODAY + timedelta(days=1), text="x", actor=actor, at=NOW)
    write_note(counselling=row, held_on=TODAY, text="x", actor=actor, at=NOW)
    with pytest.raises(Incomplete):
        close_counselling(counselling=row, route="lain", actor=actor, at=NOW)
    for name in ("nurse", *NOSY):
        with pytest.raises(PermissionDenied):
            close_counselling(counselling=row, route="improved", actor=user(getattr(world, name)), at=NOW)
    assert close_counselling(counselling=row, route="referred", actor=actor, at=NOW).status == "closed"
    with pytest.raises(NotPossible):
        write_note(counselling=row, held_on=TODAY, text="x", actor=actor, at=NOW)
    with pytest.raises(NotPossible):
        close_counselling(counselling=row, route="improved", actor=actor, at=NOW)
    listed = world.client(world.hr).get(reverse("growth:counselling"), {"lihat": "kelola"}).content.decode()
    assert "Dirujuk kepada tenaga ahli" in listed and "Selesai" in listed
    assert (
        "Dirujuk"
        not in world.client(world.section_head)
        .get(reverse("growth:behaviour", args=[row.report_id]))
        .content.decode()
    )


@pytest.mark.parametrize("name", NOSY)
def test_nobody_else_reads_a_note(world: World, name: str) -> None:
    """Also not by the action, and not on any page that a duty opens."""
    row, person = noted(world), getattr(world, name)
    for facts in ({"text": "x", "held_on": TODAY},):
        with pytest.raises(PermissionDenied):
            write_note(counselling=row, **facts, actor=user(person), at=NOW)
    with pytest.raises(PermissionDenied):
        read_notes(counselling=row, reader=user(person), at=NOW)
    client = world.client(person)
    notes = reverse("growth:counselling_notes", args=[row.pk])
    assert client.get(notes).status_code == client.post(notes, {"text": "x"}).status_code == 403
    pages = [reverse("growth:counselling") + f"?lihat={tab}" for tab in ("saya", "konselor", "tim", "kelola")]
    pages += [reverse("growth:behaviour", args=[row.report_id])]
    pages += [reverse("people:employee", args=[world.nurse.pk]), "/catatan/", "/"]
    for url in pages:
        assert SECRET not in client.get(url).content.decode()


@pytest.mark.parametrize("name", ["nurse", "headteacher"])
def test_an_administrator_reads_none_by_giving_one_of_the_two_a_password(world: World, name: str) -> None:
    """He knows the password he gave, and could replace it: the notes stay shut until the owner speaks up."""
    row, own = noted(world), user(getattr(world, name))
    set_temporary_password(actor=user(world.admin), user=own, reason="Lupa", at=NOW)
    AccountAdapter().set_password(own, "sepeda biru di bawah pohon")
    own = User.objects.get(pk=own.pk)
    for at in (NOW, NOW + SEALED - timedelta(seconds=1)):
        with pytest.raises(NotPossible, match="Administrator baru membuatkan"):
            read_notes(counselling=row, reader=own, at=at)
    page = world.client(getattr(world, name)).get(reverse("growth:counselling_notes", args=[row.pk]))
    assert page.status_code == 200 and SECRET not in page.content.decode()
    assert "tetap tertutup sampai" in page.content.decode()
    assert [note.text for note in read_notes(counselling=row, reader=own, at=NOW + SEALED)] == [SECRET]


def test_the_admin_site_does_not_know_notes(world: World) -> None:
    known = {model.__name__ for model in admin.site._registry}
    assert not known & {"CounsellingNote", "Counselling", "BehaviourReport"}


def test_the_database_its_backup_and_the_log_hold_ciphertext_only(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """COPY writes exactly what `kinerja backup` (pg_dump) writes, row by row, of every table."""
    with caplog.at_level(logging.DEBUG, logger="kinerja"):
        row = noted(world)
    assert SECRET not in caplog.text
    words = [SECRET.encode(), SECRET.encode().hex().encode(), b"kurang tidur", b"kurang tidur".hex().encode()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                dumped = b"".join(bytes(part) for part in copy)
            assert not any(word in dumped for word in words), table
    told = json.dumps(list(Event.objects.values("action", "before", "after", "why")), default=str)
    assert "growth.write_counselling" in told and "kurang tidur" not in told and "nada tinggi" not in told
    kept = CounsellingNote.objects.get(counselling=row)
    out = io.StringIO()
    serializers.serialize("json", [kept], stream=out)
    assert "kurang tidur" not in out.getvalue() and "kurang tidur" not in str(kept) + repr(kept)


def test_a_seal_opens_with_its_key_in_its_counselling_and_unchanged(settings: Any) -> None:
    first = seal("rahasia", 7)
    assert first != seal("rahasia", 7) and unseal(first, 7) == "rahasia"
    with pytest.raises(CannotOpen):
        unseal(first, 8)
    for place in (12, len(first) // 2, len(first) - 5):
        changed = first[:place] + bytes([first[place] ^ 1]) + first[place + 1 :]
        with pytest.raises(CannotOpen):
            unseal(changed, 7)
    old = django_settings.SECRET_KEY
    settings.SECRET_KEY = "y" * 50
    with pytest.raises(CannotOpen):
        unseal(first, 7)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(first, 7) == "rahasia"
    new = seal("baru", 7)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(new, 7) == "baru", "the newest key seals"


def test_a_lost_key_is_told_and_nothing_breaks(world: World, settings: Any) -> None:
    row = noted(world)
    client = world.client(world.headteacher)
    CounsellingNote.objects.update(sealed=b"rusak")
    answer = client.get(reverse("growth:counselling_notes", args=[row.pk]))
    assert answer.status_code == 200 and "Catatan belum dapat dibuka" in answer.content.decode()


@pytest.mark.django_db
def test_pages_lead_through_the_form(world: World) -> None:
    head, hr = world.client(world.section_head), world.client(world.hr)
    new = reverse("growth:behaviour_new")
    said = {"employee": world.nurse.pk, "value": "BP", "problem": "<b>Nada</b>", "detail": "Agustus",
            "told_on": "2026-09-01", "efforts": "Berdua"}  # fmt: skip
    assert head.post(new, said | {"employee": world.midwife.pk}).status_code == 422
    made = head.post(new, said)
    row = BehaviourReport.objects.get()
    here = reverse("growth:behaviour", args=[row.pk])
    assert made["Location"] == here
    page = head.get(here).content.decode()
    assert "&lt;b&gt;Nada" in page and "Kirim laporan" in page
    assert world.client(world.nurse).get(here).status_code == 200 and hr.get(here).status_code == 403
    sent = head.post(
        reverse("growth:behaviour_report", args=[row.pk]), {"efforts": "Dua kali", "evidence": "No 7"}
    )
    assert sent.status_code == 302 and "Tunjuk konselor" in hr.get(here).content.decode()
    name = reverse("growth:behaviour_appoint", args=[row.pk])
    assert hr.post(name, {"counsellor": "123"}).status_code == 422
    assert hr.post(name, {"counsellor": world.puskesmas_head.nip}).status_code == 422
    assert hr.post(name, {"counsellor": world.headteacher.nip}).status_code == 302
    held = Counselling.objects.get()
    notes = reverse("growth:counselling_notes", args=[held.pk])
    two = world.client(world.headteacher)
    assert "Buka catatan" in two.get(reverse("growth:counselling"), {"lihat": "konselor"}).content.decode()
    assert two.post(notes, {"held_on": "2026-10-05", "text": ""}).status_code == 422
    assert two.post(notes, {"held_on": "2026-10-05", "text": "<i>x</i>"}).status_code == 302
    assert "&lt;i&gt;x" in world.client(world.nurse).get(notes).content.decode()
    close = reverse("growth:counselling_close", args=[held.pk])
    assert two.post(close, {"route": ""}).status_code == 422
    assert two.post(close, {"route": "improved"}).status_code == 302


@pytest.mark.django_db
def test_lists_cost_the_same_for_few_and_many(world: World) -> None:
    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            person = Employee.objects.create(nip=nip(500 + number), name=f"Perawat {number}")
            seat(person, world.posts["PERAWAT"])
            made = report(world, tell(world, employee=person))
            appoint(report=made, counsellor=world.headteacher, actor=user(world.hr), at=NOW)

    people = {"kelola": world.hr, "tim": world.section_head, "konselor": world.headteacher}
    seen: dict[str, list[int]] = {tab: [] for tab in people}
    for first, last in ((0, 3), (3, 30)):
        fill(first, last)
        for tab, person in people.items():
            client = world.client(person)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("growth:counselling"), {"lihat": tab}).status_code == 200
            seen[tab].append(len(queries))
    assert all(few == many or many == few + 1 for few, many in seen.values()), seen
