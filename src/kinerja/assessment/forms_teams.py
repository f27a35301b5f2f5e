"""Forms of project teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Employee, Unit

from .models import Contribution, Team

LONG = 3_000


def _words(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **more)


class TeamForm(forms.Form):
    """A team; `lead` is typed as NIP, because names repeat."""

    name = forms.CharField(label=gettext_lazy("Nama tim"), max_length=160)
    purpose = _words(
        gettext_lazy("Tujuan"), 3, help_text=gettext_lazy("Apa yang berubah bila tim ini berhasil.")
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit induk"), queryset=Unit.objects.none(), empty_label=None
    )
    lead = forms.CharField(
        label=gettext_lazy("NIP ketua tim"),
        max_length=30,
        help_text=gettext_lazy("Boleh Anda sendiri atau pegawai dari unit lain."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    starts = day_field(gettext_lazy("Mulai"))
    ends = day_field(gettext_lazy("Sampai"))

    def __init__(self, data: Any, *, units: Any = None, team: Team | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        if team is not None:
            del self.fields["unit"]
            self.initial = {
                "name": team.name,
                "purpose": team.purpose,
                "lead": team.lead.nip,
                "starts": team.starts,
                "ends": team.ends,
            }
            return
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units

    def clean_lead(self) -> Employee:
        """The employee with this NIP."""
        number = "".join(self.cleaned_data["lead"].split())
        found = Employee.objects.filter(nip=number).first()
        if found is None:
            raise forms.ValidationError(_("NIP ini tidak ditemukan. Periksa angkanya."))
        return found


class InviteForm(forms.Form):
    """Which of the people found are asked for which role."""

    people = forms.MultipleChoiceField(label=gettext_lazy("Pegawai"), widget=forms.CheckboxSelectMultiple)
    role = forms.CharField(
        label=gettext_lazy("Peran dalam tim"),
        max_length=160,
        help_text=gettext_lazy("Anggota menyetujui peran ini dahulu, misalnya “pendata di lapangan”."),
    )

    def __init__(self, data: Any, *, found: Sequence[Employee]) -> None:
        super().__init__(data)
        self.found = {str(person.pk): person for person in found}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, f"{person.name} ({person.nip})") for pk, person in self.found.items()]

    def chosen(self) -> list[Employee]:
        """The people ticked, of a valid form."""
        return [self.found[pk] for pk in self.cleaned_data["people"]]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan menolak"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Diisi bila Anda menolak."),
    )


class GoalForm(forms.Form):
    text = _words(gettext_lazy("Sasaran"), 2)
    target = forms.CharField(
        label=gettext_lazy("Target"),
        max_length=120,
        help_text=gettext_lazy("Yang dapat diukur, misalnya 12 posyandu atau 90%."),
    )
    due = day_field(gettext_lazy("Batas"))


class RealisationForm(forms.Form):
    realisation = forms.CharField(label=gettext_lazy("Realisasi"), max_length=200)
    done = forms.BooleanField(label=gettext_lazy("Target tercapai"), required=False)


class ResultForm(forms.Form):
    result = _words(
        gettext_lazy("Hasil tim"), help_text=gettext_lazy("Apa yang dihasilkan dan siapa yang memakainya.")
    )


class OwnForm(forms.Form):
    """The member's own text."""

    text = _words(
        gettext_lazy("Kontribusi saya"),
        5,
        help_text=gettext_lazy("Apa yang Anda kerjakan dan hasilnya. Boleh menanggapi tulisan ketua."),
    )
    initiative = _words(
        gettext_lazy("Prakarsa saya"),
        3,
        required=False,
        help_text=gettext_lazy("Yang Anda mulai tanpa diminta, bila ada."),
    )


class LeadForm(forms.Form):
    """The lead's text about a member. A low extent asks for advice."""

    text = _words(
        gettext_lazy("Kontribusi anggota"), 5, help_text=gettext_lazy("Apa yang dikerjakan dan hasilnya.")
    )
    initiative = _words(gettext_lazy("Prakarsa"), 3, required=False)
    extent = forms.ChoiceField(
        label=gettext_lazy("Kadar"), widget=forms.RadioSelect, choices=in_words(Contribution.Extent.choices)
    )
    advice = _words(
        gettext_lazy("Saran yang dapat dikerjakan"),
        3,
        required=False,
        help_text=gettext_lazy("Wajib bila perlu ditingkatkan: langkah berikutnya, bukan sifat orangnya."),
    )
