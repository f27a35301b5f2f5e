"""Forms of the staff register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinerja.rules.loader import in_force

from .models import Agency, Appointment, Employee, Holiday, Post, Unit, validate_nip
from .queries.law import OVERRIDABLE, says

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ISO = ["%Y-%m-%d", "%d/%m/%Y"]
TRANSFER = "pindah"
CODE_HELP = _("Kode tetap, misalnya DINKES atau KA-PKM1.")


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, as the browser's date input or typed as 31/01/2026."""
    return forms.DateField(label=label, widget=DAY, input_formats=ISO, **more)


def in_words(choices: list[tuple[str, str]]) -> list[tuple[str, Any]]:
    """Choices of the data in the language of the page; what is saved stays the code."""
    return [(code, _(label)) for code, label in choices]


class EmployeeForm(forms.Form):
    nip = forms.CharField(
        label=_("NIP"), max_length=30, validators=[validate_nip], help_text=_("18 angka; spasi boleh.")
    )
    name = forms.CharField(label=_("Nama lengkap dengan gelar"), max_length=200)
    kind = forms.ChoiceField(label=_("Jenis"), choices=Employee.Kind.choices, widget=forms.RadioSelect)
    rank = forms.CharField(label=_("Pangkat/golongan ruang"), max_length=60, required=False)
    email = forms.EmailField(label=_("Surel"), required=False)


class AppointForm(forms.Form):
    KINDS = [
        (TRANSFER, _("Diangkat atau pindah ke sini; jabatan sekarang berakhir sehari sebelumnya")),
        (Appointment.Kind.PLT.value, _("Plt: jabatan ini kosong, jabatan sekarang tetap")),
        (Appointment.Kind.PLH.value, _("Plh: pejabatnya berhalangan sementara")),
        (Appointment.Kind.STUDY.value, _("Tugas belajar, dengan jabatan ini sebagai tempat asal")),
    ]
    kind = forms.ChoiceField(label=_("Jenis pengangkatan"), choices=KINDS, widget=forms.RadioSelect)
    starts = day_field(_("Mulai"))
    ends = day_field(_("Sampai"), required=False, help_text=_("Untuk Plt dan Plh, bila sudah diketahui."))
    decree = forms.CharField(label=_("Nomor keputusan"), max_length=120, required=False)


class EndForm(forms.Form):
    ends = day_field(_("Hari terakhir"))
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class UnitForm(forms.ModelForm[Unit]):
    kind = forms.ChoiceField(label=_("Jenis"), choices=in_words(Unit.Kind.choices))

    class Meta:
        model = Unit
        fields = ("code", "name", "kind", "parent")
        labels = {
            "code": _("Kode"),
            "name": _("Nama"),
            "parent": _("Unit di atasnya"),
        }
        help_texts = {"code": CODE_HELP, "parent": _("Kosong untuk unit puncak.")}

    def validate_unique(self) -> None:
        """The act itself says in plain words that a code is taken."""


class PostForm(forms.ModelForm[Post]):
    superior_code = forms.CharField(
        label=_("Kode jabatan atasan"), required=False, help_text=_("Kosong hanya untuk jabatan puncak.")
    )

    class Meta:
        model = Post
        fields = ("code", "title", "unit", "level", "grade", "leads_unit")
        labels = {
            "code": _("Kode"),
            "title": _("Nama jabatan"),
            "unit": _("Unit"),
            "level": _("Tingkat"),
            "grade": _("Jenjang"),
            "leads_unit": _("Memimpin unit"),
        }
        help_texts = {"code": CODE_HELP, "grade": _("Hanya untuk jabatan fungsional.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.reports_to is not None:
            self.initial["superior_code"] = self.instance.reports_to.code

    def clean_superior_code(self) -> Post | None:
        code = self.cleaned_data["superior_code"].strip()
        if not code:
            return None
        found = Post.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("Jabatan dengan kode ini tidak ada."))
        return found

    def _post_clean(self) -> None:
        """The act itself checks the constraints and says in plain words what is wrong."""


class MandateForm(forms.Form):
    starts = day_field(_("Mulai"))
    ends = day_field(_("Sampai"), required=False)
    basis = forms.CharField(label=_("Dasar"), max_length=200, help_text=_("Misalnya nomor keputusan."))


class AgencyForm(forms.ModelForm[Agency]):
    class Meta:
        model = Agency
        fields = ("name", "short_name", "place", "head_title", "head_name", "workweek", "daily_log")
        labels = {
            "name": _("Nama instansi"),
            "short_name": _("Nama singkat"),
            "place": _("Tempat penandatanganan"),
            "head_title": _("Jabatan pimpinan instansi"),
            "head_name": _("Nama pimpinan instansi"),
            "workweek": _("Hari kerja seminggu"),
            "daily_log": _("Log harian"),
        }
        widgets = {"workweek": forms.RadioSelect, "daily_log": forms.RadioSelect}


class CrestForm(forms.Form):
    file = forms.FileField(
        label=_("Gambar lambang (PNG)"), widget=forms.FileInput(attrs={"accept": ".png,image/png"})
    )


class HolidayForm(forms.Form):
    day = day_field(_("Tanggal"))
    name = forms.CharField(label=_("Nama"), max_length=120)
    kind = forms.ChoiceField(label=_("Jenis"), choices=in_words(Holiday.Kind.choices))
    works = forms.BooleanField(label=_("Tetap masuk kerja pada hari ini"), required=False)
    source = forms.CharField(label=_("Dasar"), max_length=200, help_text=_("Misalnya nomor keputusan."))


class OverrideForm(forms.Form):
    field_order = ("parameter",)
    value = forms.IntegerField(label=_("Angka"), min_value=1)
    starts = day_field(_("Berlaku mulai"))
    basis = forms.CharField(label=_("Dasar"), max_length=200, help_text=_("Misalnya nomor keputusan."))
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laws = {rule: in_force(rule, on) for rule in OVERRIDABLE}
        choices = [
            (f"{rule}:{key}", f"{says(laws[rule], key)} ({laws[rule].unit})")
            for rule, keys in OVERRIDABLE.items()
            for key in keys
        ]
        self.fields["parameter"] = forms.ChoiceField(label=_("Parameter"), choices=choices)


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("Tahun"), min_value=2020, max_value=2100)


class UploadForm(forms.Form):
    LARGEST = 20 * 1024 * 1024
    file = forms.FileField(
        label=_("Berkas XLSX atau CSV"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.LARGEST:
            raise forms.ValidationError(_("Berkas lebih dari 20 MB. Pecah menjadi beberapa berkas."))
        return file
