"""Every act of the office on one complaint: a short page with one form, and back to the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kinerja.accounts.access import Verdict
from kinerja.accounts.models import User
from kinerja.accounts.pages import form_page
from kinerja.accounts.request import Request
from kinerja.people.queries import employee_of

from ..access.common import may_manage_complaints
from ..access.handling import may_assign, may_handle
from ..actions import handling
from ..actions.splitting import split
from ..forms import handling as form
from ..models import Category, Complaint
from ..queries.office import words_of
from ..queries.queues import AT_DESK, IN_UNIT, tree
from ..queries.staff import officers_of

S = Complaint.Status
OPEN = (*AT_DESK, *IN_UNIT)
Values = dict[str, Any]
RELATED = ("category", "first_category", "unit", "officer", "reported_unit", "service__unit", "merged_into")


def at_desk(user: User, complaint: Complaint, on: date) -> Verdict:
    return may_manage_complaints(user, on)


def any_form(kind: type[forms.Form]) -> Callable[[Request, Complaint], forms.Form]:
    """A form that needs nothing to be built."""

    def build(request: Request, complaint: Complaint) -> forms.Form:
        return kind(*sent(request))

    return build


def sent(request: Request) -> tuple[Any, Any]:
    """Fields and files as posted, or nothing on a visit."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def forward_form(request: Request, complaint: Complaint) -> forms.Form:
    """No wrong door: the unit the citizen chose comes first, else the usual one of the category."""
    chosen = None if complaint.secret else complaint.reported_unit_id
    usual = complaint.category.unit_id if complaint.category else None
    start = {
        "unit": chosen or usual,
        "needs_inspection": complaint.needs_inspection,
        "names_employee": complaint.names_employee,
    }
    return form.ForwardForm(*sent(request), complaint=complaint, initial=start)


def reclassify_form(request: Request, complaint: Complaint) -> forms.Form:
    wanted = request.GET.get("kategori", "")
    given = Category.objects.filter(code=wanted).first() if wanted else None
    start = {"category": given.pk if given else complaint.category_id}
    return form.ReclassifyForm(*sent(request), tree=tree(), initial=start)


def merge_form(request: Request, complaint: Complaint) -> forms.Form:
    return form.MergeForm(*sent(request), initial={"number": request.GET.get("nomor", "")})


def names_form(request: Request, complaint: Complaint) -> forms.Form:
    return form.NamesForm(*sent(request), initial={"names": not complaint.names_employee})


def assign_form(request: Request, complaint: Complaint) -> forms.Form:
    assert complaint.unit is not None  # may_assign refused otherwise
    officers = officers_of(complaint.unit, request.on)
    return form.AssignForm(*sent(request), officers=officers, initial={"officer": complaint.officer_id})


def do_start(request: Request, complaint: Complaint, values: Values) -> None:
    handling.start(complaint=complaint, actor=request.user, at=request.at, officer=employee_of(request.user))


def do_answer(request: Request, complaint: Complaint, values: Values) -> None:
    uploads = values.pop("uploads")
    handling.answer(complaint=complaint, **values, uploads=uploads, actor=request.user, at=request.at)


def do_reject(request: Request, complaint: Complaint, values: Values) -> None:
    values.pop("why")
    handling.reject(complaint=complaint, **values, actor=request.user, at=request.at)


def do_merge(request: Request, complaint: Complaint, values: Values) -> None:
    handling.merge(complaint=complaint, into=values["number"], actor=request.user, at=request.at)


def do_question(request: Request, complaint: Complaint, values: Values) -> None:
    handling.ask_reporter(
        complaint=complaint, **values, actor=request.user, at=request.at, unit=complaint.unit
    )


def by(action: Callable[..., object]) -> Callable[[Request, Complaint, Values], None]:
    """An action whose arguments are the fields of the form."""

    def do(request: Request, complaint: Complaint, values: Values) -> None:
        action(complaint=complaint, **values, actor=request.user, at=request.at)

    return do


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done: words, who may, in which states it is offered, its form and what it does.

    `then`: where one goes on, "desk", "unit" or "" for the complaint itself. `instant`: needs no words, so
    the button on the page of the complaint does it at once.
    """

    title: Any
    button: Any
    done: Any
    icon: str
    may: Callable[[User, Complaint, date], Verdict]
    states: tuple[str, ...]
    form: Callable[[Request, Complaint], forms.Form]
    do: Callable[[Request, Complaint, Values], None]
    then: str = ""
    key: str = ""
    danger: bool = False
    instant: bool = False
    text: Any = ""


ACTS: dict[str, Act] = {
    "teruskan": Act(
        _("Teruskan ke unit"), _("Teruskan laporan"), _("Laporan diteruskan."), "send",
        at_desk, (S.RECEIVED,), forward_form, by(handling.forward), then="desk", key="t",
        text=_("Waktu jawab mulai dihitung dan pelapor mendapat kabar."),
    ),
    "lengkapi": Act(
        _("Minta kelengkapan"), _("Kirim permintaan"), _("Permintaan terkirim kepada pelapor."),
        "message-circle-question-mark", at_desk, (S.RECEIVED,), any_form(form.AskForm),
        by(handling.ask_reporter), then="desk", key="l",
        text=_("Laporan menunggu sampai pelapor melengkapinya. Tulis apa yang kurang."),
    ),
    "gabung": Act(
        _("Gabungkan dengan laporan yang sama"), _("Gabungkan laporan"), _("Laporan digabung."), "merge",
        at_desk, (S.RECEIVED,), merge_form, do_merge, then="desk", key="g",
        text=_("Pelapornya ikut menerima jawaban laporan yang dituju."),
    ),
    "tolak": Act(
        _("Tolak laporan"), _("Tolak laporan"), _("Laporan ditolak. Pelapor mendapat alasannya."), "x",
        at_desk, AT_DESK, any_form(form.RejectForm), do_reject, then="desk", danger=True,
        text=_("Pelapor membaca alasan ini. Laporan tidak dapat dibuka lagi."),
    ),
    "kategori": Act(
        _("Ubah kategori"), _("Ubah kategori"), _("Kategori diubah."), "tag",
        at_desk, tuple(S.values), reclassify_form, by(handling.reclassify), key="c",
        text=_("Kategori yang dipilih pelapor tetap tersimpan."),
    ),
    "nama": Act(
        _("Tandai menyebut nama pegawai"), _("Simpan tanda"), _("Tanda disimpan."), "user-round-search",
        at_desk, (*OPEN, S.ANSWERED), names_form, by(handling.mark_names_employee),
        text=_("Laporan yang menyebut nama pegawai tidak pernah tampil kata-katanya untuk umum."),
    ),
    "pisah": Act(
        _("Pisahkan dari laporan lain"), _("Pisahkan laporan"), _("Laporan dipisahkan."), "split",
        at_desk, (S.MERGED,), any_form(form.NoForm), by(split),
        text=_("Laporan kembali ke meja pengaduan dan ditangani sendiri."),
    ),
    "tugaskan": Act(
        _("Tugaskan petugas"), _("Tugaskan petugas"), _("Petugas ditunjuk dan diberi tahu."), "user-plus",
        may_assign, IN_UNIT, assign_form, by(handling.assign), key="p",
    ),
    "mulai": Act(
        _("Terima dan mulai tangani"), _("Mulai tangani"), _("Laporan mulai ditangani."), "play",
        may_handle, (S.FORWARDED,), any_form(form.NoForm), do_start, key="m",
        instant=True,
        text=_("Pelapor melihat bahwa laporannya mulai ditindaklanjuti."),
    ),
    "tanya": Act(
        _("Tanya pelapor"), _("Kirim pesan"), _("Pesan terkirim kepada pelapor."), "message-circle",
        may_handle, (*IN_UNIT, S.ANSWERED), any_form(form.MessageForm), do_question, key="n",
        text=_("Waktu jawab tetap berjalan selama menunggu."),
    ),
    "jawab": Act(
        _("Jawab laporan"), _("Kirim jawaban"), _("Jawaban terkirim kepada pelapor."), "send",
        may_handle, IN_UNIT, any_form(form.AnswerForm), do_answer, then="unit", key="w",
        text=_("Pelapor dapat menilai jawaban ini atau membuka kembali laporannya."),
    ),
    "perpanjang": Act(
        _("Minta waktu lebih lama"), _("Perpanjang waktu"), _("Waktu diperpanjang. Pelapor diberi tahu."),
        "calendar-plus", may_handle, IN_UNIT, any_form(form.ReasonForm), by(handling.extend), key="e",
        text=_("Pelapor membaca alasan ini bersama tenggat barunya."),
    ),
    "kembalikan": Act(
        _("Kembalikan ke petugas pengaduan"), _("Kembalikan laporan"), _("Laporan dikembalikan."), "undo-2",
        may_handle, IN_UNIT, any_form(form.ReasonForm), by(handling.return_to_desk), then="unit", key="b",
        text=_("Waktu jawab tidak berhenti. Alasan ini hanya dibaca petugas."),
    ),
}  # fmt: skip


def offered(request: Request, complaint: Complaint) -> list[tuple[str, Act]]:
    """The acts that this person may do now, by name, in the order of the table."""
    fitting = [(name, entry) for name, entry in ACTS.items() if complaint.status in entry.states]
    answers: dict[Callable[..., Verdict], bool] = {}
    for _name, entry in fitting:
        if entry.may not in answers:
            answers[entry.may] = bool(entry.may(request.user, complaint, request.on))
    return [(name, entry) for name, entry in fitting if answers[entry.may]]


def act(request: Request, complaint_id: UUID, name: str) -> HttpResponse:
    """The page of one act."""
    entry = ACTS.get(name)
    if entry is None:
        raise Http404
    complaint = get_object_or_404(Complaint.objects.select_related(*RELATED), pk=complaint_id)
    entry.may(request.user, complaint, request.on).require()
    here = reverse("voice:complaint", args=[complaint.pk])
    if request.method != "POST" and complaint.status not in entry.states:
        messages.info(request, _("Ini tidak dapat dilakukan lagi: keadaan laporan sudah berubah."))
        return redirect(here)
    places = {"desk": reverse("voice:desk"), "unit": reverse("voice:unit_complaints"), "": here}
    return form_page(
        request,
        entry.form(request, complaint),
        lambda values: entry.do(request, complaint, values),
        done=str(entry.done),
        back_url=here,
        next_url=places[entry.then],
        template="voice/office/act.html",
        entry=entry,
        complaint=complaint,
        words=words_of(complaint, original=bool(may_manage_complaints(request.user, request.on))),
    )
