"""What patients said at Puskesmas Melati: quick hands, few smiles (after the regulation's own example)."""

from __future__ import annotations

from datetime import timedelta

from kinerja.progress.models import Feedback

from .book import Book, at

SAID = (
    ("midwife", "BP", "perlu_ditingkatkan", "Cekatan, tetapi waktu saya bertanya jawabannya pendek sekali."),
    ("midwife", "KP", "positif", "Penjelasan tentang jadwal kontrol mudah saya pahami."),
    ("midwife", "AK", "positif", "Teliti; catatan kehamilan saya lengkap."),
    ("nurse", "BP", "positif", "Menyapa anak saya lebih dulu sebelum menyuntik."),
    ("nurse", "KL", "positif", "Memanggil dokter begitu melihat saya sesak."),
    ("puskesmas_head", "HR", "positif", "Saya pasien kurang mampu dan tetap dilayani dengan ramah."),
)


def patients_speak(book: Book) -> None:
    """Feedback of patients, taken down at the counter in the newest period; no name is kept."""
    period = book.newest()
    if period is None:
        return
    plans = book.plans[book.today.year]
    Feedback.objects.bulk_create(
        Feedback(
            plan=plans[book.cast[role].pk][0],
            period=period,
            value_code=code,
            relation=Feedback.Relation.OTHER,
            tone=tone,
            text=text,
            given_at=at(period.ends - timedelta(days=20 + number)),
        )
        for number, (role, code, tone, text) in enumerate(SAID)
    )
