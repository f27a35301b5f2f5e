"""The hub: where citizens' words and service times lead, for this person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.access import ADMIN, COMPLAINTS, HR, PRIVACY, SERVICES, roles
from kinerja.accounts.models import User
from kinerja.accounts.request import Request
from kinerja.people.queries import employee_of, own_post

from ..access.changes import may_tell_any
from ..access.common import units_worked_in
from ..models import Service


@dataclass(frozen=True, slots=True)
class Place:
    """One page to go to, and what it is for."""

    title: str
    text: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    places: list[Place]


def home(request: Request) -> HttpResponse:
    """Everybody's own pages first, then the unit's, then those of a duty."""
    user, on = request.user, request.on
    groups = [
        Group(_("Untuk Anda"), list(_mine(user, on))),
        Group(_("Unit Anda"), list(_unit(user, on))),
        Group(_("Tugas Anda"), list(_duties(user, on))),
        Group(_("Yang dilihat warga"), list(_public())),
    ]
    return render(request, "voice/home.html", {"groups": [group for group in groups if group.places]})


def _place(name: str, title: str, text: str, icon: str, **kwargs: object) -> Place:
    return Place(title, text, icon, reverse(f"voice:{name}", kwargs=kwargs))


def _mine(user: User, on: date) -> Iterator[Place]:
    if employee_of(user) is None:
        return
    text = _("Apa yang dikatakan warga tentang layanan Anda, dan perkara yang menyebut nama Anda.")
    yield _place("my_voice", _("Suara tentang saya"), text, "ear")


def _unit(user: User, on: date) -> Iterator[Place]:
    me = employee_of(user)
    held = own_post(me, on) if me else None
    if held is None:
        return
    text = _("Saran, pengaduan, dan nilai survei unit Anda, tanpa nama.")
    yield _place(
        "unit_voice", _("Kata warga tentang unit"), text, "messages-square", unit_id=held.post.unit_id
    )
    text = _("Waktu layanan terhadap janjinya, triwulan demi triwulan.")
    yield _place("measures", _("Waktu layanan"), text, "timer")
    if Service.objects.filter(unit_id__in=units_worked_in(user, on), retired_on=None).exists():
        text = _("Terima berkas, hentikan jam saat menunggu warga, selesaikan, beri kode survei.")
        yield _place("counter", _("Loket"), text, "ticket")
    text = _("Laporan warga yang harus dijawab unit Anda, menurut batas waktunya.")
    yield _place("unit_complaints", _("Pengaduan unit"), text, "megaphone")
    text = _("Periode survei, jumlah jawaban, dan hasilnya.")
    yield _place("surveys", _("Survei kepuasan"), text, "clipboard-list")
    text = _("Rencana perbaikan yang masih terbuka dan siapa yang bertanggung jawab.")
    yield _place("follow_ups", _("Tindak lanjut"), text, "list-checks")
    if may_tell_any(user, on):
        text = _("Ceritakan kepada warga apa yang berubah karena ucapan mereka.")
        yield _place("changes", _("Anda bicara, kami perbaiki"), text, "wrench")


def _duties(user: User, on: date) -> Iterator[Place]:
    held = roles(user, on)
    if COMPLAINTS in held:
        text = _("Verifikasi, teruskan, gabungkan, dan tolak dengan alasan.")
        yield _place("desk", _("Meja pengaduan"), text, "inbox")
        yield _place("forum_moderation", _("Moderasi forum"), _("Tulisan yang dilaporkan warga."), "shield")
    if held & {COMPLAINTS, HR}:
        text = _("Laporan yang menyebut nama pegawai, diperiksa dengan adil.")
        yield _place("examinations", _("Pemeriksaan"), text, "scale")
    if held & {SERVICES, ADMIN}:
        text = _("Standar pelayanan setiap unit, versi demi versi.")
        yield _place("catalogue", _("Standar pelayanan"), text, "book-open")
        text = _("Pertanyaan, pilihan jawaban, dan versinya.")
        yield _place("questionnaires", _("Kuesioner"), text, "clipboard-pen")
        text = _("Masukkan berkas layanan dari tabel.")
        yield _place("case_import", _("Impor berkas layanan"), text, "file-up")
        yield _place("case_keys", _("Kunci API"), _("Sambungan dari sistem unit."), "key-round")
    if PRIVACY in held:
        text = _("Permintaan pemilik data, kegagalan pelindungan, dan pemusnahan.")
        yield _place("protection", _("Pelindungan data"), text, "shield-check")


def _public() -> Iterator[Place]:
    text = _("Janji, waktu, kepuasan, dan pengaduan setiap layanan, untuk siapa saja.")
    yield _place("public", _("Kinerja layanan"), text, "gauge")
    text = _("Tempat warga melapor dan melacak laporannya.")
    yield _place("complain", _("Pengaduan warga"), text, "send")
    yield _place("forum", _("Forum warga"), _("Diskusi warga dengan unit layanan."), "users")
    yield _place("processing", _("Data pribadi"), _("Apa yang diolah dan untuk apa."), "file-text")
