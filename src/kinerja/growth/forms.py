"""Forms of competence; the nine competencies of an assessment read their own fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Employee
from kinerja.rules.competence import HIGHEST, LOWEST, Competence

from .models import CompetenceAssessment, TechnicalCompetence

LEVELS = [(str(level), str(level)) for level in range(LOWEST, HIGHEST + 1)]


class HeadForm(forms.Form):
    """How and when, above the competencies."""

    method = forms.ChoiceField(
        label=gettext_lazy("Cara"), choices=in_words(CompetenceAssessment.Method.choices)
    )
    held_on = day_field(gettext_lazy("Tanggal penilaian"))


class BeginForm(HeadForm):
    """The same with the assessor; `assessors` are those who may be named."""

    assessor = forms.ModelChoiceField(
        label=gettext_lazy("Penilai"), queryset=Employee.objects.none(), empty_label=None
    )
    field_order = ("assessor", "method", "held_on")

    def __init__(self, data: Any, *, assessors: Any, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["assessor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = assessors


class TechnicalForm(forms.Form):
    job_family = forms.CharField(
        label=gettext_lazy("Rumpun jabatan"),
        max_length=80,
        help_text=gettext_lazy("Awal nama jabatan, misalnya Perawat untuk Perawat Terampil dan Mahir."),
    )
    name = forms.CharField(label=gettext_lazy("Nama kompetensi"), max_length=120)
    code = forms.SlugField(
        label=gettext_lazy("Kode"), max_length=60, help_text=gettext_lazy("Tetap; huruf, angka, dan garis.")
    )
    retired = forms.BooleanField(label=gettext_lazy("Tidak dipakai lagi"), required=False)

    def __init__(self, data: Any, *, row: TechnicalCompetence | None = None) -> None:
        super().__init__(data)
        retired = self.fields.pop("retired")
        for level in range(LOWEST, HIGHEST + 1):
            self.fields[f"level_{level}"] = forms.CharField(
                label=_("Uraian level %(n)d") % {"n": level},
                max_length=1_000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if row is None:
            return
        self.fields["retired"] = retired
        del self.fields["code"]
        self.initial = {"job_family": row.job_family, "name": row.name, "retired": row.retired}
        self.initial |= {f"level_{level}": text for level, text in enumerate(row.levels, start=1)}

    def facts(self) -> dict[str, Any]:
        """What the act takes, of a valid form."""
        told = self.cleaned_data
        return {
            "job_family": told["job_family"],
            "name": told["name"],
            "code": told.get("code", ""),
            "retired": told.get("retired", False),
            "levels": [told[f"level_{level}"] for level in range(LOWEST, HIGHEST + 1)],
        }


class StandardForm(forms.Form):
    """The level of one competence for a post, from a day on."""

    code = forms.ChoiceField(label=gettext_lazy("Kompetensi"))
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=LEVELS, coerce=int, widget=forms.RadioSelect
    )
    starts = day_field(gettext_lazy("Berlaku mulai"))
    basis = forms.CharField(
        label=gettext_lazy("Dasar"),
        max_length=200,
        help_text=gettext_lazy("Misalnya nomor keputusan standar kompetensi jabatan."),
    )

    def __init__(self, data: Any, *, asked: list[Competence], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(item.code, item.name) for item in asked]
