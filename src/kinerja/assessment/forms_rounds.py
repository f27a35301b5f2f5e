"""Forms of rounds of feedback and of the choice of sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Employee, Post, Unit
from kinerja.plans.models import Period
from kinerja.rules.agreement import HIGH, LOW
from kinerja.rules.behaviour import behaviour_values
from kinerja.rules.loader import in_force

from .identifying import has_number, named_in
from .models import SourceChoice

TEMPLATE = _(
    "Bapak/Ibu, mohon ceritakan perilaku kerja rekan yang namanya muncul di halaman ini. Waktunya sekitar "
    "dua menit seorang. Tulis yang Anda lihat sendiri; bila tidak tahu, pilih “tidak tahu”."
)
UNKNOWN = "0"
# The words of law `feedback.scale`, so that the page can speak another language.
SCALE = (gettext_noop("Jarang"), gettext_noop("Kadang"), gettext_noop("Sering"), gettext_noop("Selalu"))


class RoundForm(forms.Form):
    """A new round; the message is the same for everybody who is asked."""

    name = forms.CharField(label=_("Nama putaran"), max_length=120)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    period = forms.ModelChoiceField(label=_("Periode"), queryset=Period.objects.none(), empty_label=None)
    starts = day_field(_("Hari pertama"))
    ends = day_field(_("Hari terakhir"))
    message = forms.CharField(
        label=_("Pesan kepada semua yang diminta"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @classmethod
    def of(cls, units: QuerySet[Unit], periods: QuerySet[Period], data: Any, **initial: Any) -> RoundForm:
        """The form with what this person may choose."""
        form = cls(data, initial={"message": TEMPLATE, **initial})
        for name, rows in (("unit", units), ("period", periods)):
            field: Any = form.fields[name]
            field.queryset = rows
        return form


class AddForm(forms.Form):
    """Somebody more to ask, by NIP, and why."""

    asked = forms.ModelChoiceField(
        label=_("NIP orang yang ditambahkan"),
        queryset=Employee.objects.select_related("user"),
        to_field_name="nip",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid_choice": _("NIP ini tidak ada dalam data pegawai. Periksa 18 angkanya.")},
    )
    reason = forms.CharField(label=_("Alasan ditambahkan"), max_length=200)


class RemoveForm(forms.Form):
    """Why somebody is not asked after all."""

    reason = forms.CharField(label=_("Alasan tidak jadi ditanya"), max_length=200)


class CancelRoundForm(forms.Form):
    """Why a draft is not opened."""

    reason = forms.CharField(label=_("Alasan dibatalkan"), max_length=200)


class ExtendForm(forms.Form):
    """A later last day."""

    ends = day_field(_("Hari terakhir yang baru"))


class AnswerForm(forms.Form):
    """Seven values by how often they are seen, one thing to keep, one to change.

    Words that hold the number of a person or one of `names` in full are refused: they are shown as written.
    """

    def __init__(self, on: date, data: Any = None, names: Iterable[str] = ()) -> None:
        super().__init__(data)
        self.on, self.names = on, names
        self.guides = {value.code: value.guides for value in behaviour_values(on)}
        steps = [(str(step), _(word)) for step, word in zip(range(LOW, HIGH + 1), SCALE, strict=True)]
        longest = int(in_force("feedback.round", on)["text"])
        for value in behaviour_values(on):
            self.fields[value.code] = forms.ChoiceField(
                label=value.name,
                choices=[*steps, (UNKNOWN, _("Tidak tahu"))],
                initial=UNKNOWN,
                widget=forms.RadioSelect,
                help_text=value.guides[1] if value.code == "BP" else value.guides[0],
            )
        for name, label in (
            ("keep", _("Satu hal yang perlu dipertahankan")),
            ("change", _("Satu hal yang perlu diubah")),
        ):
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=longest, widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean_keep(self) -> str:
        return self._nobody(self.cleaned_data["keep"])

    def clean_change(self) -> str:
        return self._nobody(self.cleaned_data["change"])

    def _nobody(self, text: str) -> str:
        """The text, when it names nobody."""
        why = _("Tulisan tampil apa adanya, jadi nama atau nomor membuka siapa yang dimaksud atau menulis.")
        if has_number(text):
            number = _("Ada nomor yang panjangnya seperti NIP atau NIK. Hapus nomor itu, lalu kirim lagi.")
            raise forms.ValidationError(f"{number} {why}")
        found = named_in(text, self.names)
        if found:
            name = _("Ada nama lengkap “%(name)s”. Tulis tanpa nama, lalu kirim lagi.") % {"name": found}
            raise forms.ValidationError(f"{name} {why}")
        return text

    @property
    def values_fields(self) -> list[forms.BoundField]:
        """The seven values, in the order of the law."""
        return [self[code] for code in self.guides]

    def values(self) -> dict[str, int]:
        """What was seen, blanks left out. Call it on a valid form."""
        given = {code: self.cleaned_data[code] for code in self.guides}
        return {code: int(step) for code, step in given.items() if step != UNKNOWN}


class SourceForm(forms.Form):
    """One choice of a source for a group of posts, from a day on; `seen`: whom the reader saw it is for."""

    LEVELS = [("", _("Semua tingkat jabatan")), *Post.Level.choices]
    source = forms.ChoiceField(label=_("Sumber"), choices=in_words(SourceChoice.Source.choices))
    level = forms.ChoiceField(label=_("Tingkat jabatan"), choices=LEVELS, required=False)
    job_family = forms.CharField(
        label=_("Rumpun jabatan"),
        max_length=80,
        required=False,
        help_text=_("Awal nama jabatan, misalnya Perawat untuk Perawat Terampil dan Mahir."),
    )
    on = forms.TypedChoiceField(
        label=_("Ditampilkan kepada penilai"),
        choices=[("1", _("Ya")), ("0", _("Tidak"))],
        coerce=lambda given: given == "1",
        widget=forms.RadioSelect,
    )
    starts = day_field(_("Mulai"))
    reason = forms.CharField(label=_("Dasar"), max_length=200)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_job_family(self) -> str:
        return " ".join(self.cleaned_data["job_family"].split())

    def facts(self) -> dict[str, Any]:
        """What the act takes, of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def choice(self) -> SourceChoice:
        """The choice as it would be kept. Call it on a valid form."""
        return SourceChoice(**self.facts())

    def hide(self) -> None:
        """Carries the answers through the question before the act."""
        for field in self.fields.values():
            field.widget = field.hidden_widget()
