"""The product's addresses and one more: /gaya/, every part on one page, to be looked at and measured."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from kinerja.rules.distribution import pattern
from kinerja.rules.explain import Step
from kinerja.web.statuses import STATUSES

handler400 = "kinerja.web.views.bad_request"
handler403 = "kinerja.web.views.forbidden"
handler404 = "kinerja.web.views.not_found"
handler500 = "kinerja.web.views.server_error"

DAY = date(2026, 11, 22)
HERE = Path(__file__).parent


class Sample(forms.Form):
    realisation = forms.CharField(label="Realisasi", help_text="Angka dan satuannya, misalnya 96 berkas.")
    day = forms.DateField(label="Tanggal bukti", widget=forms.DateInput(attrs={"type": "date"}))
    aspect = forms.ChoiceField(label="Aspek", choices=[("q", "Kuantitas"), ("t", "Waktu")])
    note = forms.CharField(label="Catatan untuk penilai", required=False, widget=forms.Textarea)
    proof = forms.FileField(label="Berkas bukti", required=False, help_text="PDF atau gambar, sampai 10 MB.")
    rating = forms.ChoiceField(
        label="Rating hasil kerja",
        widget=forms.RadioSelect,
        choices=[
            ("dibawah", "Dibawah Ekspektasi"),
            ("sesuai", "Sesuai Ekspektasi"),
            ("diatas", "Diatas Ekspektasi"),
        ],
    )
    agree = forms.BooleanField(label="Isi laporan ini benar")


def _context() -> dict[str, object]:
    wrong = Sample(
        {"realisation": "", "rating": "sesuai", "note": "Dua berkas menunggu."}, auto_id="salah_%s"
    )
    wrong.is_valid()
    return {
        "on": DAY,
        "statuses": list(STATUSES),
        "form": Sample(initial={"rating": "sesuai"}),
        "wrong": wrong,
        "page": Paginator(range(1_234), 25).page(3),
        "explanation": [
            Step(
                "input",
                "sesuai / diatas",
                "Masukan",
                "Rating hasil kerja sesuai, perilaku diatas ekspektasi.",
            ),
            Step(
                "predicate.quadrant", "Baik", "PermenPANRB 6/2022, Lampiran hlm 99", "Kuadran memberi Baik."
            ),
        ],
        "stages": [
            {"state": "done", "title": "Perencanaan", "note": "SKP disetujui 12 Januari 2026"},
            {"state": "done", "title": "Pelaksanaan", "note": "9 umpan balik tercatat"},
            {"state": "now", "title": "Penilaian triwulan", "note": "Menunggu bukti Anda"},
            {"state": "next", "title": "Tindak lanjut", "note": "Januari 2027"},
        ],
        "tabs": [
            {"url": "?", "title": "Hasil kerja", "current": True, "count": "4"},
            {"url": "?b", "title": "Perilaku kerja"},
            {"url": "?c", "title": "Umpan balik"},
        ],
        "rows": [
            ("Menyelesaikan 120 berkas izin usaha mikro", "Kuantitas", 120, Decimal("96"), "Draf"),
            (
                "Waktu layanan rata-rata ≤ 3 hari kerja",
                "Waktu",
                3,
                Decimal("3.4"),
                "Perlu perbaikan",
            ),
            ("Indeks kepuasan layanan loket ≥ 85", "Kualitas", 85, Decimal("88.2"), "Disetujui"),
            ("Menyusun 4 laporan triwulan", "Kuantitas", 4, Decimal("2"), "Ditolak"),
        ],
        "counts": {"SANGAT_BAIK": 2, "BAIK": 12, "BUTUH_PERBAIKAN": 3, "KURANG": 1, "SANGAT_KURANG": 0},
        "heights": pattern("BAIK", on=DAY).heights,
        "units": ["Dinas Kesehatan", "Dinas Pendidikan", "Bagian Umum"],
        "sent": [128, 96, 41],
        "months": ["Jul", "Agu", "Sep", "Okt", "Nov"],
        "trend": {"Laporan tepat waktu": [61, 72, None, 84, 88], "Umpan balik diberi": [30, 34, 41, 44, 52]},
        "started": date(2026, 10, 1),
        "ended": date(2026, 12, 31),
    }


def _shown(request: HttpRequest, name: str) -> HttpResponse:
    template = engines["django"].from_string((HERE / name).read_text(encoding="utf-8"))
    return HttpResponse(template.render(_context(), request))


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    return _shown(request, "gaya.html")


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return _shown(request, "gaya_publik.html")


@login_not_required
def confirm(request: HttpRequest) -> HttpResponse:
    words = {
        "question": "Setujui SKP ini?",
        "text": "SKP Sari Wulandari tahun 2026 berlaku sejak hari ini.",
        "effects": ["Sari mendapat pemberitahuan.", "Perubahan sesudahnya menjadi versi baru."],
        "action": "Setujui SKP",
        "back_url": "/gaya/",
    }
    return render(request, "web/confirm.html", words)


@login_not_required
def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Hanya penilai pada tanggal itu yang boleh menilai.")


@login_not_required
def lose(request: HttpRequest) -> HttpResponse:
    raise Http404


@login_not_required
def autosave(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


urlpatterns = [
    path("gaya/", styleguide),
    path("gaya/publik/", public),
    path("gaya/yakin/", confirm),
    path("gaya/tolak/", refuse),
    path("gaya/hilang/", lose),
    path("gaya/simpan/", autosave),
    path("", include("kinerja.urls")),
]
