"""What is kept about one person, by the address he has proven to be his."""

from __future__ import annotations

from typing import Any

from ..models import Citizen, Complaint, ForumPost, Reporter

Data = dict[str, Any]
# Matters in which the reporter need not be answered any more.
ENDED = (
    Complaint.Status.CLOSED,
    Complaint.Status.REJECTED,
    Complaint.Status.MERGED,
    Complaint.Status.WITHDRAWN,
)


def copy_of_data(email: str) -> Data:
    """Everything under this address, in words that a person can read. Survey answers are never in it:
    nobody can say whose they are."""
    reporters = Reporter.objects.filter(email__iexact=email, erased_at=None)
    rows = reporters.select_related("complaint").order_by("complaint__received_at")
    citizen = Citizen.objects.filter(email__iexact=email, erased_at=None).first()
    return {
        "surel": email,
        "laporan": [_report(row) for row in rows.prefetch_related("complaint__messages")],
        "forum": _forum(citizen) if citizen else None,
    }


def found_for(email: str) -> dict[str, int]:
    """How much there is under an address, for the officer, without showing it."""
    reports = Reporter.objects.filter(email__iexact=email, erased_at=None)
    posts = ForumPost.objects.filter(citizen__email__iexact=email, citizen__erased_at=None)
    return {
        "reports": reports.count(),
        "unfinished": reports.exclude(complaint__status__in=ENDED).count(),
        "posts": posts.count(),
    }


def _report(row: Reporter) -> Data:
    complaint = row.complaint
    return {
        "nomor": complaint.number,
        "jenis": complaint.get_kind_display(),
        "judul": complaint.title,
        "isi": complaint.text,
        "lokasi": complaint.location,
        "diterima": complaint.received_at,
        "status": complaint.get_status_display(),
        "nama": row.name,
        "telepon": row.phone,
        "pesan": [
            {"dari": item.get_author_display(), "pada": item.at, "isi": item.text}
            for item in complaint.messages.all()
        ],
    }


def _forum(citizen: Citizen) -> Data:
    posts = citizen.posts.select_related("topic").order_by("created_at")
    return {
        "nama_tampilan": citizen.nickname,
        "sejak": citizen.joined_at,
        "ringkasan": citizen.get_digest_display(),
        "tulisan": [{"topik": post.topic.title, "pada": post.created_at, "isi": post.text} for post in posts],
    }
