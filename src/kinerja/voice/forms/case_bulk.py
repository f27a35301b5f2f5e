"""What people fill in for a key and for a link between an indicator and a measure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kinerja.people.models import Unit

from ..models import MeasureLink, Service
from .service_choice import ServiceField


class KeyForm(forms.Form):
    """A key for the system of a unit."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        help_text=_("Kunci ini hanya dapat mengirim berkas layanan unit ini dan unit di bawahnya."),
    )
    label = forms.CharField(
        label=_("Nama sistem"), max_length=100, help_text=_("Misalnya SIAK atau aplikasi antrean.")
    )
    expires_on = forms.DateField(
        label=_("Berlaku sampai"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Paling lama satu tahun."),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units


class LinkForm(forms.Form):
    """Which measure feeds which indicator."""

    indicator = forms.ChoiceField(label=_("Indikator"))
    kind = forms.ChoiceField(label=_("Ukuran"), choices=MeasureLink.Kind.choices)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.order_by("name"),
        empty_label=_("Pilih unit"),
        help_text=_("Termasuk unit di bawahnya."),
    )
    service = ServiceField(
        label=_("Layanan"),
        queryset=Service.objects.select_related("unit").order_by("name", "unit__name"),
        required=False,
        empty_label=_("Semua layanan unit"),
        help_text=_("Hanya untuk ukuran waktu layanan."),
    )

    def __init__(self, *args: Any, indicators: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicator = self.fields["indicator"]
        assert isinstance(indicator, forms.ChoiceField)
        indicator.choices = indicators
