"""Forms of development hours and the own plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field
from kinerja.rules.loader import in_force

LINES = forms.Textarea(attrs={"rows": 3})
PER = {
    "certificate": gettext_lazy("JP pada sertifikat"),
    "session": gettext_lazy("jumlah sesi"),
    "activity": gettext_lazy("jumlah kegiatan"),
    "day": gettext_lazy("JP pada hari itu"),
}


class ActivityForm(forms.Form):
    """One's own activity; the kinds come from the law with what their amount counts."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis"))
    title = forms.CharField(label=gettext_lazy("Nama kegiatan"), max_length=200)
    day = day_field(gettext_lazy("Tanggal"))
    amount = forms.IntegerField(
        label=gettext_lazy("Jumlah"),
        min_value=1,
        max_value=400,
        help_text=gettext_lazy("Yang dihitung tertulis pada jenisnya."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Bukti"),
        max_length=300,
        help_text=gettext_lazy("Nomor sertifikat, tautan, atau nama pembimbing dan tempatnya."),
    )

    def __init__(self, data: Any, *, on: date, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        kinds = in_force("hours.kind", on)["kind"]
        field.choices = [("", _("Pilih jenis"))] + [
            (code, f"{row['name']} ({PER[row['per']]})") for code, row in kinds.items()
        ]


class GoalForm(forms.Form):
    """One goal of the own plan."""

    competence = forms.ChoiceField(label=gettext_lazy("Kompetensi"), required=False)
    aim = forms.CharField(label=gettext_lazy("Yang ingin dicapai"), max_length=1_000, widget=LINES)
    way = forms.ChoiceField(label=gettext_lazy("Cara"))
    due = day_field(gettext_lazy("Batas"))

    def __init__(
        self, data: Any, *, competences: list[tuple[str, str]], ways: list[tuple[str, Any]], **more: Any
    ) -> None:
        super().__init__(data, **more)
        for name, choices in (
            ("competence", [("", _("Tidak terkait satu kompetensi")), *competences]),
            ("way", ways),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class FinishForm(forms.Form):
    done_on = day_field(gettext_lazy("Selesai pada"))
    result = forms.CharField(
        label=gettext_lazy("Hasil"),
        max_length=1_000,
        widget=LINES,
        help_text=gettext_lazy("Apa yang sekarang dapat Anda lakukan, dan di mana terlihat?"),
    )


class ReflectionForm(forms.Form):
    reflection = forms.CharField(
        label=gettext_lazy("Hasil setahun"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Apa yang berubah dalam pekerjaan Anda, dan apa yang dibawa ke tahun depan?"),
    )
