"""Forms of behaviour reports and counselling."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Employee
from kinerja.rules.behaviour import behaviour_values

from .forms_common import lines_field
from .models import Counselling


class TellForm(forms.Form):
    """B.1.10, as far as it is known when the employee is told."""

    employee = forms.ModelChoiceField(
        label=gettext_lazy("Pegawai"),
        queryset=Employee.objects.none(),
        empty_label=gettext_lazy("Pilih pegawai"),
    )
    value = forms.ChoiceField(label=gettext_lazy("Nilai dasar"))
    problem = lines_field(gettext_lazy("Masalah"), 2)
    expectation = lines_field(gettext_lazy("Ekspektasi khusus Anda, bila ada"), 2, required=False)
    detail = lines_field(
        gettext_lazy("Uraian"), 4, help_text=gettext_lazy("Apa yang terjadi, kapan, dan di mana. Fakta saja.")
    )
    others_too = forms.BooleanField(
        label=gettext_lazy("Masalah serupa ada pada pegawai lain"), required=False
    )
    told_on = day_field(gettext_lazy("Disampaikan kepada pegawai pada"))
    efforts = lines_field(
        gettext_lazy("Bagaimana Anda menyampaikannya"),
        help_text=gettext_lazy("Misalnya bicara berdua di ruang kepala, dan apa yang disepakati."),
    )

    def __init__(self, data: Any, *, team: Any, on: date, **more: Any) -> None:
        super().__init__(data, **more)
        people, values = self.fields["employee"], self.fields["value"]
        assert isinstance(people, forms.ModelChoiceField) and isinstance(values, forms.ChoiceField)
        people.queryset = team
        values.choices = [
            ("", _("Pilih nilai dasar")),
            *((item.code, item.name) for item in behaviour_values(on)),
        ]


class ReportForm(forms.Form):
    efforts = lines_field(gettext_lazy("Upaya Anda sejak menyampaikannya"))
    evidence = lines_field(
        gettext_lazy("Bukti"), help_text=gettext_lazy("Nomor pengaduan, tanggal catatan, atau tempat berkas.")
    )


class WhyForm(forms.Form):
    why = lines_field(gettext_lazy("Alasan"), help_text=gettext_lazy("Pegawai dan pimpinannya membaca ini."))


class AppointForm(forms.Form):
    """The counsellor by his NIP."""

    counsellor = forms.CharField(
        label=gettext_lazy("NIP konselor"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_counsellor(self) -> Employee:
        """The employee with this NIP."""
        nip = "".join(self.cleaned_data["counsellor"].split())
        found = Employee.objects.select_related("user").filter(nip=nip).first()
        if found is None:
            raise forms.ValidationError(_("NIP ini tidak ditemukan. Periksa angkanya."))
        return found


class ReplaceForm(AppointForm):
    """Another counsellor, and why."""

    why = lines_field(
        gettext_lazy("Alasan"), help_text=gettext_lazy("Pegawai dan konselor lama membaca alasan ini.")
    )


class NoteForm(forms.Form):
    held_on = day_field(gettext_lazy("Tanggal pertemuan"))
    text = lines_field(gettext_lazy("Catatan"), 6)


class CloseForm(forms.Form):
    route = forms.ChoiceField(
        label=gettext_lazy("Hasil"), choices=in_words(Counselling.Route.choices), widget=forms.RadioSelect
    )
