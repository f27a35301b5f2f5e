"""What waits for somebody in growth, in words and with the button that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kinerja.accounts.models import User
from kinerja.people.models import Employee

from .growth_waiting import Found, waiting
from .task import Task

Link = Callable[[Found], str]


@dataclass(frozen=True, slots=True)
class Words:
    """A kind of task: `one` leads to the only row, `many` to their list, or to a first one to begin with."""

    title: Lazy
    detail: Lazy
    button: Lazy
    icon: str
    many: Link
    one: Link
    later: bool = False


def _to(name: str, query: str = "") -> Link:
    """A page without a key."""
    return lambda found: reverse(name) + query


def _at(name: str) -> Link:
    """The page of the row that `key` tells."""
    return lambda found: reverse(name, args=[found.key])


def _decided(found: Found) -> str:
    return f"{reverse('growth:support_open', args=[found.key])}?keputusan={found.other}"


def _handed(found: Found) -> str:
    return f"{reverse('growth:schemes')}?keputusan={found.key}"


def _promised(found: Found) -> str:
    return reverse("growth:support_promises", args=[found.other])


# Titles take the number alone: names stand on the page behind the button.
WORDS = {
    "support_offer": Words(
        ngettext_lazy(
            "%d rencana pembinaan menunggu jawaban Anda", "%d rencana pembinaan menunggu jawaban Anda"
        ),
        _("Baca tujuannya, lalu setujui atau kembalikan dengan keinginan Anda."),
        _("Jawab tawaran"),
        "handshake",
        _to("growth:support"),
        _at("growth:support_plan"),
    ),
    "support_step": Words(
        ngettext_lazy("%d langkah pembinaan perlu diselesaikan", "%d langkah pembinaan perlu diselesaikan"),
        _("Kerjakan, lalu catat bukti atau perubahan yang terlihat."),
        _("Buka langkah"),
        "footprints",
        _at("growth:support_plan"),
        _at("growth:support_plan"),
    ),
    "promise": Words(
        ngettext_lazy("%d janji dukungan Anda ditunggu", "%d janji dukungan Anda ditunggu"),
        _("Konfirmasi atau penuhi, atau katakan terbuka mengapa ditarik."),
        _("Perbarui janji"),
        "hand-helping",
        _promised,
        _at("growth:support_settle"),
    ),
    "promise_below": Words(
        ngettext_lazy(
            "%d janji dukungan di tim Anda lewat batas", "%d janji dukungan di tim Anda lewat batas"
        ),
        _("Tanyakan kepada yang berjanji apa yang menghambatnya."),
        _("Lihat janji"),
        "hand-helping",
        _promised,
        _at("growth:support_promises"),
    ),
    "support_decision": Words(
        ngettext_lazy(
            "%d keputusan rapat menunggu rencana pembinaan", "%d keputusan rapat menunggu rencana pembinaan"
        ),
        _("Tawarkan rencana kepada pegawainya; keputusan tersambung sendiri."),
        _("Buka rencana"),
        "handshake",
        _to("growth:support_new"),
        _decided,
    ),
    "support_path": Words(
        ngettext_lazy(
            "%d evaluasi menunggu jalur perbaikan enam bulan",
            "%d evaluasi menunggu jalur perbaikan enam bulan",
        ),
        _("Pegawai berhak atas kesempatan memperbaiki kinerja, dengan langkah yang jelas."),
        _("Buka jalur perbaikan"),
        "route",
        _to("growth:support_new"),
        _at("growth:support_path"),
    ),
    "coach_feedback": Words(
        ngettext_lazy(
            "%d umpan balik tentang pembimbing belum Anda baca",
            "%d umpan balik tentang pembimbing belum Anda baca",
        ),
        _("Bantu pembimbing di tim Anda menjadi lebih baik."),
        _("Baca umpan balik"),
        "messages-square",
        _to("growth:coach_feedbacks"),
        _at("growth:coach_feedback"),
    ),
    "award_vote": Words(
        ngettext_lazy(
            "%d usulan penghargaan menunggu suara Anda", "%d usulan penghargaan menunggu suara Anda"
        ),
        _("Baca buktinya, lalu beri suara dengan alasan."),
        _("Beri suara"),
        "award",
        _to("growth:recognition"),
        _at("growth:award_vote"),
    ),
    "award_consent": Words(
        ngettext_lazy(
            "%d penghargaan menunggu izin Anda untuk diumumkan",
            "%d penghargaan menunggu izin Anda untuk diumumkan",
        ),
        _("Tanpa izin Anda, penghargaan tetap milik Anda dan tidak diumumkan."),
        _("Jawab permintaan izin"),
        "award",
        _to("growth:recognition"),
        _at("growth:award_consent"),
    ),
    "award_decision": Words(
        ngettext_lazy(
            "%d keputusan rapat menunggu usulan penghargaan", "%d keputusan rapat menunggu usulan penghargaan"
        ),
        _("Pilih penghargaan yang sesuai; bukti terkumpul sendiri."),
        _("Usulkan penghargaan"),
        "award",
        _to("growth:recognition"),
        _handed,
    ),
    "award_decide": Words(
        ngettext_lazy("%d usulan penghargaan siap diputus", "%d usulan penghargaan siap diputus"),
        _("Suara juri sudah cukup. Putuskan dengan alasan."),
        _("Putuskan usulan"),
        "gavel",
        _to("growth:recognition"),
        _at("growth:proposal"),
    ),
    "training_approve": Words(
        ngettext_lazy(
            "%d pendaftaran pelatihan menunggu persetujuan Anda",
            "%d pendaftaran pelatihan menunggu persetujuan Anda",
        ),
        _("Kursi terbatas; pegawai Anda menunggu kepastian."),
        _("Tinjau pendaftaran"),
        "graduation-cap",
        _to("growth:approvals"),
        _to("growth:approvals"),
    ),
    "session_end": Words(
        ngettext_lazy("%d sesi pelatihan belum diselesaikan", "%d sesi pelatihan belum diselesaikan"),
        _("JP dan evaluasi menunggu. Catat yang hadir lalu selesaikan, atau batalkan bila tidak jadi."),
        _("Selesaikan sesi"),
        "check-check",
        _at("growth:session"),
        _at("growth:session"),
    ),
    "training_evaluation": Words(
        ngettext_lazy(
            "%d evaluasi pelatihan menunggu jawaban Anda", "%d evaluasi pelatihan menunggu jawaban Anda"
        ),
        _("Jawaban Anda menentukan apakah pelatihan ini diteruskan."),
        _("Isi evaluasi"),
        "clipboard-list",
        _at("growth:evaluation"),
        _at("growth:evaluation"),
    ),
    "training_test": Words(
        ngettext_lazy("%d tes pelatihan dapat Anda kerjakan", "%d tes pelatihan dapat Anda kerjakan"),
        _("Hanya untuk mengukur manfaat pelatihan, bukan untuk penilaian Anda."),
        _("Kerjakan tes"),
        "pencil",
        _at("growth:session"),
        _at("growth:session"),
    ),
    "goal": Words(
        ngettext_lazy(
            "%d sasaran pengembangan perlu diselesaikan", "%d sasaran pengembangan perlu diselesaikan"
        ),
        _("Catat hasilnya, atau ubah rencana dan sepakati waktu yang baru."),
        _("Buka sasaran"),
        "sprout",
        _at("growth:own_plan"),
        _at("growth:own_plan"),
    ),
    "own_plan": Words(
        ngettext_lazy(
            "%d rencana pengembangan menunggu kesepakatan Anda",
            "%d rencana pengembangan menunggu kesepakatan Anda",
        ),
        _("Baca bersama pegawainya, lalu sepakati atau kembalikan."),
        _("Tinjau rencana"),
        "sprout",
        _to("growth:own_plans", "?lihat=tim"),
        _at("growth:own_plan"),
    ),
    "hours": Words(
        ngettext_lazy(
            "%d kegiatan pengembangan menunggu konfirmasi Anda",
            "%d kegiatan pengembangan menunggu konfirmasi Anda",
        ),
        _("Jam pengembangan dihitung setelah Anda periksa buktinya."),
        _("Periksa kegiatan"),
        "hourglass",
        _to("growth:hours", "?lihat=tim"),
        _to("growth:hours", "?lihat=tim"),
    ),
    "strength_offer": Words(
        ngettext_lazy("%d penugasan ditawarkan kepada Anda", "%d penugasan ditawarkan kepada Anda"),
        _("Penugasan ini sesuai dengan kekuatan Anda. Terima atau tolak dengan bebas."),
        _("Jawab tawaran"),
        "sparkles",
        _to("growth:assignments"),
        _at("growth:assignment"),
    ),
    "mentoring_answer": Words(
        ngettext_lazy("%d mentoring menunggu jawaban Anda", "%d mentoring menunggu jawaban Anda"),
        _("Baca tujuan dan ukurannya, lalu setujui atau tolak."),
        _("Jawab usulan"),
        "handshake",
        _at("growth:mentorship"),
        _at("growth:mentorship"),
    ),
    "mentoring_midpoint": Words(
        ngettext_lazy("%d mentoring sampai di tengah masa", "%d mentoring sampai di tengah masa"),
        _("Lihat bersama apakah sudah ada perubahan."),
        _("Catat tengah masa"),
        "milestone",
        _at("growth:mentorship_midpoint"),
        _at("growth:mentorship_midpoint"),
    ),
    "mentoring_view": Words(
        ngettext_lazy("%d mentoring menunggu pandangan Anda", "%d mentoring menunggu pandangan Anda"),
        _("Masanya sudah berakhir. Tulis apa yang berubah."),
        _("Tulis pandangan"),
        "pencil",
        _at("growth:mentorship_close"),
        _at("growth:mentorship_close"),
    ),
    "mentoring_journal": Words(
        ngettext_lazy(
            "%d pertemuan mentoring belum ada jurnalnya", "%d pertemuan mentoring belum ada jurnalnya"
        ),
        _("Beberapa kalimat cukup: apa yang dibahas dan langkah berikutnya."),
        _("Tulis jurnal"),
        "notebook-pen",
        _at("growth:mentor_journal"),
        _at("growth:mentor_journal"),
    ),
    "counselling": Words(
        ngettext_lazy("%d konseling menunggu Anda mulai", "%d konseling menunggu Anda mulai"),
        _("Anda ditunjuk sebagai konselor. Isinya hanya untuk Anda berdua."),
        _("Buka konseling"),
        "messages-square",
        _to("growth:counselling"),
        _at("growth:counselling_notes"),
    ),
    "behaviour_follow": Words(
        ngettext_lazy(
            "%d masalah perilaku perlu Anda lihat kembali", "%d masalah perilaku perlu Anda lihat kembali"
        ),
        _("Catat bahwa sudah membaik, atau laporkan kepada unit kepegawaian."),
        _("Lihat kembali"),
        "eye",
        _to("growth:counselling"),
        _at("growth:behaviour"),
    ),
    "behaviour": Words(
        ngettext_lazy("%d laporan perilaku menunggu putusan", "%d laporan perilaku menunggu putusan"),
        _("Tunjuk konselor yang independen, atau tutup dengan alasan."),
        _("Putuskan laporan"),
        "scale",
        _to("growth:counselling", "?lihat=kelola"),
        _at("growth:behaviour"),
    ),
    "staff_question": Words(
        ngettext_lazy("%d pertanyaan pegawai menunggu jawaban", "%d pertanyaan pegawai menunggu jawaban"),
        _("Jawaban dibaca semua pegawai."),
        _("Jawab pertanyaan"),
        "message-circle-question-mark",
        _to("growth:staff_questions"),
        _at("growth:staff_question_answer"),
    ),
    "pulse_reply": Words(
        ngettext_lazy("%d survei singkat menunggu tanggapan", "%d survei singkat menunggu tanggapan"),
        _("Pegawai sudah bicara. Tulis apa yang didengar dan apa yang diubah."),
        _("Tulis tanggapan"),
        "activity",
        _to("growth:pulses"),
        _at("growth:pulse_reply"),
    ),
    "pulse": Words(
        ngettext_lazy("%d survei singkat menunggu jawaban Anda", "%d survei singkat menunggu jawaban Anda"),
        _("Sekitar satu menit, tanpa nama."),
        _("Isi survei"),
        "activity",
        _at("growth:pulse_answer"),
        _at("growth:pulse_answer"),
    ),
    "pay_run": Words(
        ngettext_lazy(
            "%d perhitungan insentif menunggu persetujuan Anda",
            "%d perhitungan insentif menunggu persetujuan Anda",
        ),
        _("Dibuat orang lain; periksa masalahnya sebelum menyetujui."),
        _("Periksa perhitungan"),
        "wallet",
        _to("growth:allowances"),
        _at("growth:allowance_run"),
    ),
    "pay_difference": Words(
        ngettext_lazy(
            "%d bulan insentif yang sudah disetujui berubah karena putusan keberatan",
            "%d bulan insentif yang sudah disetujui berubah karena putusan keberatan",
        ),
        _("Lihat siapa yang berbeda dan mengapa, lalu buat draf selisihnya."),
        _("Periksa selisih"),
        "wallet",
        _at("growth:allowance_differences"),
        _at("growth:allowance_differences"),
    ),
    "pay_table": Words(
        ngettext_lazy(
            "%d tabel insentif menunggu persetujuan Anda", "%d tabel insentif menunggu persetujuan Anda"
        ),
        _("Dibuat orang lain; cocokkan dengan peraturannya sebelum menyetujui."),
        _("Periksa tabel"),
        "wallet",
        _to("growth:allowance_tables"),
        _at("growth:allowance_table"),
    ),
    "honour": Words(
        ngettext_lazy(
            "%d pegawai memenuhi masa kerja untuk tanda kehormatan",
            "%d pegawai memenuhi masa kerja untuk tanda kehormatan",
        ),
        _("Periksa syarat lainnya, lalu usulkan atau tunda dengan alasan."),
        _("Buka daftar"),
        "medal",
        _to("growth:honours"),
        _to("growth:honours"),
        later=True,
    ),
    "lesson": Words(
        ngettext_lazy("%d pelajaran singkat belum Anda baca", "%d pelajaran singkat belum Anda baca"),
        _("Beberapa menit tentang apa yang berubah bagi Anda."),
        _("Baca pelajaran"),
        "book-open",
        _to("growth:socialisation"),
        _at("growth:lesson"),
        later=True,
    ),
}


def growth_tasks(user: User, me: Employee | None, on: date) -> Iterator[Task]:
    """One task a kind. Constant queries: one, and those that find team and units of whoever has them."""
    for code, found in waiting(user, me, on).items():
        words = WORDS[code]
        link = words.one if found.count == 1 else words.many
        yield Task(
            found.due,
            words.title % found.count,
            str(words.detail),
            str(words.button),
            link(found),
            words.icon,
            found.count,
            words.later,
        )
