"""Forms of evaluation meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Employee, Unit
from kinerja.plans.models import Period

from .models import Decision, Meeting
from .queries.meetings import proposed_day

BEGINS, ENDS = time(9, 0), time(11, 0)
MOST_ADDED = 30


def _time_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, input_formats=["%H:%M", "%H.%M"])


class TimeAndPlaceForm(forms.Form):
    """Day, begin and end by the clock of the agency, and the place."""

    day = day_field(gettext_lazy("Hari"))
    begins = _time_field(gettext_lazy("Mulai pukul"))
    ends = _time_field(gettext_lazy("Selesai pukul"))
    place = forms.CharField(
        label=gettext_lazy("Tempat"),
        max_length=200,
        help_text=gettext_lazy("Ruang rapat, atau tautan bila daring."),
    )

    @classmethod
    def of(cls, meeting: Meeting, data: Any = None) -> TimeAndPlaceForm:
        """Filled with what the meeting says now."""
        begins, ends = localtime(meeting.starts_at), localtime(meeting.ends_at)
        initial = {
            "day": begins.date(),
            "begins": begins.time(),
            "ends": ends.time(),
            "place": meeting.place,
        }
        return cls(data, initial=initial)

    def facts(self) -> dict[str, Any]:
        """What the act takes. Call it on a valid form."""
        told, zone = self.cleaned_data, get_default_timezone()
        return {
            "starts_at": datetime.combine(told["day"], told["begins"], tzinfo=zone),
            "ends_at": datetime.combine(told["day"], told["ends"], tzinfo=zone),
            "place": told["place"],
        }


class PlanForm(TimeAndPlaceForm):
    """The same for a new meeting, with its unit and period."""

    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.none(), empty_label=None)
    period = forms.ModelChoiceField(
        label=gettext_lazy("Periode"), queryset=Period.objects.none(), empty_label=None
    )
    field_order = ("unit", "period", "day", "begins", "ends", "place")

    def __init__(self, data: Any, *, units: Any, periods: Any, period: Period | None, on: date) -> None:
        day = max(proposed_day(period), on) if period else on
        super().__init__(data, initial={"period": period, "day": day, "begins": BEGINS, "ends": ENDS})
        for name, rows in (("unit", units), ("period", periods)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ItemForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Pokok bahasan"), max_length=200)


class InviteForm(forms.Form):
    """Takes people off the list and adds others by NIP."""

    keep = forms.MultipleChoiceField(
        label=gettext_lazy("Diundang"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Hapus centang untuk membatalkan undangan."),
    )
    numbers = forms.CharField(
        label=gettext_lazy("Tambah peserta"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "numeric"}),
        help_text=gettext_lazy("NIP peserta lain, satu per baris."),
    )

    def __init__(self, data: Any, *, people: Iterable[Employee], fixed: Iterable[int]) -> None:
        rows = [person for person in people if person.pk not in set(fixed)]
        super().__init__(data, initial={"keep": [str(person.pk) for person in rows]})
        field = self.fields["keep"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(person.pk), person.name) for person in rows]
        self.removable = {person.pk for person in rows}

    def clean_numbers(self) -> list[Employee]:
        """The employees with these NIPs."""
        lines = [line for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
        wanted = ["".join(line.split()) for line in lines][: MOST_ADDED + 1]
        if len(wanted) > MOST_ADDED:
            raise forms.ValidationError(_("Paling banyak 30 peserta sekaligus."))
        found = {row.nip: row for row in Employee.objects.filter(nip__in=wanted)}
        if unknown := [nip for nip in wanted if nip not in found]:
            raise forms.ValidationError(
                _("NIP ini tidak ditemukan: %(numbers)s. Periksa angkanya.") % {"numbers": ", ".join(unknown)}
            )
        return list(found.values())

    def removed(self) -> set[int]:
        """Employee ids whose tick was taken away. Call it on a valid form."""
        return self.removable - {int(pk) for pk in self.cleaned_data["keep"]}


class _DecidedForm(forms.Form):
    """What was decided, who sees to it, and until when."""

    text = forms.CharField(
        label=gettext_lazy("Apa yang diputuskan?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Penanggung jawab"),
        queryset=Employee.objects.none(),
        empty_label=gettext_lazy("Pilih pegawai"),
    )
    due = day_field(gettext_lazy("Batas waktu"))


class DecisionForm(_DecidedForm):
    """One decision; `kinds` are those offered, `owners` who may see to it, `about` whom it may be for."""

    field_order = ("kind", "text", "owner", "due", "about")

    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), widget=forms.RadioSelect)
    about = forms.ModelChoiceField(
        label=gettext_lazy("Untuk pegawai"),
        queryset=Employee.objects.none(),
        required=False,
        empty_label=gettext_lazy("Tidak ada"),
        help_text=gettext_lazy("Diisi untuk penghargaan dan dukungan."),
    )

    def __init__(self, *args: Any, kinds: Iterable[str], owners: Any, about: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = set(kinds)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [row for row in in_words(Decision.Kind.choices) if row[0] in offered]
        for name, rows in (("owner", owners), ("about", about)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        if offered == {Decision.Kind.TASK}:
            del self.fields["about"]


class ChangeDecisionForm(_DecidedForm):
    """Owner, day and, until the minutes are approved (`words`), the wording of one decision."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan diubah"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Tercatat dalam log. Jangan menyebut keadaan pribadi seseorang."),
    )

    def __init__(self, decision: Decision, data: Any, *, owners: Any, words: bool) -> None:
        facts = {"text": decision.text, "owner": decision.owner_id, "due": decision.due}
        super().__init__(data, initial=facts)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = owners
        if not words:
            del self.fields["text"]


class CloseDecisionForm(forms.Form):
    ENDS = [
        ("finish", gettext_lazy("Selesai")),
        ("drop", gettext_lazy("Dibatalkan")),
    ]
    end = forms.ChoiceField(
        label=gettext_lazy("Bagaimana akhirnya?"), choices=ENDS, widget=forms.RadioSelect, initial="finish"
    )
    outcome = forms.CharField(
        label=gettext_lazy("Hasil atau alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class MinutesForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Notula"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 24})
    )
