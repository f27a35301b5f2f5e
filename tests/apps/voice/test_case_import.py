"""Cases in bulk: what a file writes, what it leaves alone, and every refusal with its row and column."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.cli import imports
from kinerja.people.imports.problem import Problem
from kinerja.voice.actions import case_imports
from kinerja.voice.actions.cases import finish_case
from kinerja.voice.imports.run import CasesRefused, check_cases, import_cases
from kinerja.voice.imports.template import COLUMNS, NAMES
from kinerja.voice.models import CaseImport, ServiceCase
from tests.apps.voice.make_case_files import GOOD, csv_file, row, xlsx_file
from tests.apps.voice.make_services import make_case, make_service, make_waiting, moment
from tests.world import NOW, World


@pytest.fixture
def service(world: World):
    return make_service(world)


def take(content: bytes, name: str = "berkas.csv", units: frozenset[int] | None = None) -> dict[str, int]:
    return import_cases(content, name=name, actor=None, at=NOW, units=units)


def problems(*rows: dict[str, object], units: frozenset[int] | None = None) -> list[Problem]:
    with pytest.raises(CasesRefused) as refused:
        take(csv_file(*rows), units=units)
    assert not ServiceCase.objects.filter(source="import").exists()
    return list(refused.value.problems)


def test_a_file_is_measured_by_the_rule_of_the_counter(service, world: World) -> None:
    at_counter = make_case(service, "L-1", received=moment(2026, 9, 1, 8, 15))
    finish_case(case=at_counter, actor=world.counter_officer.user, at=moment(2026, 9, 2, 10, 5))
    nip = world.counter_officer.nip
    wait = {"MENUNGGU_DARI": "01/09/2026 09.00", "MENUNGGU_SAMPAI": "2026-09-01 13:30"}
    content = csv_file(
        row(NIP_PETUGAS=nip),
        row(NOMOR_BERKAS="B-2", SELESAI="2026-09-04 10:00"),
        row(NOMOR_BERKAS="B-3", **wait),
        row(NOMOR_BERKAS="B-4", SELESAI="", STATUS=""),
        row(NOMOR_BERKAS="B-5", SELESAI="", STATUS="MENUNGGU", MENUNGGU_DARI="2026-09-01 09:00"),
    )
    assert take(content) == {"new": 5, "changed": 0, "kept": 0}
    one, two, three, four, five = ServiceCase.objects.filter(source="import").order_by("number")
    same = (at_counter.elapsed_minutes, at_counter.elapsed_days, at_counter.within)
    assert (one.elapsed_minutes, one.elapsed_days, one.within) == same
    assert (one.officer, two.within, two.elapsed_days) == (world.counter_officer, False, 3)
    assert three.elapsed_minutes == one.elapsed_minutes - 270 and three.waits.count() == 1
    assert (four.status, five.status, five.waits.get().ends) == ("open", "waiting", None)
    assert Event.objects.get(action="voice.import_cases").after == {"new": 5, "changed": 0, "kept": 0}


def test_a_workbook_with_real_dates_says_the_same(service) -> None:
    start, end = datetime(2026, 9, 1, 8, 15), datetime(2026, 9, 2, 10, 5)
    take(xlsx_file(row(DITERIMA=start, SELESAI=end)), "berkas.xlsx")
    take(csv_file(row(NOMOR_BERKAS="B-2")))
    first, second = ServiceCase.objects.order_by("number")
    assert (first.received_at, first.elapsed_minutes) == (second.received_at, second.elapsed_minutes)


def test_the_same_file_again_changes_nothing_and_unfinished_cases_move_on(service) -> None:
    make_waiting(service, "B-2", received=moment(2026, 9, 1, 8, 15))
    content = csv_file(row(), row(NOMOR_BERKAS="B-2"))
    assert take(content) == {"new": 1, "changed": 1, "kept": 0}
    moved = ServiceCase.objects.get(number="B-2")
    assert moved.status == "done" and not moved.waits.exists() and moved.source == "counter"
    logged = Event.objects.get(action="voice.import_case")
    assert (logged.before["status"], logged.after["status"]) == ("waiting", "done")
    before = list(ServiceCase.objects.order_by("pk").values())
    assert take(csv_file(row(SELESAI="2026-09-30 10:00"), row(NOMOR_BERKAS="B-2"))) == {
        "new": 0,
        "changed": 0,
        "kept": 2,
    }
    assert list(ServiceCase.objects.order_by("pk").values()) == before


def test_a_finished_case_gets_no_wait_from_a_file(service) -> None:
    take(csv_file(row()))
    take(csv_file(row(MENUNGGU_DARI="2026-09-01 09:00", MENUNGGU_SAMPAI="2026-09-01 10:00")))
    assert not ServiceCase.objects.get().waits.exists()


@pytest.mark.parametrize(
    ("facts", "column", "says"),
    [
        ({"KODE_LAYANAN": "tiada"}, "KODE LAYANAN", "tidak dikenal"),
        ({"KODE_LAYANAN": ""}, "KODE LAYANAN", "kosong"),
        ({"DITERIMA": "2023-12-29 09:00"}, "DITERIMA", "standar"),
        ({"SELESAI": "2026-08-31 10:00"}, "SELESAI", "mendahului"),
        ({"SELESAI": "2026-12-01 10:00"}, "SELESAI", "belum tiba"),
        ({"DITERIMA": "2026-12-01 10:00", "SELESAI": "", "STATUS": ""}, "DITERIMA", "belum tiba"),
        ({"DITERIMA": ""}, "DITERIMA", "kosong"),
        ({"DITERIMA": "2026-09-01"}, "DITERIMA", "bukan tanggal dengan jam"),
        ({"DITERIMA": "31/02/2026 08.15"}, "DITERIMA", "bukan tanggal dengan jam"),
        ({"DITERIMA": "2026-09-01 25:00"}, "DITERIMA", "bukan tanggal dengan jam"),
        ({"NIP_PETUGAS": "198001152010011999"}, "NIP PETUGAS", "tidak terdaftar"),
        ({"NIP_PETUGAS": "123"}, "NIP PETUGAS", "18 angka"),
        ({"NOMOR_BERKAS": ""}, "NOMOR BERKAS", "nomor berkas"),
        ({"NOMOR_BERKAS": "x" * 61}, "NOMOR BERKAS", "60"),
        ({"NOMOR_BERKAS": "3578014107800002"}, "NOMOR BERKAS", "NIK"),
        ({"STATUS": "BERES"}, "STATUS", "tidak dikenal"),
        ({"STATUS": "DIPROSES"}, "STATUS", "bukan SELESAI"),
        ({"SELESAI": ""}, "SELESAI", "tanpa waktu selesai"),
        ({"SELESAI": "", "STATUS": "MENUNGGU"}, "MENUNGGU DARI", "tanpa waktu mulai"),
        ({"MENUNGGU_SAMPAI": "2026-09-01 10:00"}, "MENUNGGU DARI", "kosong"),
        ({"MENUNGGU_DARI": "2026-09-01 10:00"}, "MENUNGGU SAMPAI", "kosong"),
        (
            {"MENUNGGU_DARI": "2026-08-01 10:00", "MENUNGGU_SAMPAI": "2026-09-01 10:00"},
            "MENUNGGU DARI",
            "mendahului diterima",
        ),
        (
            {"MENUNGGU_DARI": "2026-09-01 10:00", "MENUNGGU_SAMPAI": "2026-09-01 09:00"},
            "MENUNGGU SAMPAI",
            "mendahului mulainya",
        ),
        (
            {"MENUNGGU_DARI": "2026-09-01 10:00", "MENUNGGU_SAMPAI": "2026-09-03 09:00"},
            "MENUNGGU SAMPAI",
            "melewati waktu selesai",
        ),
    ],
)
def test_every_fault_is_told_with_its_place(service, facts: dict[str, str], column: str, says: str) -> None:
    (found,) = problems(row(NOMOR_BERKAS="B-9"), row(**facts))
    assert (found.row, found.column) == (3, column) and says in found.message
    assert found.mend


def test_a_number_twice_in_one_file(service) -> None:
    (found,) = problems(row(), row(SELESAI="2026-09-03 10:00"))
    assert found.row == 3 and "baris 2" in found.message


def test_a_retired_service_takes_no_later_case(service) -> None:
    service.retired_on = datetime(2026, 9, 1).date()
    service.save()
    (found,) = problems(row())
    assert "tidak mempunyai standar" in found.message


def test_only_services_of_ones_own_units(service, world: World) -> None:
    (found,) = problems(row(), units=frozenset({world.units["PKM1"].pk}))
    assert "bukan layanan unit Anda" in found.message
    assert take(csv_file(row()), units=frozenset({service.unit_id}))["new"] == 1


@pytest.mark.parametrize("heading", ["NIK", "NAMA PEMOHON", "No. HP", "Telepon", "ALAMAT", "E-MAIL"])
def test_a_column_about_citizens_is_refused_with_the_reason(service, heading: str) -> None:
    content = csv_file({**row(), heading: "x"}, names=(*NAMES, heading))
    with pytest.raises(CasesRefused) as refused:
        take(content)
    (found,) = refused.value.problems
    assert found.column == heading.upper() and "UU 27/2022" in found.message


@pytest.mark.parametrize("heading", ["CATATAN", "LOKET", "KANAL"])
def test_a_harmless_column_is_left_unread(service, heading: str) -> None:
    assert take(csv_file({**row(), heading: "x"}, names=(*NAMES, heading)))["new"] == 1


def test_checking_costs_the_same_with_3_and_with_300_rows(service) -> None:
    costs = []
    for count in (3, 300):
        content = csv_file(*(row(NOMOR_BERKAS=f"{count}-{one}") for one in range(count)))
        with CaptureQueriesContext(connection) as seen:
            take(content)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_the_template_itself_can_be_imported(service, world: World) -> None:
    client = world.client(world.services_officer)
    for kind in ("csv", "xlsx"):
        content = client.get(reverse("voice:case_import_template", args=[kind])).content
        checked = check_cases(content, f"t.{kind}", at=NOW, units=None)
        assert not checked.problems and checked.rows == 2
    assert client.get(reverse("voice:case_import_template", args=["pdf"])).status_code == 404
    assert set(GOOD) == {column.name for column in COLUMNS}


def upload(client, content: bytes, name: str = "berkas.csv"):
    return client.post(reverse("voice:case_import"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_small_file_is_done_at_once_and_a_bad_one_says_why(service, world: World) -> None:
    client = world.client(world.counter_head)
    page = upload(client, csv_file(row(), row(NOMOR_BERKAS="B-2"))).content.decode()
    assert "Sudah ditulis" in page and ServiceCase.objects.count() == 2
    page = upload(client, csv_file(row(KODE_LAYANAN="<b>x</b>"))).content.decode()
    assert "Belum ada yang ditulis" in page and "&lt;b&gt;x" in page and "<b>x" not in page
    refused = CaseImport.objects.get(status="refused")
    assert bytes(refused.content) == b"" and refused.problem_count == 1
    assert upload(client, b"%PDF", "x.pdf").status_code == 200
    other = world.client(world.puskesmas_head)
    assert other.get(reverse("voice:case_import_run", args=[refused.pk])).status_code == 403


def test_a_head_imports_only_his_own_services(service, world: World) -> None:
    page = upload(world.client(world.puskesmas_head), csv_file(row())).content.decode()
    assert "bukan layanan unit Anda" in page and not ServiceCase.objects.exists()


def test_a_large_file_goes_to_the_worker(service, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_imports, "AT_ONCE_BYTES", 10)
    page = upload(world.client(world.services_officer), csv_file(row())).content.decode()
    assert "Menunggu giliran" in page and not ServiceCase.objects.exists()
    run = CaseImport.objects.get()
    case_imports.run_import(run.pk, NOW, None)
    run.refresh_from_db()
    assert (run.status, run.rows, run.counts["new"]) == ("done", 1, 1)
    with pytest.raises(CaseImport.DoesNotExist):
        case_imports.run_import(run.pk, NOW, None)


def test_a_broken_run_says_that_it_failed(service, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CaseImport.objects.create(name="x.csv", content=b"x", by=world.hr.user, at=NOW)

    def fall(*args: object, **facts: object) -> None:
        raise MemoryError

    monkeypatch.setattr(case_imports, "import_cases", fall)
    with pytest.raises(MemoryError):
        case_imports.run_import(run.pk, NOW, None)
    run.refresh_from_db()
    assert (run.status, bytes(run.content)) == ("failed", b"")


def test_the_page_costs_the_same_with_3_and_with_10_runs(world: World) -> None:
    client, costs = world.client(world.services_officer), []
    for count in (3, 7):
        for number in range(count):
            at = NOW - timedelta(hours=number)
            CaseImport.objects.create(name="x.csv", content=b"", by=world.hr.user, at=at, status="done")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("voice:case_import")).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_the_command_line_takes_the_same_file(
    service, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "on_database", nullcontext)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    file = tmp_path / "berkas.csv"
    file.write_bytes(csv_file(row()))
    done = CliRunner().invoke(imports.import_command, ["cases", str(file)])
    assert done.exit_code == 0 and "1 baru, 0 diperbarui, 0 tetap" in done.stdout
    file.write_bytes(csv_file(row(KODE_LAYANAN="tiada")))
    refused = CliRunner().invoke(imports.import_command, ["cases", str(file)])
    assert refused.exit_code == 1 and "Baris 2, kolom KODE LAYANAN" in refused.stderr
