"""Forms of talent: one input, a note of succession, an offer that fits a strength."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Unit
from kinerja.rules.competence import Competence

from .forms_common import lines_field
from .models import SuccessionNote
from .queries.talent import NAMES


class InputForm(forms.Form):
    """One score of one component; `codes` are those of the day's law."""

    component = forms.ChoiceField(label=gettext_lazy("Komponen"))
    score = forms.DecimalField(
        label=gettext_lazy("Nilai (0 sampai 100)"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    held_on = day_field(gettext_lazy("Tanggal penilaian"))
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        max_length=200,
        help_text=gettext_lazy("Misalnya nomor laporan asesmen, ijazah, atau keputusan."),
    )

    def __init__(self, data: Any, *, codes: tuple[str, ...], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["component"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, _(NAMES[code]) if code in NAMES else code) for code in codes]


class NoteForm(forms.Form):
    """What the committee says of a candidate."""

    ready = forms.ChoiceField(
        label=gettext_lazy("Kesiapan"),
        choices=in_words(SuccessionNote.Ready.choices),
        widget=forms.RadioSelect,
    )
    lacks = lines_field(gettext_lazy("Yang masih kurang"), required=False)
    reason = lines_field(gettext_lazy("Alasan komite"))


class OfferForm(forms.Form):
    """A task for a strength; units that serve citizens come first."""

    competence = forms.ChoiceField(label=gettext_lazy("Kekuatan"))
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit penugasan"),
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("Unit yang melayani warga secara langsung."),
    )
    task = lines_field(gettext_lazy("Penugasan"))
    reason = lines_field(gettext_lazy("Alasan dan bukti"))
    starts = day_field(gettext_lazy("Mulai"))
    ends = day_field(gettext_lazy("Sampai"), required=False)

    def __init__(self, data: Any, *, asked: list[Competence], units: Any, **more: Any) -> None:
        super().__init__(data, **more)
        field, place = self.fields["competence"], self.fields["unit"]
        assert isinstance(field, forms.ChoiceField) and isinstance(place, forms.ModelChoiceField)
        field.choices = [(item.code, item.name) for item in asked]
        place.queryset = units


class EndForm(forms.Form):
    """How an assignment ended."""

    outcome = lines_field(gettext_lazy("Hasil penugasan"))
    ends = day_field(gettext_lazy("Hari terakhir"))
