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
from kinerja.rules.errors import RuleError
from kinerja.rules.exact import number
from kinerja.rules.labels import labels

from .queries.pay import CLASSES, DISCIPLINE, PERFORMANCE

MONTHS = (
    *((1, gettext_lazy("Januari")), (2, gettext_lazy("Februari")), (3, gettext_lazy("Maret"))),
    *((4, gettext_lazy("April")), (5, gettext_lazy("Mei")), (6, gettext_lazy("Juni"))),
    *((7, gettext_lazy("Juli")), (8, gettext_lazy("Agustus")), (9, gettext_lazy("September"))),
    *((10, gettext_lazy("Oktober")), (11, gettext_lazy("November")), (12, gettext_lazy("Desember"))),
)

WEIGHTS = ("weight_performance", "weight_discipline")
ALL = 100  # percent


class MonthForm(forms.Form):
    """One month."""

    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=2020, max_value=2100)
    month = forms.TypedChoiceField(label=gettext_lazy("Bulan"), choices=MONTHS, coerce=int)


class PercentField(forms.CharField):
    """A percentage as people type it; the text stays, since the table keeps it exactly."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            number(text, name="")
        except RuleError as error:
            raise forms.ValidationError(_("Tulis angka saja, misalnya 75 atau 87,5.")) from error
        return text


class RupiahField(forms.CharField):
    """Whole rupiah ("Rp 5.500.000"), as digits; empty for a class that the regulation leaves out."""

    def clean(self, value: Any) -> str:
        digits = rupiah(str(super().clean(value)))
        if digits and not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("Tulis rupiah bulat, misalnya 5.500.000."))
        return digits


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
            self.fields[f"percent_{code}"] = PercentField(
                label=_("%(name)s membayar (persen)") % {"name": names[code]}, max_length=10
            )
        self.fields["weight_performance"] = PercentField(label=_("Bobot kinerja (persen)"), max_length=10)
        self.fields["weight_discipline"] = PercentField(label=_("Bobot disiplin (persen)"), max_length=10)
        for kind, name in CLASSES.items():
            self.fields[f"base_{kind}"] = RupiahField(label=name, max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        weights = [told[name] for name in WEIGHTS if name in told]
        if len(weights) == len(WEIGHTS) and sum(number(text, name="") for text in weights) != ALL:
            self.add_error("weight_discipline", _("Kedua bobot harus berjumlah 100."))
        if not self.errors and not any(told[f"base_{kind}"] for kind in CLASSES):
            self.add_error(None, _("Isi dasar sebulan untuk paling sedikit satu kelas jabatan."))
        return told

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
            "bases": {code: told[f"base_{code}"] for code in CLASSES if told[f"base_{code}"]},
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
