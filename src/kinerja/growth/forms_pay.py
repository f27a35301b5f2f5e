"""Forms of incentives and honours. Nothing is filled in beforehand: the figures are the agency's own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.forms import UploadForm, day_field
from kinerja.people.models import validate_nip
from kinerja.rules.codes import Predicate
from kinerja.rules.labels import labels

from .queries.pay import CLASSES, DISCIPLINE, PERFORMANCE

MONTHS = (
    *((1, gettext_lazy("Januari")), (2, gettext_lazy("Februari")), (3, gettext_lazy("Maret"))),
    *((4, gettext_lazy("April")), (5, gettext_lazy("Mei")), (6, gettext_lazy("Juni"))),
    *((7, gettext_lazy("Juli")), (8, gettext_lazy("Agustus")), (9, gettext_lazy("September"))),
    *((10, gettext_lazy("Oktober")), (11, gettext_lazy("November")), (12, gettext_lazy("Desember"))),
)


class MonthForm(forms.Form):
    """One month."""

    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=2020, max_value=2100)
    month = forms.TypedChoiceField(label=gettext_lazy("Bulan"), choices=MONTHS, coerce=int)


class TableForm(forms.Form):
    """The agency's table: a percent for each predicate, two weights, a base for each class of posts."""

    title = forms.CharField(label=gettext_lazy("Judul tabel"), max_length=200)
    basis = forms.CharField(
        label=gettext_lazy("Dasar hukum"),
        max_length=200,
        help_text=gettext_lazy("Peraturan kepala daerah atau instansi dengan nomor dan pasalnya."),
    )
    starts = day_field(gettext_lazy("Berlaku mulai"))
    ends = day_field(gettext_lazy("Sampai"), required=False)

    def __init__(self, data: Any, *, on: date) -> None:
        super().__init__(data)
        names = labels("predicate", on)
        for code in reversed(Predicate):
            self.fields[f"percent_{code}"] = forms.CharField(
                label=_("%(name)s membayar (persen)") % {"name": names[code]}, max_length=10
            )
        self.fields["weight_performance"] = forms.CharField(label=_("Bobot kinerja (persen)"), max_length=10)
        self.fields["weight_discipline"] = forms.CharField(label=_("Bobot disiplin (persen)"), max_length=10)
        for kind, name in CLASSES.items():
            self.fields[f"base_{kind}"] = forms.CharField(label=name, max_length=20, required=False)

    def percents(self) -> list[forms.BoundField]:
        return [self[f"percent_{code}"] for code in reversed(Predicate)]

    def bases(self) -> list[forms.BoundField]:
        return [self[f"base_{code}"] for code in CLASSES]

    def facts(self) -> dict[str, Any]:
        """What the act takes, of a valid form; an empty base leaves the class out."""
        told = self.cleaned_data
        return {
            "title": told["title"],
            "basis": told["basis"],
            "starts": told["starts"],
            "ends": told["ends"],
            "percent": {str(code): told[f"percent_{code}"] for code in Predicate},
            "weights": {PERFORMANCE: told["weight_performance"], DISCIPLINE: told["weight_discipline"]},
            "bases": {code: rupiah(told[f"base_{code}"]) for code in CLASSES if told[f"base_{code}"]},
        }


def rupiah(text: str) -> str:
    """Whole rupiah as people type them ("Rp 5.500.000") as digits."""
    return text.removeprefix("Rp").replace(".", "").replace(" ", "")


class CutForm(MonthForm):
    """One attendance cut."""

    nip = forms.CharField(label=gettext_lazy("NIP"), max_length=30, validators=[validate_nip])
    percent = forms.DecimalField(
        label=gettext_lazy("Potongan (persen bagian kehadiran)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200)

    field_order = ("nip", "year", "month", "percent", "reason")


class CutsForm(MonthForm, UploadForm):
    """All cuts of a month by spreadsheet."""


class GrantForm(forms.Form):
    """The decision about an honour."""

    number = forms.CharField(label=gettext_lazy("Nomor keputusan"), max_length=120)
    on = day_field(gettext_lazy("Tanggal keputusan"))
