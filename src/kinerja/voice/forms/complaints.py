"""What a citizen fills in to report, and to come back to his report."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinerja.people.models import Unit

from ..attachments import ENDINGS
from ..models import Category, Complaint, Service
from .service_choice import ServiceField

LONG, MESSAGE = 5_000, 2_000
NIK = re.compile(r"(?<!\d)(?:\d[ .-]?){15}\d(?!\d)")
RATINGS = (
    (1, _("Tidak membantu")),
    (2, _("Kurang membantu")),
    (3, _("Membantu")),
    (4, _("Sangat membantu")),
)


def looks_like_nik(*texts: str) -> bool:
    """Whether a number of 16 digits stands in one of the texts, also in groups."""
    return any(NIK.search(text) for text in texts)


class FilesInput(forms.ClearableFileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, none, or one; cleaned to a list. What they are is checked when they are kept."""

    def __init__(self) -> None:
        limit = settings.UPLOAD_LIMIT_BYTES // 1_048_576
        super().__init__(
            required=False,
            label=_("Foto atau berkas"),
            help_text=format_lazy(
                _("Foto (JPEG, PNG) atau PDF, paling banyak 5 berkas, masing-masing {limit} MB."), limit=limit
            ),
            widget=FilesInput(attrs={"accept": ",".join(ENDINGS)}),
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in given if file]


class ReportForm(forms.Form):
    """The report itself: step one."""

    kind = forms.ChoiceField(
        label=_("Jenis laporan"), choices=Complaint.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("Judul"), max_length=150, help_text=_("Satu kalimat, misalnya “Antrean KTP terlalu lama”.")
    )
    text = forms.CharField(
        label=_("Isi laporan"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Apa yang terjadi, dan apa yang Anda harapkan? Jangan menulis NIK atau nomor KK."),
    )
    location = forms.CharField(label=_("Tempat kejadian"), max_length=200, required=False)
    happened_on = forms.DateField(
        label=_("Tanggal kejadian"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    service = ServiceField(
        Service.objects.none(),
        label=_("Layanan"),
        required=False,
        empty_label=_("Bukan tentang layanan tertentu"),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit kerja"), required=False, empty_label=_("Saya tidak tahu")
    )
    anonymous = forms.BooleanField(
        label=_("Anonim"),
        required=False,
        initial=True,
        help_text=_("Unit yang dilaporkan dan umum tidak pernah tahu siapa Anda."),
    )
    secret = forms.BooleanField(
        label=_("Rahasia"),
        required=False,
        help_text=_("Isi laporan hanya dibaca petugas yang menangani, tidak oleh unit yang dilaporkan."),
    )
    open_to_public = forms.BooleanField(
        label=_("Tampil untuk umum"),
        required=False,
        help_text=_(
            "Sesudah diperiksa petugas, isi laporan dan kemajuannya dapat dibaca semua orang, "
            "tanpa nama Anda. Tidak berlaku untuk laporan rahasia."
        ),
    )
    name = forms.CharField(
        label=_("Nama"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Surel"),
        required=False,
        help_text=_("Untuk mengirim kunci laporan dan memberi tahu bila ada jawaban."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telepon"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, services: QuerySet[Service], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("service", services)
        self._offer("unit", units)

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """A secret report is never shown, whatever else is ticked."""
        values = super().clean() or {}
        if values.get("secret"):
            values["open_to_public"] = False
        return values

    def written(self) -> tuple[str, str, str]:
        """Title, text and place of a valid form."""
        values = self.cleaned_data
        return values["title"], values["text"], values["location"]


class SendForm(forms.Form):
    """Step two: the topic, files, and a word about numbers that look like a NIK."""

    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("Topik"),
        required=False,
        empty_label=_("Biarkan petugas memilih"),
    )
    attached = FilesField()
    not_a_nik = forms.BooleanField(label=_("Angka itu memang perlu ada dalam laporan saya"), required=False)
    ticket = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, categories: QuerySet[Category], has_nik: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = categories
        self.has_nik = has_nik

    def clean_not_a_nik(self) -> bool:
        """A number that looks like a NIK stays only when the person says so."""
        said = bool(self.cleaned_data["not_a_nik"])
        if self.has_nik and not said:
            raise forms.ValidationError(
                gettext("Hapus NIK dari laporan Anda, atau centang bila angka itu memang perlu.")
            )
        return said


class TrackForm(forms.Form):
    """Number and key."""

    number = forms.CharField(
        label=_("Nomor laporan"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("Misalnya ADU-2026-000123."),
    )
    key = forms.CharField(
        label=_("Kunci"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("16 huruf dan angka yang Anda terima saat melapor."),
    )


class MessageForm(forms.Form):
    """Words of the reporter, with files."""

    text = forms.CharField(
        label=_("Pesan Anda"), max_length=MESSAGE, widget=forms.Textarea(attrs={"rows": 4})
    )
    attached = FilesField()


class RateForm(forms.Form):
    """How much the answer helped."""

    rating = forms.TypedChoiceField(
        label=_("Seberapa membantu jawaban kami?"),
        choices=RATINGS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class WithdrawForm(forms.Form):
    """Taking a report back."""

    text = forms.CharField(
        label=_("Alasan"), max_length=MESSAGE, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class SearchForm(forms.Form):
    """Words to look for in public reports."""

    q = forms.CharField(label=_("Cari laporan"), max_length=100, required=False)
