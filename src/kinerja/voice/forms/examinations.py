"""What is filled in on the way of an examination."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinerja.people.models import Employee

from ..models import Examination

LONG = 10_000
Finding = Examination.Finding


def words(label: Any, rows: int = 6, help_text: Any = "") -> forms.CharField:
    """A long text."""
    return forms.CharField(
        label=label, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class ExaminerForm(forms.Form):
    """Who examines, chosen among people who may; told apart by NIP, because names repeat."""

    examiner = forms.ChoiceField(label=_("Pemeriksa"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Sequence[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        field = self.fields["examiner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, f"{person.name} ({person.nip})") for key, person in self.people.items()]

    def clean_examiner(self) -> Employee:
        return self.people[self.cleaned_data["examiner"]]


class OpenForm(ExaminerForm):
    """What is examined, and who does it."""

    allegation = words(
        _("Pokok yang diperiksa"),
        4,
        _(
            "Tulis netral: apa, kapan, dan di mana. Jangan menyebut pelapor atau hal yang hanya ia ketahui; "
            "pegawai akan membacanya."
        ),
    )
    field_order = ("allegation", "examiner")


class NoForm(forms.Form):
    """A step that needs nothing but a yes."""


class ReplyForm(forms.Form):
    text = words(
        _("Tanggapan Anda"), 8, _("Ceritakan menurut Anda apa yang terjadi. Bukti ditambahkan terpisah.")
    )


class AppealForm(forms.Form):
    text = words(_("Alasan keberatan"), 8, _("Sebut bagian mana yang menurut Anda keliru, dan mengapa."))


class DecisionForm(forms.Form):
    finding = forms.ChoiceField(
        label=_("Kesimpulan"),
        choices=[
            (Finding.PROVEN.value, _("Terbukti")),
            (Finding.NOT_PROVEN.value, _("Tidak terbukti")),
        ],
        widget=forms.RadioSelect,
    )
    grounds = words(_("Pertimbangan"), 8, _("Sebut bukti yang Anda pakai. Pegawai membaca pertimbangan ini."))


class DropForm(forms.Form):
    finding = forms.ChoiceField(
        label=_("Mengapa dihentikan"),
        choices=[
            (Finding.WITHDRAWN.value, _("Dicabut pelapor")),
            (Finding.LAPSED.value, _("Kedaluwarsa")),
        ],
        widget=forms.RadioSelect,
    )
    grounds = words(_("Penjelasan"), 4)


class EvidenceForm(forms.Form):
    text = words(
        _("Apa yang ditunjukkan bukti ini"),
        3,
        _("Pegawai dan pemeriksa sama-sama membacanya. Jangan menyebut pelapor."),
    )
    file = forms.FileField(label=_("Berkas"), required=False)
