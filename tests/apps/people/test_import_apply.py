"""From a file to the register: everything, or nothing at all; and uploads on their way."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kinerja.accounts.errors import Stale
from kinerja.accounts.models import User
from kinerja.audit.models import Event
from kinerja.people.imports import uploads
from kinerja.people.imports.run import ImportRefused, check, import_people
from kinerja.people.models import Appointment, Employee, ImportRun, Post, Unit
from kinerja.people.queries import appraiser_of
from tests.apps.people.test_import_read import csv_file
from tests.apps.people.test_import_validate import person, post, unit
from tests.world import NOW, TODAY, World, nip

OFFICE = (
    unit("DINSOS", "KOTA") | {"NAMA UNIT": "Dinas Sosial", "JENIS UNIT": "DINAS"},
    post("KADINSOS", "SEKDA", "DINSOS", TINGKAT="JPT", **{"MEMIMPIN UNIT": "YA"}),
    post("STAF", "KADINSOS", "DINSOS", TINGKAT="PELAKSANA"),
    person(501, "KADINSOS", **{"KODE UNIT": "DINSOS"}),
    person(502, "STAF", **{"KODE UNIT": "DINSOS", "SUREL": "dua@contoh.test"}),
    person(503, "STAF", **{"KODE UNIT": "DINSOS"}),
)


def actor(world: World) -> User:
    assert world.hr.user is not None
    return world.hr.user


def test_a_new_office_is_there_with_accounts_lines_and_log(world: World) -> None:
    counts = import_people(csv_file(*OFFICE), name="dinsos.csv", actor=actor(world), at=NOW)
    assert [part["new"] for part in counts.values()] == [1, 2, 3, 3]
    staff = Employee.objects.select_related("user").get(nip=nip(502))
    assert staff.user is not None
    assert (staff.user.username, staff.user.email) == (nip(502), "dua@contoh.test")
    assert not staff.user.has_usable_password()
    line = appraiser_of(staff, TODAY)
    assert line is not None and line.employee.nip == nip(501)
    assert Unit.objects.get(code="DINSOS").parent == world.units["KOTA"]
    assert Appointment.objects.get(employee__nip=nip(501)).sole
    assert not Appointment.objects.get(employee=staff).sole
    logged = Event.objects.filter(action="people.import")
    assert logged.count() == 9
    entry = logged.get(object_type="people.employee", object_id=str(staff.pk))
    assert entry.before is None and entry.after is not None
    assert entry.after["nip"] == nip(502) and "dinsos.csv" in entry.why
    assert entry.actor_name == "Wulan Sari"


def test_the_same_file_twice_changes_nothing_the_second_time(world: World) -> None:
    import_people(csv_file(*OFFICE), name="a.csv", actor=actor(world), at=NOW)
    before = Event.objects.count()
    counts = import_people(csv_file(*OFFICE), name="a.csv", actor=actor(world), at=NOW)
    assert sum(part["new"] + part["changed"] for part in counts.values()) == 0
    assert Event.objects.count() == before


def test_a_handover_and_a_reorganisation_in_one_file(world: World) -> None:
    """The head leaves, another comes; the unit gets another head post; what frees a day comes first."""
    import_people(csv_file(*OFFICE), name="a.csv", actor=actor(world), at=NOW)
    in_office = {"KODE UNIT": "DINSOS"}
    counts = import_people(
        csv_file(
            post("KADINSOS", "SEKDA", "DINSOS", TINGKAT="JPT"),
            post("KABARU", "SEKDA", "DINSOS", TINGKAT="JPT", **{"MEMIMPIN UNIT": "YA"}),
            person(501, "KADINSOS", SAMPAI="2026-06-30", **in_office),
            person(504, "KADINSOS", MULAI="2026-07-01", **in_office),
            person(501, "KABARU", MULAI="2026-07-01", **in_office),
        ),
        name="b.csv",
        actor=actor(world),
        at=NOW,
    )
    assert counts["posts"] == {"new": 1, "changed": 1, "same": 0}
    assert counts["appointments"] == {"new": 2, "changed": 1, "same": 0}
    assert Post.objects.get(unit__code="DINSOS", leads_unit=True).code == "KABARU"
    ended = Event.objects.filter(object_type="people.appointment", before__isnull=False).get()
    assert ended.before is not None and ended.after is not None
    assert (ended.before["ends"], ended.after["ends"]) == (None, "2026-06-30")


def test_two_people_may_swap_addresses(world: World) -> None:
    rows = [dict(row) for row in OFFICE]
    rows[5]["SUREL"] = "tiga@contoh.test"
    import_people(csv_file(*rows), name="a.csv", actor=actor(world), at=NOW)
    rows[4]["SUREL"], rows[5]["SUREL"] = rows[5]["SUREL"], rows[4]["SUREL"]
    import_people(csv_file(*rows), name="a.csv", actor=actor(world), at=NOW)
    assert User.objects.get(username=nip(502)).email == "tiga@contoh.test"


def test_an_import_does_not_change_the_address_of_somebody_with_a_duty(world: World) -> None:
    row = person(1, "PRAKOM", NIP=world.admin.nip, SUREL="milik.hr@contoh.test", **{"KODE UNIT": "BKPSDM"})
    with pytest.raises(ImportRefused) as refused:
        import_people(csv_file(row), name="a.csv", actor=actor(world), at=NOW)
    assert [one.column for one in refused.value.problems] == ["SUREL"]


def test_a_staff_post_that_becomes_sole_marks_its_holder(world: World) -> None:
    import_people(csv_file(*OFFICE[:5]), name="a.csv", actor=actor(world), at=NOW)
    import_people(csv_file(post("STAF", "KADINSOS", "DINSOS")), name="b.csv", actor=actor(world), at=NOW)
    assert Appointment.objects.get(employee__nip=nip(502)).sole


def test_one_bad_row_and_nothing_is_written(world: World) -> None:
    before = Unit.objects.count(), Post.objects.count(), Employee.objects.count(), User.objects.count()
    bad = person(504, "STAF", NIP="1,98E+17", **{"KODE UNIT": "DINSOS"})
    with pytest.raises(ImportRefused) as refused:
        import_people(csv_file(*OFFICE, bad), name="a.csv", actor=actor(world), at=NOW)
    assert [(one.row, one.column) for one in refused.value.problems] == [(8, "NIP")]
    assert before == (
        Unit.objects.count(), Post.objects.count(), Employee.objects.count(), User.objects.count(),
    )  # fmt: skip


@pytest.mark.parametrize("broken_at", range(5))
def test_breaking_off_at_any_stage_leaves_nothing_behind(world: World, broken_at: int) -> None:
    """A half import never happens: whatever stage the work breaks off at."""

    class PulledPlug(Exception):
        pass

    def tell(stage: str, done: int, total: int) -> None:
        if stage.startswith("Menulis") and done == broken_at:
            raise PulledPlug

    with pytest.raises(PulledPlug):
        import_people(csv_file(*OFFICE), name="a.csv", actor=actor(world), at=NOW, tell=tell)
    assert not Unit.objects.filter(code="DINSOS").exists()
    assert not User.objects.filter(username=nip(502)).exists()
    assert not Event.objects.filter(action="people.import").exists()


def test_a_check_writes_nothing(world: World) -> None:
    checked = check(csv_file(*OFFICE), "a.csv")
    assert (checked.rows, checked.problems) == (6, ())
    assert not Unit.objects.filter(code="DINSOS").exists()


class TestUploads:
    def upload(self, world: World, *rows: dict[str, str]) -> ImportRun:
        run = uploads.upload(content=csv_file(*rows), name="a.csv", actor=actor(world), at=NOW)
        return ImportRun.objects.get(pk=run.pk)

    def test_a_good_file_waits_and_is_applied_once(self, world: World) -> None:
        run = self.upload(world, *OFFICE)
        assert (run.status, run.rows, run.counts["people"]["new"]) == ("ready", 6, 3)
        assert not Unit.objects.filter(code="DINSOS").exists()
        uploads.confirm(run=run, actor=actor(world), at=NOW)
        run.refresh_from_db()
        assert (run.status, bytes(run.content)) == ("done", b"")
        assert Unit.objects.filter(code="DINSOS").exists()
        with pytest.raises(Stale):
            uploads.confirm(run=run, actor=actor(world), at=NOW)

    def test_a_bad_file_is_refused_and_forgotten(self, world: World) -> None:
        run = self.upload(world, post("A", "TIADA"))
        assert (run.status, run.problem_count, bytes(run.content)) == ("refused", 1, b"")
        assert run.problems[0]["column"] == "KODE JABATAN ATASAN"
        with pytest.raises(Stale):
            uploads.confirm(run=run, actor=actor(world), at=NOW)

    def test_a_register_that_moved_on_since_the_preview_refuses(self, world: World) -> None:
        run = self.upload(world, *OFFICE)
        Post.objects.filter(code="SEKDA").update(code="SEKDA-LAMA")
        uploads.confirm(run=run, actor=actor(world), at=NOW)
        run.refresh_from_db()
        assert run.status == "refused"
        assert not Unit.objects.filter(code="DINSOS").exists()

    def test_a_dropped_file_is_gone(self, world: World) -> None:
        run = self.upload(world, *OFFICE)
        uploads.drop(run=run, actor=actor(world), at=NOW)
        run.refresh_from_db()
        assert (run.status, bytes(run.content)) == ("dropped", b"")
        with pytest.raises(Stale):
            uploads.drop(run=run, actor=actor(world), at=NOW)

    def test_work_that_breaks_off_says_so(self, world: World) -> None:
        run = self.upload(world, *OFFICE)
        with (
            patch("kinerja.people.imports.uploads.import_people", side_effect=MemoryError),
            pytest.raises(MemoryError),
        ):
            uploads.confirm(run=run, actor=actor(world), at=NOW)
        run.refresh_from_db()
        assert run.status == "failed"

    def test_a_large_file_goes_to_the_worker(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uploads, "AT_ONCE_BYTES", 1_000)
        many = [person(504 + n, "STAF", **{"KODE UNIT": "DINSOS"}) for n in range(400)]
        content = csv_file(*OFFICE, *many)
        run = uploads.upload(content=content, name="a.csv", actor=actor(world), at=NOW)
        run.refresh_from_db()
        assert run.status == "checking"
        uploads.check_upload.call(run.pk)
        run.refresh_from_db()
        assert (run.status, run.rows) == ("ready", 406)
        uploads.confirm(run=run, actor=actor(world), at=NOW)
        run.refresh_from_db()
        assert run.status == "applying"
        uploads.apply_upload.call(run.pk, actor(world).pk, NOW.isoformat())
        run.refresh_from_db()
        assert run.status == "done"
        assert Employee.objects.filter(appointments__post__code="STAF").count() == 402

    def test_by_hand_in_the_browser(self, world: World) -> None:
        client = world.client(world.hr)
        file = SimpleUploadedFile("dinsos.csv", csv_file(*OFFICE))
        page = client.post(reverse("people:import"), {"file": file}, follow=True)
        assert "Yang akan ditulis" in page.content.decode()
        run = ImportRun.objects.get()
        page = client.post(reverse("people:import_confirm", args=[run.pk]), follow=True)
        assert "Sudah ditulis" in page.content.decode()
        assert Employee.objects.filter(nip=nip(503)).exists()

    def test_problems_are_shown_with_row_column_and_mend(self, world: World) -> None:
        client = world.client(world.hr)
        file = SimpleUploadedFile("x.csv", csv_file(person(501, "STAF", MULAI="kemarin")))
        page = client.post(reverse("people:import"), {"file": file}, follow=True).content.decode()
        for words in ("Belum ada yang ditulis", "MULAI", "bukan tanggal", "2026-01-31"):
            assert words in page


def test_the_appointed_day_is_kept(world: World) -> None:
    import_people(csv_file(*OFFICE), name="a.csv", actor=None, at=NOW)
    row = Appointment.objects.get(employee__nip=nip(502))
    assert (row.starts, row.ends, row.kind) == (date(2024, 1, 2), None, "definitif")
    assert Event.objects.filter(action="people.import", actor_name="sistem").exists()
