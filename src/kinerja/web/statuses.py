"""One word, one icon and one meaning for every status, everywhere the same."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True, slots=True)
class Status:
    """`word` as people read it, `meaning` one of good/info/attention/wrong/neutral, `icon` a lucide name."""

    word: str
    meaning: str
    icon: str


_ALL = (
    Status(gettext_noop("Draf"), "neutral", "pencil"),
    Status(gettext_noop("Terkirim"), "info", "send"),
    Status(gettext_noop("Dalam verifikasi"), "info", "file-search"),
    Status(gettext_noop("Perlu perbaikan"), "attention", "wrench"),
    Status(gettext_noop("Disetujui"), "good", "check"),
    Status(gettext_noop("Ditolak"), "wrong", "x"),
    Status(gettext_noop("Dibatalkan"), "neutral", "ban"),
    Status(gettext_noop("Selesai"), "good", "check-check"),
    Status(gettext_noop("Kedaluwarsa"), "attention", "clock-alert"),
    Status(gettext_noop("Belum dinilai"), "neutral", "circle-dashed"),
    Status(gettext_noop("Ditandatangani penilai"), "info", "pen-line"),
    Status(gettext_noop("Diterima pegawai"), "info", "mail-check"),
    Status(gettext_noop("Ditandatangani pegawai"), "good", "signature"),
    Status(gettext_noop("Pegawai tidak menandatangani"), "attention", "pen-off"),
    Status(gettext_noop("Diperiksa"), "info", "file-search"),
    Status(gettext_noop("Siap diterapkan"), "attention", "list-checks"),
    Status(gettext_noop("Diterapkan"), "good", "check"),
    Status(gettext_noop("Gagal"), "wrong", "octagon-alert"),
    Status(gettext_noop("Diproses"), "info", "loader"),
    Status(gettext_noop("Menunggu warga"), "attention", "hourglass"),
    Status(gettext_noop("Terbuka"), "attention", "circle-dot"),
    Status(gettext_noop("Menunggu pemberitahuan"), "neutral", "circle-dashed"),
    Status(gettext_noop("Menunggu tanggapan pegawai"), "attention", "message-square"),
    Status(gettext_noop("Diputus"), "info", "gavel"),
    Status(gettext_noop("Keberatan diperiksa"), "attention", "scale"),
    Status(gettext_noop("Terbukti"), "attention", "badge-check"),
    Status(gettext_noop("Tidak terbukti"), "neutral", "circle-slash"),
    Status(gettext_noop("Dicabut"), "neutral", "undo-2"),
    Status(gettext_noop("Berjalan"), "info", "play"),
    Status(gettext_noop("Ditutup"), "neutral", "lock"),
    Status(gettext_noop("Diterbitkan"), "good", "megaphone"),
    Status(gettext_noop("Diterima"), "info", "inbox"),
    Status(gettext_noop("Menunggu kelengkapan"), "attention", "message-circle-question-mark"),
    Status(gettext_noop("Diteruskan"), "info", "forward"),
    Status(gettext_noop("Ditindaklanjuti"), "info", "loader"),
    Status(gettext_noop("Dijawab"), "good", "message-square-reply"),
    Status(gettext_noop("Digabung"), "neutral", "merge"),
    Status(gettext_noop("Direncanakan"), "info", "calendar"),
    Status(gettext_noop("Berlangsung"), "attention", "presentation"),
    Status(gettext_noop("Notula dikoreksi"), "attention", "file-pen-line"),
    Status(gettext_noop("Notula disetujui"), "good", "file-check"),
    Status(gettext_noop("Diajukan"), "info", "send"),
    Status(gettext_noop("Menunggu penjelasan"), "attention", "message-square"),
    Status(gettext_noop("Hasil dikuatkan"), "neutral", "gavel"),
    Status(gettext_noop("Hasil diubah"), "good", "gavel"),
    Status(gettext_noop("Disusun"), "neutral", "pencil"),
    Status(gettext_noop("Menunggu persetujuan pegawai"), "attention", "hourglass"),
    Status(gettext_noop("Dihentikan"), "neutral", "ban"),
    Status(gettext_noop("Dijanjikan"), "info", "hand-helping"),
    Status(gettext_noop("Menunggu konfirmasi"), "attention", "hourglass"),
    Status(gettext_noop("Tidak diakui"), "neutral", "ban"),
    Status(gettext_noop("Dipenuhi"), "good", "check"),
    Status(gettext_noop("Ditarik"), "attention", "undo-2"),
    Status(gettext_noop("Tercapai"), "good", "check-check"),
    Status(gettext_noop("Tercapai sebagian"), "info", "circle-dot-dashed"),
    Status(gettext_noop("Belum tercapai"), "attention", "circle-dashed"),
    Status(gettext_noop("Menunggu persetujuan"), "attention", "hourglass"),
    Status(gettext_noop("Tidak dilanjutkan"), "neutral", "ban"),
    Status(gettext_noop("Sudah disampaikan kepada pegawai"), "info", "message-square"),
    Status(gettext_noop("Dilaporkan"), "attention", "send"),
    Status(gettext_noop("Sudah membaik"), "good", "check"),
    Status(gettext_noop("Konselor ditunjuk"), "info", "user-check"),
    Status(gettext_noop("Konselor diganti"), "neutral", "undo-2"),
    Status(gettext_noop("Menunggu atasan"), "attention", "hourglass"),
    Status(gettext_noop("Disepakati"), "good", "check"),
    Status(gettext_noop("Disiapkan"), "neutral", "pencil"),
    Status(gettext_noop("Ditawarkan"), "attention", "hand-helping"),
    Status(gettext_noop("Tidak diterima"), "neutral", "x"),
    Status(gettext_noop("Diusulkan"), "info", "send"),
    Status(gettext_noop("Belum memenuhi syarat"), "neutral", "circle-slash"),
    Status(gettext_noop("Berlaku"), "good", "check"),
    Status(gettext_noop("Diberikan"), "good", "award"),
    Status(gettext_noop("Tidak diberikan"), "neutral", "circle-slash"),
    Status(gettext_noop("Terkumpul"), "info", "inbox"),
    Status(gettext_noop("Terpenuhi"), "good", "check-check"),
    Status(gettext_noop("Pendaftaran dibuka"), "info", "calendar-plus"),
    Status(gettext_noop("Terlaksana"), "good", "check-check"),
    Status(gettext_noop("Menunggu persetujuan atasan"), "attention", "hourglass"),
    Status(gettext_noop("Terdaftar"), "good", "check"),
    Status(gettext_noop("Daftar tunggu"), "attention", "hourglass"),
    Status(gettext_noop("Tidak disetujui"), "wrong", "x"),
    Status(gettext_noop("Mengundurkan diri"), "neutral", "undo-2"),
    Status(gettext_noop("Hadir"), "good", "user-check"),
    Status(gettext_noop("Tidak hadir"), "neutral", "user-x"),
)
STATUSES = {status.word: status for status in _ALL}

_RATINGS = {
    "diatas": ("good", "chevrons-up"),
    "sesuai": ("info", "check"),
    "dibawah": ("attention", "chevrons-down"),
    "tidak_dapat_dibaca": ("neutral", "minus"),
}
_PREDICATES = {
    "ISTIMEWA": ("good", "star"),
    "SANGAT_BAIK": ("good", "star"),
    "BAIK": ("good", "check"),
    "BUTUH_PERBAIKAN": ("attention", "wrench"),
    "KURANG": ("wrong", "triangle-alert"),
    "SANGAT_KURANG": ("wrong", "octagon-alert"),
}


def status_of(word: str) -> Status:
    """The official status called `word` in Indonesian, its word in the language of the page.

    Raises KeyError for any other word: a status outside the list is a defect of the caller.
    """
    found = STATUSES[str(word)]
    return Status(gettext(found.word), found.meaning, found.icon)


def rating_status(code: str, label: str) -> Status:
    """How a rating or a reading looks. Raises KeyError for an unknown code."""
    return Status(label, *_RATINGS[code])


def predicate_status(code: str, label: str) -> Status:
    """How a predicate of a person or an organisation looks. Raises KeyError for an unknown code."""
    return Status(label, *_PREDICATES[code])
