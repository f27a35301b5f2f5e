"""What HR and services fill in to say which measure a programme should move."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinerja.growth.models import Course, Programme
from kinerja.growth.queries.support_waves import Reason, wave_key, waves
from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Unit
from kinerja.rules import skm
from kinerja.voice.forms.service_choice import ServiceField
from kinerja.voice.models import Change, Service

from .effect_start import changes_to_prove, courses_to_prove

GROUPS = {
    "what": ("title", "kind", "story", "course", "change", "coached_for"),
    "measure": ("measure", "element", "service"),
    "days": ("before_from", "starts", "settled", "after_to"),
    "units": ("treated", "compared"),
}


def unit_boxes(label: Any, **more: Any) -> forms.ModelMultipleChoiceField[Unit]:
    """Units as a list of boxes."""
    return forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=label, widget=forms.CheckboxSelectMultiple, **more
    )


class ProgrammeForm(forms.Form):
    """The yardstick of one programme: measure, units, days."""

    title = forms.CharField(label=_("Judul"), max_length=160)
    kind = forms.ChoiceField(label=_("Jenis program"))
    story = forms.CharField(
        label=_("Apa yang dilakukan dan mengapa"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Tanpa nama orang. Jangan menulis hasil: angkanya dihitung dari data."),
    )
    course = forms.ModelChoiceField(
        label=_("Pelatihan dari katalog"),
        queryset=Course.objects.none(),
        required=False,
        empty_label=_("Tidak"),
    )
    change = forms.ModelChoiceField(
        label=_("Perubahan yang diterbitkan"),
        queryset=Change.objects.none(),
        required=False,
        empty_label=_("Tidak"),
    )
    coached_for = forms.ChoiceField(label=_("Gelombang pembinaan"), required=False)
    measure = forms.ChoiceField(label=_("Ukuran yang seharusnya berubah"))
    element = forms.ChoiceField(
        label=_("Unsur kepuasan"), required=False, help_text=_("Hanya untuk kepuasan warga.")
    )
    service = ServiceField(
        label=_("Layanan"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("Semua layanan unit"),
        help_text=_("Hanya tanpa unit pembanding: satu layanan milik satu unit."),
    )
    before_from = day_field(_("Masa sebelum, mulai"))
    starts = day_field(_("Program mulai"), help_text=_("Masa sebelum berakhir sehari sebelumnya."))
    settled = day_field(
        _("Masa sesudah, mulai"),
        help_text=_("Boleh lebih kemudian daripada mulainya program; hari di antaranya tidak dihitung."),
    )
    after_to = day_field(_("Masa sesudah, sampai"))
    treated = unit_boxes(_("Unit yang ikut"), help_text=_("Unit dihitung bersama unit di bawahnya."))
    compared = unit_boxes(
        _("Unit pembanding"),
        required=False,
        help_text=_("Unit serupa yang tidak ikut. Tanpa pembanding, simpulannya lebih lemah."),
    )

    def __init__(self, data: Any, *, on: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        units = Unit.objects.order_by("name")
        self._choose("kind", in_words(Programme.Kind.choices))
        self._choose("measure", in_words(Programme.Measure.choices))
        elements = [(one.code, gettext(one.name)) for one in skm.elements(on)]
        self._choose("element", [("", gettext("Seluruh indeks")), *elements])
        self.waves = {wave.key: wave for wave in waves(on)}
        told = [(key, wave.title) for key, wave in self.waves.items()]
        self._choose("coached_for", [("", gettext("Tidak")), *told])
        self._take("course", courses_to_prove().order_by("title"))
        self._take("change", changes_to_prove().order_by("title"))
        serving = Service.objects.filter(retired_on__isnull=True).select_related("unit")
        self._take("service", serving.order_by("name", "unit__name"))
        self._take("treated", units)
        self._take("compared", units)

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _take(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_coached_for(self) -> Reason | None:
        """The reason of the wave, as the act takes it."""
        key = self.cleaned_data["coached_for"]
        return self.waves[key].reason if key else None

    def parts(self) -> dict[str, list[forms.BoundField]]:
        """The fields by part of the page."""
        return {part: [self[name] for name in names] for part, names in GROUPS.items()}


def written(programme: Programme) -> dict[str, Any]:
    """What a programme holds, as the form shows it."""
    names = [name for part in GROUPS.values() for name in part if name not in GROUPS["units"]]
    return {
        **{name: getattr(programme, name) for name in names},
        "treated": list(programme.treated.all()),
        "compared": list(programme.compared.all()),
        "coached_for": wave_key(programme.coached_for) if programme.coached_for is not None else "",
    }


class WhyForm(forms.Form):
    """Why a story is taken from the public page."""

    why = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
