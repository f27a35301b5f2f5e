"""Services of the city with two versions of their standards, and the pledges of the units."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kinerja.people.models import Unit
from kinerja.voice.models import Pledge, Service, Standard

from ..book import Book, at
from .content import content

CHANNEL = "Sampaikan di loket pengaduan, di halaman Pengaduan, atau lewat kode QR di setiap loket."
PLEDGE = (
    "Kami sanggup menyelenggarakan pelayanan sesuai standar yang telah ditetapkan, melakukan perbaikan terus "
    "menerus, dan menerima sanksi bila tidak menepatinya."
)
LAW = "Undang-Undang 25/2009 tentang Pelayanan Publik; Peraturan Menteri PANRB 15/2014"


@dataclass(frozen=True, slots=True)
class Offered:
    """A service as one unit gives it, with what the story knows of its pace."""

    service: Service
    standards: tuple[Standard, Standard]
    facts: dict[str, Any]


def write_services(book: Book, only: Collection[str] | None = None) -> list[Offered]:
    """The catalogue: last year's standard and this year's; `only` keeps the services of these units."""
    year = book.today.year
    units = {unit.code: unit for unit in Unit.objects.all()}
    offered: list[Offered] = []
    for facts in content("services")["service"]:
        for code in facts["unit"]:
            if only is not None and code not in only:
                continue
            slug = facts["code"] if len(facts["unit"]) == 1 else f"{facts['code']}-{code.lower()}"
            service = Service.objects.create(unit=units[code], code=slug, name=facts["name"])
            old, new = (_standard(service, number, facts, date(year - 2 + number, 1, 1)) for number in (1, 2))
            offered.append(Offered(service, (old, new), facts))
    for unit in {item.service.unit.pk: item.service.unit for item in offered}.values():
        signer = f"Kepala {unit.name}"
        Pledge.objects.create(
            unit=unit, text=PLEDGE, signed_by=signer, starts=date(year - 1, 1, 1), recorded_by=book.admin
        )
    return offered


def _standard(service: Service, number: int, facts: dict[str, Any], starts: date) -> Standard:
    ends = date(starts.year, 12, 31) if number == 1 else None
    return Standard.objects.create(
        service=service,
        number=number,
        starts=starts,
        ends=ends,
        published_at=at(starts - timedelta(days=14)),
        decree=f"Keputusan Kepala {service.unit.name} 065/{service.pk}/{starts.year}",
        promise=facts["promises"][number - 1],
        promise_unit=facts["promise_unit"],
        fee=facts["fee"],
        fee_note=facts.get("fee_note", ""),
        requirements=facts["requirements"],
        procedure=facts["procedure"],
        product=facts["product"],
        complaint_channel=CHANNEL,
        legal_basis=LAW,
        facilities="Loket, kursi prioritas, nomor antrean, toilet yang dapat dipakai semua.",
        staff_competence="Petugas memahami persyaratan, ramah, dan cakap memakai aplikasi layanan.",
        oversight="Pimpinan unit memeriksa waktu layanan setiap minggu.",
        staff_count="Lihat peta jabatan unit.",
        service_guarantee="Berkas yang melewati janji waktu diberi tahu alasannya pada hari itu.",
        safety_guarantee="Data pemohon hanya dibuka petugas yang menangani.",
        evaluation="Waktu layanan, survei, dan pengaduan dibahas dalam rapat triwulan.",
    )
