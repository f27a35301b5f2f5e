"""What people fill in to keep the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Unit

from ..components import INTERNAL
from ..models import Standard

LONG = forms.Textarea(attrs={"rows": 4})
SHORT = forms.Textarea(attrs={"rows": 2})


class ServiceForm(forms.Form):
    """A new service of one of the units that the person keeps."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    name = forms.CharField(label=_("Nama layanan"), max_length=200)
    code = forms.SlugField(
        label=_("Kode"),
        max_length=60,
        help_text=_("Huruf, angka, dan tanda hubung, misalnya ktp-el. Menjadi alamat kartu layanan."),
    )
    online = forms.BooleanField(label=_("Sepenuhnya daring"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units


class StandardForm(forms.ModelForm[Standard]):
    """One version: the six public components are required to publish, the eight internal ones asked for."""

    promise_unit = forms.ChoiceField(
        label=_("Satuan waktu"), choices=in_words(Standard.PromiseUnit.choices), widget=forms.RadioSelect
    )

    class Meta:
        model = Standard
        fields = (
            "requirements", "procedure", "promise", "promise_unit", "duration_note", "fee", "fee_note",
            "product", "complaint_channel", "decree", *INTERNAL,
        )  # fmt: skip
        labels = {
            "requirements": _("Persyaratan"),
            "procedure": _("Sistem, mekanisme, dan prosedur"),
            "promise": _("Jangka waktu"),
            "duration_note": _("Keterangan jangka waktu"),
            "fee": _("Biaya (Rp)"),
            "fee_note": _("Keterangan biaya/tarif"),
            "product": _("Produk pelayanan"),
            "complaint_channel": _("Penanganan pengaduan, saran, dan masukan"),
            "decree": _("Dasar penetapan"),
        } | {field: _(name) for field, name in INTERNAL.items()}
        help_texts = {
            "requirements": _("Satu syarat sebaris."),
            "procedure": _("Satu langkah sebaris."),
            "promise": _("Angka saja; satuannya dipilih tersendiri."),
            "fee": _("0 berarti gratis."),
            "decree": _("Nomor keputusan yang menetapkan standar ini, bila ada."),
        }
        widgets = {
            field: LONG if field in ("requirements", "procedure") else SHORT
            for field in (
                "requirements", "procedure", "duration_note", "fee_note", "product",
                "complaint_channel", *INTERNAL,
            )
        }  # fmt: skip

    @property
    def internal(self) -> list[forms.BoundField]:
        """The eight components that the office keeps for itself."""
        return [self[name] for name in INTERNAL]


class PublishForm(forms.Form):
    starts = day_field(_("Berlaku mulai"))


class RetireForm(forms.Form):
    day = day_field(_("Berhenti sejak"))
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=SHORT)


class PledgeForm(forms.Form):
    text = forms.CharField(
        label=_("Maklumat"),
        max_length=2_000,
        widget=LONG,
        help_text=_("Janji melayani sesuai standar, memperbaiki diri, dan menerima sanksi bila ingkar."),
    )
    signed_by = forms.CharField(
        label=_("Ditandatangani oleh"), max_length=200, help_text=_("Jabatan dan nama yang menandatangani.")
    )
    starts = day_field(_("Berlaku mulai"))
