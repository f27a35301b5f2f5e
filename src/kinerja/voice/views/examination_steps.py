"""The pages of the single steps: what each asks, what it does, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_noop

from ..actions import examinations as actions
from ..forms.examinations import AppealForm, DecisionForm, DropForm, NoForm, ReplyForm


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step; the words are translated by the page. `icon` stands on the button that leads here."""

    act: Callable[..., object]
    form: type[forms.Form]
    question: str
    text: str
    action: str
    done: str
    icon: str
    danger: bool = False


PAGES = {
    "notify": StepPage(
        actions.notify,
        NoForm,
        gettext_noop("Beri tahu pegawai?"),
        gettext_noop(
            "Pegawai membaca pokok yang diperiksa dan isi laporan tanpa identitas pelapor. Pastikan bagian "
            "yang mengungkap pelapor sudah ditutup. Sejak ini waktu tanggapannya berjalan."
        ),
        gettext_noop("Beri tahu pegawai"),
        gettext_noop("Pegawai diberi tahu. Waktu tanggapannya mulai berjalan."),
        "send",
    ),
    "reply": StepPage(
        actions.reply,
        ReplyForm,
        gettext_noop("Tanggapi pemeriksaan"),
        gettext_noop("Hanya pemeriksa dan pengelola pengaduan yang membaca tanggapan Anda."),
        gettext_noop("Kirim tanggapan"),
        gettext_noop("Tanggapan Anda terkirim kepada pemeriksa."),
        "message-square",
    ),
    "no_reply": StepPage(
        actions.no_reply,
        NoForm,
        gettext_noop("Lanjutkan tanpa tanggapan?"),
        gettext_noop("Batas tanggapan sudah lewat. Diam bukan pengakuan; nilailah dari bukti."),
        gettext_noop("Lanjutkan pemeriksaan"),
        gettext_noop("Pemeriksaan dilanjutkan tanpa tanggapan."),
        "fast-forward",
    ),
    "find": StepPage(
        actions.find,
        DecisionForm,
        gettext_noop("Putuskan pemeriksaan"),
        gettext_noop(
            "Pegawai dianggap tidak bersalah sampai terbukti. Ia dapat mengajukan keberatan kepada pemeriksa "
            "lain sebelum kesimpulan ini menjadi tetap."
        ),
        gettext_noop("Simpan kesimpulan"),
        gettext_noop("Kesimpulan tersimpan dan disampaikan kepada pegawai."),
        "gavel",
    ),
    "drop": StepPage(
        actions.drop,
        DropForm,
        gettext_noop("Hentikan pemeriksaan?"),
        gettext_noop("Pemeriksaan yang dihentikan tidak meninggalkan jejak apa pun dalam penilaian."),
        gettext_noop("Hentikan pemeriksaan"),
        gettext_noop("Pemeriksaan dihentikan."),
        "ban",
        danger=True,
    ),
    "appeal": StepPage(
        actions.appeal,
        AppealForm,
        gettext_noop("Ajukan keberatan"),
        gettext_noop("Keberatan Anda diputus pemeriksa lain, dan keputusannya tetap."),
        gettext_noop("Kirim keberatan"),
        gettext_noop("Keberatan Anda terkirim. Pemeriksa lain akan ditunjuk."),
        "scale",
    ),
    "settle": StepPage(
        actions.settle,
        NoForm,
        gettext_noop("Tetapkan kesimpulan?"),
        gettext_noop("Batas keberatan sudah lewat tanpa keberatan, jadi kesimpulan ini menjadi tetap."),
        gettext_noop("Tetapkan kesimpulan"),
        gettext_noop("Kesimpulan sekarang tetap."),
        "check-check",
    ),
    "decide": StepPage(
        actions.decide_appeal,
        DecisionForm,
        gettext_noop("Putuskan keberatan"),
        gettext_noop("Putusan Anda tetap. Kesimpulan pertama tetap dapat dibaca di sebelahnya."),
        gettext_noop("Simpan putusan"),
        gettext_noop("Putusan tersimpan dan disampaikan kepada pegawai."),
        "gavel",
    ),
}
# Steps that name a person have a page of their own.
NAMING = {
    "examiner": (gettext_noop("Ganti pemeriksa"), "user-round-cog"),
    "appeal_examiner": (gettext_noop("Tunjuk pemeriksa keberatan"), "user-round-plus"),
}
