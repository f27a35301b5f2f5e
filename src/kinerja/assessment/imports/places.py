"""Units, posts and people for documents that name posts only: sample people, marked as such by name.

Codes and NIPs follow from the words of the file, so that the same file always makes the same office, and a
second import finds the first.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from kinerja.accounts.models import User
from kinerja.people.actions import appoint, create_employee, create_post, create_unit
from kinerja.people.models import Employee, Post, Unit

from ..errors import BadFile
from .read import Document

MARK = "Contoh impor"
TOP = re.compile(r"\b(kepala daerah|gubernur|bupati|wali ?kota|menteri|presiden)\b", re.IGNORECASE)
OFFICE = re.compile(r"\b(dinas|badan|sekretariat|inspektorat|kementerian|direktorat)\b", re.IGNORECASE)
GRADES = sorted(
    ((label.casefold(), code) for code, label in Post.Grade.choices), key=lambda row: -len(row[0])
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A post and the sample person who holds it."""

    post: Post
    employee: Employee
    user: User


def build(documents: list[Document], *, starts: date, actor: User | None, at: datetime) -> dict[str, Seat]:
    """A seat for every post of the file and every rater it names, leaders first. Raises BadFile."""
    by_post = {document.post: document for document in documents}
    seats: dict[str, Seat] = {}
    leads = {document.appraiser for document in documents}

    def seat(title: str, asked_by: tuple[str, ...]) -> Seat:
        if title in asked_by:
            raise BadFile(f"Penilai berputar: {' > '.join([*asked_by, title])}. Perbaiki 'penilai'.")
        if title not in seats:
            document = by_post.get(title)
            above = seat(document.appraiser, (*asked_by, title)) if document else None
            seats[title] = _seat(title, document, above, title in leads, starts, actor, at)
        return seats[title]

    for document in documents:
        seat(document.post, ())
    return seats


def code_of(*words: str) -> str:
    """A code of twelve characters that follows from the words."""
    return f"IMPOR-{hashlib.sha256('|'.join(words).encode()).hexdigest()[:10]}"


def nip_of(title: str) -> str:
    """The sample NIP of a post's holder: born in 1970, appointed in 1995, the rest from the title's hash."""
    number = int(hashlib.sha256(title.encode()).hexdigest(), 16)
    birth = f"1970{number // 7 % 12 + 1:02d}{number // 91 % 28 + 1:02d}"
    return f"{birth}1995{number // 13 % 12 + 1:02d}{number % 2 + 1}{number // 3 % 1000:03d}"


def _seat(
    title: str, document: Document | None, above: Seat | None, leads: bool, starts: date,
    actor: User | None, at: datetime,
) -> Seat:  # fmt: skip
    post = Post.objects.filter(code=code_of("post", title)).select_related("unit").first()
    nip = nip_of(title)
    found = Employee.objects.filter(nip=nip).select_related("user").first()
    if post is None or found is None:
        if found is not None:
            raise BadFile(f"NIP contoh {nip} untuk {title!r} sudah dipakai pegawai lain.")
        post = _post(title, document, above, leads, actor, at)
        rank = "Pembina, IV/a" if leads else "Penata, III/c"
        found = create_employee(nip=nip, name=f"{MARK}: {title}", kind="pns", rank=rank, actor=actor, at=at)
        appoint(employee=found, post=post, kind="definitif", starts=starts, actor=actor, at=at)
    if found.user is None or not found.name.startswith(MARK):
        raise BadFile(f"NIP contoh {nip} untuk {title!r} sudah dipakai pegawai lain.")
    return Seat(post, found, found.user)


def _post(
    title: str, document: Document | None, above: Seat | None, leads: bool, actor: User | None, at: datetime
) -> Post:
    name = document.unit if document else f"Unit {title}"
    unit = _unit(name, title, above, actor, at)
    free = not unit.posts.filter(leads_unit=True).exists()
    level, grade = _level(title, document, leads)
    return create_post(
        code=code_of("post", title), title=title, unit=unit, level=level, grade=grade,
        leads_unit=leads and free, reports_to=above.post if above else None, actor=actor, at=at,
    )  # fmt: skip


def _unit(name: str, title: str, above: Seat | None, actor: User | None, at: datetime) -> Unit:
    code = code_of("unit", name)
    found = Unit.objects.filter(code=code).first()
    if found is not None:
        return found
    kind = Unit.Kind.SECTION
    if above is None and TOP.search(title):
        kind = Unit.Kind.AGENCY
    elif "puskesmas" in name.casefold():
        kind = Unit.Kind.PUSKESMAS
    elif OFFICE.search(name):
        kind = Unit.Kind.OFFICE
    parent = above.post.unit if above else None
    marked = f"{name} ({MARK.casefold()})"[:200]
    return create_unit(code=code, name=marked, kind=kind.value, parent=parent, actor=actor, at=at)


def _level(title: str, document: Document | None, leads: bool) -> tuple[str, str]:
    """A leader's plan or a rater outside the file is JPT, another rater pengawas; the rest by the title."""
    if document is None or (document.leads_by_budget and leads):
        return Post.Level.JPT.value, ""
    if leads:
        return Post.Level.PENGAWAS.value, ""
    for words, code in GRADES:
        if title.casefold().endswith(words):
            return Post.Level.FUNCTIONAL.value, code
    return (Post.Level.JPT.value if document.leads_by_budget else Post.Level.PELAKSANA.value), ""
