"""Plain mails about complaints: to the reporter who left an address, and to officers.

A mail says only that something happened and where to read it: the number and a link, never a word of the
complaint or of its answer. Whoever reads over a shoulder learns nothing. The worker sends them; the queue
holds ids and no address.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mass_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks import task

from kinerja.accounts.models import User

from .models import Complaint, Reporter

# What happened: subject and first line. Words of the officer stay on the page behind the key.
REPORTER = {
    "ask": (
        gettext_noop("Laporan %(number)s: kami perlu kelengkapan dari Anda"),
        gettext_noop("Laporan Anda belum dapat diproses sebelum dilengkapi."),
    ),
    "forward": (
        gettext_noop("Laporan %(number)s: diteruskan ke unit yang menangani"),
        gettext_noop("Laporan Anda sudah diperiksa dan diteruskan ke unit yang menangani."),
    ),
    "message": (
        gettext_noop("Laporan %(number)s: ada pesan untuk Anda"),
        gettext_noop("Unit yang menangani laporan Anda menulis pesan."),
    ),
    "answer": (
        gettext_noop("Laporan %(number)s: sudah dijawab"),
        gettext_noop("Laporan Anda sudah dijawab. Beri tahu kami apakah jawabannya membantu."),
    ),
    "extend": (
        gettext_noop("Laporan %(number)s: butuh waktu lebih lama"),
        gettext_noop("Tenggat laporan Anda diperpanjang. Alasan dan tenggat barunya ada di halaman laporan."),
    ),
    "merge": (
        gettext_noop("Laporan %(number)s: digabung dengan laporan yang sama"),
        gettext_noop("Ada laporan lain tentang hal yang sama. Jawabannya akan Anda terima juga."),
    ),
    "reject": (
        gettext_noop("Laporan %(number)s: tidak dapat kami proses"),
        gettext_noop("Laporan Anda tidak dapat kami proses. Alasannya ada di halaman laporan."),
    ),
    "close": (
        gettext_noop("Laporan %(number)s: selesai"),
        gettext_noop("Laporan Anda ditutup karena tidak ada tanggapan atas jawaban kami."),
    ),
}
OFFICER = {
    "assign": (
        gettext_noop("Pengaduan %(number)s ditugaskan kepada Anda"),
        gettext_noop("Pimpinan unit menugaskan pengaduan ini kepada Anda."),
    ),
    "forward": (
        gettext_noop("Pengaduan %(number)s masuk ke unit Anda"),
        gettext_noop("Petugas pengaduan meneruskan laporan ini ke unit Anda."),
    ),
    "remind_before": (
        gettext_noop("Pengaduan %(number)s hampir jatuh tempo"),
        gettext_noop("Jawaban pengaduan ini jatuh tempo dalam beberapa hari kerja."),
    ),
    "remind_due": (
        gettext_noop("Pengaduan %(number)s jatuh tempo hari ini"),
        gettext_noop("Hari ini batas terakhir menjawab pengaduan ini."),
    ),
    "escalate_head": (
        gettext_noop("Pengaduan %(number)s lewat tenggat di unit Anda"),
        gettext_noop("Pengaduan ini belum dijawab sampai tenggatnya lewat."),
    ),
    "escalate_above": (
        gettext_noop("Pengaduan %(number)s lama lewat tenggat di unit bawahan Anda"),
        gettext_noop("Pengaduan ini belum dijawab lama setelah tenggatnya lewat."),
    ),
}


def site() -> str:
    """Where this installation is reached, for links in mails and QR codes."""
    if settings.SITE:
        return str(settings.SITE)
    host = next((name for name in settings.ALLOWED_HOSTS if name and "*" not in name), "localhost")
    return f"{'https' if settings.HTTPS else 'http'}://{host}"


@task()
def tell_reporters(complaints: list[str], what: str) -> int:
    """One mail to each reporter of `complaints` (ids) who left an address; returns how many were sent."""
    subject, says = REPORTER[what]
    rows = Reporter.objects.filter(complaint_id__in=complaints, erased_at=None).exclude(email="")
    link = site() + reverse("voice:track")
    foot = _("Buka %(link)s, lalu masukkan nomor laporan dan kunci Anda.") % {"link": link}
    return _send(
        [
            (row.email, _(subject) % {"number": row.complaint.number}, f"{_(says)}\n\n{foot}\n")
            for row in rows.select_related("complaint").only("email", "complaint__number")
        ]
    )


@task()
def tell_officers(pairs: list[tuple[int, str]], what: str) -> int:
    """One mail a pair of user id and complaint id; returns how many were sent."""
    subject, says = OFFICER[what]
    users = {user for user, _complaint in pairs}
    found = User.objects.filter(pk__in=users, is_active=True).exclude(email="")
    addresses = dict(found.values_list("pk", "email"))
    rows = Complaint.objects.filter(pk__in={complaint for _user, complaint in pairs})
    numbers = {str(pk): number for pk, number in rows.values_list("pk", "number")}
    letters = []
    for user, complaint in pairs:
        address, number = addresses.get(user), numbers.get(complaint)
        if address and number:
            link = site() + reverse("voice:complaint", args=[complaint])
            letters.append((address, _(subject) % {"number": number}, f"{_(says)}\n\n{link}\n"))
    return _send(letters)


def reporter(complaint: Complaint, what: str) -> None:
    """Queues a mail to the reporter. Inside the transaction of the act: no act, no mail."""
    tell_reporters.enqueue(complaints=[str(complaint.pk)], what=what)


def officer(user_id: int | None, complaint: Complaint, what: str) -> None:
    """Queues a mail to one officer, if there is one."""
    if user_id is not None:
        tell_officers.enqueue(pairs=[(user_id, str(complaint.pk))], what=what)


def _send(letters: Sequence[tuple[str, str, str]]) -> int:
    mails = [(subject, text, None, [address]) for address, subject, text in letters]
    return int(send_mass_mail(mails)) if mails else 0
