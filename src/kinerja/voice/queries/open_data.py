"""What the open data hold: no person, no cell below the floor, none that can be worked out from others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from kinerja.people.models import Unit

from ..models import Category, Change
from ..open_data import (
    HIDDEN,
    QUARTER,
    SERVICE,
    UNIT,
    Cell,
    Column,
    DataSet,
    Row,
    quarter_cells,
)
from .cells import floor
from .complaint_cells import complaint_tree
from .measures import figures
from .public_index import frozen_index, published_periods
from .quarters import after, complete_quarters
from .response import NOTHING, Response, response
from .services import services, standards_in_force

NONE: tuple[Cell, ...] = (None,)
TIMES = "service.office_hours"
SKM = "PermenPANRB 14/2017"
FIRST_SURVEY = date(2004, 1, 1)
WHOLE_AGENCY, EVERY_CATEGORY, NO_CATEGORY = "", "", "Tanpa kategori"


def _services(on: date) -> Iterator[Row]:
    rows = list(services(on).order_by("unit__code", "code"))
    promised = standards_in_force(rows, on)
    for row in rows:
        head: Row = (row.code, row.name, row.unit.code, row.unit.name, row.unit.kind, row.online)
        one = promised.get(row.pk)
        if one is None:
            yield (*head, *NONE * 9)
            continue
        yield (
            *head, one.number, one.starts, one.promise, one.promise_unit, int(one.fee),
            one.requirements, one.procedure, one.product, one.complaint_channel,
        )  # fmt: skip


def _times(on: date) -> Iterator[Row]:
    quarters, k = complete_quarters(on), floor(on)
    rows = {row.pk: row for row in services(on).order_by("unit__code", "code")}
    found = figures(by=("service", "quarter"), services=rows, starts=quarters[0], ends=after(quarters[-1]))
    for pk, row in rows.items():
        for quarter in quarters:
            one = found.get((pk, quarter))
            if one is None:
                continue
            head = (row.code, row.name, row.unit.code, row.unit.name, *quarter_cells(quarter))
            if one.n < k:
                yield (*head, *NONE * 6, True)
                continue
            times = (one.median_minutes, one.p90_minutes, one.median_days, one.p90_days)
            yield (*head, one.n, one.share, *times, False)


def _surveys(on: date) -> Iterator[Row]:
    k = floor(on)
    for period in published_periods(FIRST_SURVEY):
        index = frozen_index(period)
        if index is None or index.n < k:
            continue
        head = (
            period.unit.code, period.unit.name, period.name, period.starts, period.ends,
            index.n, index.ikm, index.grade, index.poster_share,
        )  # fmt: skip
        hidden = index.hidden(k)
        for row in index.elements:
            name = (row["code"], row["name"])
            if row["code"] in hidden:
                yield (*head, *name, *NONE * 4, True)
                continue
            means = (Decimal(row["nrr"]), Decimal(row["converted"]))
            yield (*head, *name, row["answers"], *means, row["grade"], False)


def _complaints(on: date) -> Iterator[Row]:
    k = floor(on)
    tree = complaint_tree(on, k)
    units = {row.pk: row for row in Unit.objects.order_by("code")}
    names: dict[int | None, str] = dict(Category.objects.order_by().values_list("pk", "name"))
    names[None] = NO_CATEGORY
    blank = NONE * 3
    for quarter in sorted(tree.quarters):
        own = {unit for day, unit in tree.units if day == quarter}
        shown = [unit for unit in own if tree.units[quarter, unit]]
        answered = response(
            starts=quarter,
            ends=_last_day(quarter),
            on=on,
            units=shown,
        )
        when = quarter_cells(quarter)
        total = tree.quarters[quarter]
        yield ("instansi", WHOLE_AGENCY, WHOLE_AGENCY, *when, EVERY_CATEGORY, total, *blank, total is None)
        for pk in (pk for pk in units if pk in own):
            place = (units[pk].code, units[pk].name, *when)
            count = tree.units[quarter, pk]
            speed = _speed(answered.get(pk, NOTHING), count, k)
            yield ("unit", *place, EVERY_CATEGORY, count, *speed, count is None)
            below = [(names[key[2]], one) for key, one in tree.leaves.items() if key[:2] == (quarter, pk)]
            for name, one in sorted(below, key=lambda item: item[0]):
                yield ("kategori", *place, name, one, *blank, one is None)


def _last_day(quarter: date) -> date:
    return date.fromordinal(after(quarter).toordinal() - 1)


def _speed(found: Response, count: int | None, k: int) -> tuple[Cell, ...]:
    """Percent in time, median days, percent reopened; empty where fewer than `k` were judged or answered."""
    if count is None:
        return NONE * 3
    judged = found.answered + found.open_overdue >= k
    return (
        found.percent if judged else None,
        found.median_days if found.answered >= k else None,
        _percent(found.reopened, count),
    )


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"))


def _changes(on: date) -> Iterator[Row]:
    rows = Change.objects.filter(published_at__isnull=False).select_related("unit", "service")
    for row in rows.order_by("-changed_on", "-pk"):
        service = (row.service.code, row.service.name) if row.service else (None, None)
        yield (
            row.pk, row.unit.code, row.unit.name, *service, row.changed_on, row.title, row.text, row.element,
            row.measure, *_figure(row.before), *_figure(row.after),
        )  # fmt: skip


def _figure(figure: dict[str, str]) -> tuple[Cell, ...]:
    if "value" not in figure:
        return NONE * 4
    when = quarter_cells(date.fromisoformat(figure["starts"]))[0]
    return (when, Decimal(figure["value"]), figure["unit"], int(figure["n"]))


PERCENT, COUNT_OF_CASES = gettext_noop("persen"), gettext_noop("berkas")
MINUTES, DAYS = gettext_noop("menit"), gettext_noop("hari kerja")
DATE = "YYYY-MM-DD"
HALF = gettext_noop("Separuh berkas selesai dalam waktu ini")
NINE_OF_TEN = gettext_noop("Sembilan dari sepuluh selesai dalam waktu ini")
STANDARD = "PermenPANRB 15/2014"
FIGURE = (
    ("triwulan", gettext_noop("Triwulan angka ini")),
    ("nilai", gettext_noop("Angka pada triwulan itu")),
    ("satuan", gettext_noop("Satuan: percent, ikm, minutes, hours, atau working_days")),
    ("n", gettext_noop("Jumlah berkas, responden, atau laporan di baliknya")),
)
DATA_SETS = {
    data.name: data
    for data in (
        DataSet(
            "layanan",
            gettext_noop("Layanan dan standarnya"),
            gettext_noop("Setiap layanan dengan standar yang berlaku hari ini."),
            (
                *SERVICE,
                *UNIT,
                Column("jenis_unit", gettext_noop("Jenis unit kerja (kode)")),
                Column("daring", gettext_noop("Sepenuhnya daring"), gettext_noop("ya/tidak")),
                Column("versi_standar", gettext_noop("Nomor versi standar")),
                Column("berlaku_mulai", gettext_noop("Standar berlaku mulai"), DATE),
                Column(
                    "janji", gettext_noop("Jangka waktu yang dijanjikan"), "satuan_janji", "UU 25/2009 Ps 21"
                ),
                Column("satuan_janji", gettext_noop("Satuan janji: minutes, hours, atau working_days")),
                Column("biaya", gettext_noop("Biaya; 0 berarti gratis"), "Rp"),
                Column("persyaratan", gettext_noop("Persyaratan"), source=STANDARD),
                Column("prosedur", gettext_noop("Sistem, mekanisme, dan prosedur"), source=STANDARD),
                Column("produk", gettext_noop("Produk pelayanan"), source=STANDARD),
                Column(
                    "saluran_pengaduan",
                    gettext_noop("Penanganan pengaduan, saran, dan masukan"),
                    source=STANDARD,
                ),
            ),
            _services,
        ),
        DataSet(
            "waktu-layanan",
            gettext_noop("Waktu layanan"),
            gettext_noop("Lama berkas diselesaikan, setiap layanan setiap triwulan yang sudah lengkap."),
            (
                *SERVICE,
                *UNIT,
                *QUARTER,
                Column("jumlah_selesai", gettext_noop("Berkas yang selesai"), COUNT_OF_CASES),
                Column("sesuai_standar", gettext_noop("Selesai dalam waktu yang dijanjikan"), PERCENT, TIMES),
                Column("median_menit", HALF, MINUTES, TIMES),
                Column("p90_menit", NINE_OF_TEN, MINUTES, TIMES),
                Column("median_hari_kerja", HALF, DAYS, TIMES),
                Column(
                    "p90_hari_kerja",
                    gettext_noop("Sembilan dari sepuluh selesai dalam waktu ini"),
                    DAYS,
                    TIMES,
                ),
                HIDDEN,
            ),
            _times,
        ),
        DataSet(
            "survei",
            gettext_noop("Survei kepuasan masyarakat"),
            gettext_noop("Setiap survei yang diterbitkan, unsur demi unsur."),
            (
                *UNIT,
                Column("survei", gettext_noop("Nama periode survei")),
                Column("mulai", gettext_noop("Hari pertama survei"), DATE),
                Column("sampai", gettext_noop("Hari terakhir survei"), DATE),
                Column("responden", gettext_noop("Responden yang dihitung"), gettext_noop("orang"), SKM),
                Column("ikm", gettext_noop("Indeks Kepuasan Masyarakat"), "25-100", SKM),
                Column("mutu", gettext_noop("Mutu pelayanan"), "A-D", SKM),
                Column("lewat_poster", gettext_noop("Jawaban lewat poster, tanpa transaksi"), PERCENT),
                Column("kode_unsur", gettext_noop("Kode unsur")),
                Column("unsur", gettext_noop("Nama unsur"), source=SKM),
                Column("jawaban", gettext_noop("Jawaban pada unsur ini"), gettext_noop("jawaban")),
                Column("nrr", gettext_noop("Nilai rata-rata unsur"), "1-4", SKM),
                Column("konversi", gettext_noop("Nilai rata-rata dikali 25"), "25-100", SKM),
                Column("mutu_unsur", gettext_noop("Mutu unsur"), "A-D", SKM),
                HIDDEN,
            ),
            _surveys,
        ),
        DataSet(
            "pengaduan",
            gettext_noop("Pengaduan"),
            gettext_noop("Laporan warga yang diteruskan ke unit, setiap triwulan yang sudah lengkap."),
            (
                Column("tingkat", gettext_noop("instansi, unit, atau kategori: yang dijumlahkan baris ini")),
                *UNIT,
                *QUARTER,
                Column("kategori", gettext_noop("Kategori paling atas; kosong berarti semua")),
                Column("laporan", gettext_noop("Laporan yang diterima"), gettext_noop("laporan")),
                Column(
                    "tepat_waktu",
                    gettext_noop("Dijawab dalam batas waktu, dari yang dijawab atau terlambat"),
                    PERCENT,
                    "deadline.complaint_no_oversight",
                ),
                Column("median_hari_kerja", gettext_noop("Separuh laporan dijawab dalam waktu ini"), DAYS),
                Column("dibuka_kembali", gettext_noop("Dibuka kembali oleh pelapor"), PERCENT),
                HIDDEN,
            ),
            _complaints,
        ),
        DataSet(
            "perubahan",
            gettext_noop("Perubahan setelah warga berbicara"),
            gettext_noop("Yang diperbaiki, sejak kapan, dan angka sebelum serta sesudahnya."),
            (
                Column("nomor", gettext_noop("Nomor perubahan")),
                *UNIT,
                *SERVICE,
                Column("berlaku_sejak", gettext_noop("Perubahan berlaku sejak"), DATE),
                Column("judul", gettext_noop("Yang berubah")),
                Column("penjelasan", gettext_noop("Penjelasan unit")),
                Column("kode_unsur", gettext_noop("Kode unsur")),
                Column("ukuran", gettext_noop("Kode ukuran: share, median, ikm, atau complaint_days")),
                *(
                    Column(f"{name}_{when}", meaning)
                    for when in ("sebelum", "sesudah")
                    for name, meaning in FIGURE
                ),
            ),
            _changes,
        ),
    )
}
