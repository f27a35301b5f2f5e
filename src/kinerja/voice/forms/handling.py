"""Forms of the office: what an officer says when he forwards, asks, answers or puts away a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kinerja.people.models import Employee, Unit

from ..models import Category, Complaint

LONG = 5_000


def words_field(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **more)


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files; what may be kept is judged by `attachments.keep_files`."""

    def __init__(self, **facts: Any) -> None:
        facts.setdefault("widget", FilesInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}))
        facts.setdefault("help_text", _("Foto (JPEG atau PNG) atau PDF, paling banyak 5 sekali kirim."))
        super().__init__(**facts)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in given if one]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class NoForm(forms.Form):
    """For an act that needs no words."""


class ForwardForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("Unit yang menjawab"), queryset=Unit.objects.order_by("name"))
    needs_inspection = forms.BooleanField(
        label=_("Berkadar pengawasan"),
        required=False,
        help_text=_("Perlu pemeriksaan lapangan atau menyangkut pelanggaran; waktu jawabnya lebih panjang."),
    )
    names_employee = forms.BooleanField(
        label=_("Menyebut nama pegawai"),
        required=False,
        help_text=_("Nama itu diperiksa tersendiri dan tidak pernah tampil untuk umum."),
    )
    note = words_field(_("Catatan untuk pelapor dan unit"), 2, required=False)

    def __init__(self, *args: Any, complaint: Complaint, **more: Any) -> None:
        super().__init__(*args, **more)
        if complaint.kind != Complaint.Kind.COMPLAINT:
            del self.fields["needs_inspection"]


class AskForm(forms.Form):
    text = words_field(_("Pesan untuk pelapor"))


class ReasonForm(forms.Form):
    reason = words_field(_("Alasan"), 3)


class MergeForm(forms.Form):
    number = forms.CharField(
        label=_("Nomor laporan yang sama"), max_length=20, help_text=_("Misalnya ADU-2026-000012.")
    )

    def clean_number(self) -> Complaint:
        number = self.cleaned_data["number"].strip().upper()
        found = Complaint.objects.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("Tidak ada laporan dengan nomor ini. Periksa lagi nomornya."))
        return found


class RejectForm(forms.Form):
    OUTSIDE = "outside"
    WHY = [
        (OUTSIDE, _("Di luar kewenangan kami")),
        ("unclear", _("Isinya tidak dapat dipahami atau tidak dilengkapi")),
        ("improper", _("Berisi hinaan, fitnah, atau iklan")),
        ("other", _("Alasan lain")),
    ]
    why = forms.ChoiceField(label=_("Mengapa ditolak"), choices=WHY, widget=forms.RadioSelect)
    reason = words_field(_("Penjelasan untuk pelapor"), 3)
    go_to = forms.CharField(
        label=_("Ke mana pelapor dapat menyampaikannya"),
        max_length=200,
        required=False,
        help_text=_("Wajib bila di luar kewenangan, misalnya kepolisian, KPK, Ombudsman, atau PLN 123."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("why") == self.OUTSIDE and not values.get("go_to", "").strip():
            self.add_error("go_to", _("Tulis ke mana pelapor dapat menyampaikan laporannya."))
        return values


def tree_field(
    tree: Iterable[tuple[Category, int]], label: Any, *, top: Any = "—", **facts: Any
) -> forms.Field:
    """A choice of category, indented by its depth; `top` is the word for none."""
    field = forms.ModelChoiceField(label=label, queryset=Category.objects.all(), **facts)
    field.choices = [("", top), *((row.pk, f"{'— ' * depth}{row.name}") for row, depth in tree)]
    return field


class ReclassifyForm(forms.Form):
    reason = words_field(_("Alasan"), 2)

    def __init__(self, *args: Any, tree: Iterable[tuple[Category, int]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields = {"category": tree_field(tree, _("Kategori")), **self.fields}


class NamesForm(forms.Form):
    names = forms.BooleanField(label=_("Laporan ini menyebut nama pegawai"), required=False)


class AssignForm(forms.Form):
    def __init__(self, *args: Any, officers: QuerySet[Employee], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["officer"] = forms.ModelChoiceField(label=_("Petugas"), queryset=officers)


class AnswerForm(forms.Form):
    text = words_field(
        _("Jawaban resmi"),
        6,
        help_text=_("Tulis apa yang sudah dilakukan, hasilnya, dan buktinya. Jangan sebut nama orang."),
    )
    uploads = FilesField(label=_("Lampiran"), required=False)


class MessageForm(forms.Form):
    text = words_field(_("Pesan untuk pelapor"))
    uploads = FilesField(label=_("Lampiran"), required=False)


class RevealForm(forms.Form):
    why = words_field(
        _("Untuk apa"), 2, help_text=_("Setiap kali dibuka dicatat: siapa, kapan, dan alasannya.")
    )


class CoverForm(forms.Form):
    words = words_field(
        _("Kata yang ditutup"),
        2,
        help_text=_("Satu nama, nomor, atau kalimat tiap baris. Semua tempatnya dicari dan ditutup."),
    )
    reason = forms.CharField(label=_("Alasan"), max_length=200)


class LiftForm(forms.Form):
    reason = forms.CharField(label=_("Alasan dibuka"), max_length=200)


class CategoryForm(forms.Form):
    name = forms.CharField(label=_("Nama"), max_length=120)
    keywords = words_field(
        _("Kata kunci"),
        4,
        required=False,
        help_text=_("Pisahkan dengan koma atau baris. Dipakai untuk menyarankan kategori, dengan alasannya."),
    )
    unit = forms.ModelChoiceField(
        label=_("Unit yang biasanya menjawab"), queryset=Unit.objects.order_by("name"), required=False
    )

    def __init__(self, *args: Any, tree: Iterable[tuple[Category, int]], **more: Any) -> None:
        super().__init__(*args, **more)
        above = tree_field(tree, _("Di bawah kategori"), top=_("Paling atas"), required=False)
        fields = dict(self.fields)
        self.fields = {"name": fields.pop("name"), "parent": above, **fields}
