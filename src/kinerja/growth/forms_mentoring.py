"""Forms of mentoring (B.1.7)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field
from kinerja.rules.competence import dictionary

from .actions.mentor_meetings import LONGEST, SHORTEST
from .forms_common import lines_field
from .models import TechnicalCompetence


class SkillForm(forms.Form):
    """A skill, and the competence it belongs to when there is one."""

    skill = forms.CharField(
        label=gettext_lazy("Keahlian"),
        max_length=160,
        help_text=gettext_lazy("Misalnya komunikasi dengan pasien, atau mengolah data di lembar kerja."),
    )
    competence = forms.ChoiceField(label=gettext_lazy("Kompetensi terkait"), required=False)

    def __init__(self, data: Any, *, on: date, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["competence"]
        assert isinstance(field, forms.ChoiceField)
        technical = TechnicalCompetence.objects.filter(retired=False).order_by("name")
        field.choices = [
            ("", _("Tidak terkait satu kompetensi")),
            *((item.code, item.name) for item in dictionary(on)),
            *((row.code, row.name) for row in technical),
        ]


class OfferForm(SkillForm):
    text = lines_field(gettext_lazy("Yang dapat saya bagikan"), required=False)
    reverse = forms.BooleanField(
        label=gettext_lazy("Mentoring terbalik: yang lebih muda mengajari, misalnya keterampilan digital"),
        required=False,
    )
    most = forms.IntegerField(
        label=gettext_lazy("Paling banyak berapa orang"), min_value=1, max_value=10, initial=2
    )


class SeekForm(SkillForm):
    text = lines_field(gettext_lazy("Yang ingin saya capai"), required=False)


class ProposeForm(forms.Form):
    """The goal of a pair; `judged` asks to say that one of the two appraises the other."""

    expected = lines_field(gettext_lazy("Perubahan yang diharapkan"))
    measure = lines_field(
        gettext_lazy("Ukuran keberhasilan"),
        2,
        help_text=gettext_lazy("Dengan satuannya, misalnya keluhan per bulan: dari 6 menjadi 2."),
    )
    starts = day_field(gettext_lazy("Mulai"))
    ends = day_field(gettext_lazy("Sampai"))
    knows_appraiser = forms.BooleanField(
        label=gettext_lazy("Saya tahu salah satu dari kami menilai kinerja yang lain"), required=False
    )

    def __init__(self, data: Any, *, judged: bool, **more: Any) -> None:
        super().__init__(data, **more)
        if not judged:
            del self.fields["knows_appraiser"]


class MeetingForm(forms.Form):
    day = day_field(gettext_lazy("Hari"))
    begins = forms.TimeField(
        label=gettext_lazy("Mulai pukul"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"],
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Lama (menit)"), min_value=SHORTEST, max_value=LONGEST, initial=60
    )
    place = forms.CharField(
        label=gettext_lazy("Tempat"),
        max_length=200,
        help_text=gettext_lazy("Ruang, atau tautan bila daring."),
    )

    def facts(self) -> dict[str, Any]:
        """What the act takes. Call it on a valid form."""
        told = self.cleaned_data
        starts = datetime.combine(told["day"], told["begins"], tzinfo=get_default_timezone())
        return {"starts_at": starts, "minutes": told["minutes"], "place": told["place"]}


class JournalForm(forms.Form):
    material = lines_field(gettext_lazy("Materi"), 4)
    action = lines_field(gettext_lazy("Rencana aksi"), 2, required=False)
    action_due = day_field(gettext_lazy("Target waktu"), required=False)


class DoneForm(forms.Form):
    done_on = day_field(gettext_lazy("Selesai pada"))


class MidpointForm(forms.Form):
    note = lines_field(
        gettext_lazy("Catatan tengah masa"),
        help_text=gettext_lazy("Apa yang sudah berubah, apa yang disesuaikan."),
    )


class ChangeForm(forms.Form):
    before = forms.DecimalField(
        label=gettext_lazy("Sebelum"), max_digits=10, decimal_places=2, required=False
    )
    after = forms.DecimalField(label=gettext_lazy("Sesudah"), max_digits=10, decimal_places=2, required=False)


class ViewForm(forms.Form):
    view = lines_field(gettext_lazy("Pandangan Anda"), 4)


class DeclineForm(forms.Form):
    why = lines_field(gettext_lazy("Alasan"), help_text=gettext_lazy("Dibaca mentor dan mentee."))
