"""Forms of awards and certificates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.assessment.models import OrganisationLevel, Predicate, Team
from kinerja.documents.uploads import ENDINGS, Checked, RefusedFile, read_checked
from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Employee, Unit

from .award_terms import recent_spans
from .forms_common import employee_by, lines_field
from .models import AwardCriterion, AwardScheme, Certificate

LONG = 3_000
Code = AwardCriterion.Code
# Conditions that are a number, in the order of the form.
NUMBERS = (Code.WITHIN, Code.CASES, Code.SATISFACTION, Code.PRAISE, Code.TEAM)


def in_days(starts: date, ends: date) -> str:
    """Both days in words; the year is not said twice."""
    first = "j F" if starts.year == ends.year else "j F Y"
    said = {"starts": date_format(starts, first), "ends": date_format(ends, "j F Y")}
    return _("%(starts)s s.d. %(ends)s") % said


class SchemeForm(forms.Form):
    """A scheme with its conditions: those that the system reads each as a limit, others a line each."""

    name = forms.CharField(label=gettext_lazy("Nama penghargaan"), max_length=120)
    purpose = lines_field(gettext_lazy("Untuk apa"), 2)
    given_to = forms.ChoiceField(
        label=gettext_lazy("Penerima"),
        choices=in_words(AwardScheme.For.choices),
        widget=forms.RadioSelect,
        initial=AwardScheme.For.EMPLOYEE,
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Berlaku untuk"), queryset=Unit.objects.none(), empty_label=None
    )
    every = forms.ChoiceField(
        label=gettext_lazy("Masa"), choices=in_words(AwardScheme.Every.choices), widget=forms.RadioSelect
    )
    quota = forms.IntegerField(
        label=gettext_lazy("Paling banyak tiap masa"), min_value=1, max_value=1000, initial=1
    )
    decides = forms.ChoiceField(
        label=gettext_lazy("Penentu"), choices=in_words(AwardScheme.Decides.choices), widget=forms.RadioSelect
    )
    jurors = forms.CharField(
        label=gettext_lazy("NIP anggota juri"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu NIP tiap baris. Kosongkan bila tanpa juri."),
    )
    needed_votes = forms.IntegerField(
        label=gettext_lazy("Suara setuju yang diperlukan"), min_value=1, max_value=100, initial=1
    )
    predicate = forms.ChoiceField(
        label=gettext_lazy("Predikat kinerja paling rendah"), required=False, choices=[]
    )
    others = forms.CharField(
        label=gettext_lazy("Syarat lain yang dinilai juri"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu syarat tiap baris, misalnya “ramah kepada pasien lanjut usia”."),
    )
    basis = forms.CharField(
        label=gettext_lazy("Dasar"), max_length=200, help_text=gettext_lazy("Misalnya nomor keputusan.")
    )
    starts = day_field(gettext_lazy("Berlaku mulai"))
    ends = day_field(gettext_lazy("Sampai"), required=False)

    def __init__(self, data: Any, *, units: Any, whole: bool, **more: Any) -> None:
        super().__init__(data, **more)
        field, predicate = self.fields["unit"], self.fields["predicate"]
        assert isinstance(field, forms.ModelChoiceField) and isinstance(predicate, forms.ChoiceField)
        field.queryset = units
        if whole:
            field.required, field.empty_label = False, _("Seluruh instansi")
        levels = dict(Predicate.choices) | {"ISTIMEWA": OrganisationLevel.ISTIMEWA.label}
        predicate.choices = [("", _("Tidak disyaratkan")), *levels.items()]
        for code in NUMBERS:
            self.fields[f"least_{code}"] = forms.CharField(
                label=_(code.label), required=False, max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip
        self.order_fields(
            ["name", "purpose", "given_to", "unit", "every", "quota", "predicate",
             *(f"least_{code}" for code in NUMBERS), "others", "decides", "jurors", "needed_votes"]
        )  # fmt: skip

    def clean_jurors(self) -> list[Employee]:
        """The employees with these NIP."""
        return [employee_by(line) for line in self.cleaned_data["jurors"].splitlines() if line.strip()]

    def facts(self) -> dict[str, Any]:
        """What the act takes, of a valid form."""
        told = self.cleaned_data
        criteria = [(Code.PREDICATE.value, told["predicate"], "")] if told["predicate"] else []
        criteria += [
            (code.value, told[f"least_{code}"], "") for code in NUMBERS if told[f"least_{code}"].strip()
        ]
        criteria += [(Code.OTHER.value, "", line.strip()[:300]) for line in told["others"].splitlines()
                     if line.strip()]  # fmt: skip
        names = ("name", "purpose", "given_to", "unit", "every", "quota", "decides", "jurors",
                 "needed_votes", "basis", "starts", "ends")  # fmt: skip
        return {name: told[name] for name in names} | {"criteria": criteria}


class EndForm(forms.Form):
    ends = day_field(gettext_lazy("Hari terakhir"))


class ProposalForm(forms.Form):
    """Whom, for which span, why. The receiver is asked in the way that the scheme's kind needs."""

    span = forms.ChoiceField(label=gettext_lazy("Masa"))
    reason = lines_field(
        gettext_lazy("Alasan"), help_text=gettext_lazy("Tulis contoh yang nyata dan dapat diperiksa.")
    )

    def __init__(
        self, data: Any, *, scheme: AwardScheme, team: QuerySet[Employee], on: date, **more: Any
    ) -> None:
        super().__init__(data, **more)
        recent = recent_spans(scheme.every, on)
        fit = [days for days in recent if scheme.starts <= days[1] <= (scheme.ends or days[1])]
        self.spans = {days[0].isoformat(): days for days in fit or recent}
        span = self.fields["span"]
        assert isinstance(span, forms.ChoiceField)
        span.choices = [(key, in_days(*days)) for key, days in self.spans.items()]
        kind = scheme.given_to
        if kind == AwardScheme.For.EMPLOYEE:
            near = team.exists()
            if near:
                self.fields["near"] = forms.ModelChoiceField(
                    label=_("Pegawai di tim Anda"),
                    queryset=team,
                    required=False,
                    empty_label=_("Pilih pegawai"),
                )
            self.fields["employee"] = forms.CharField(
                label=_("NIP pegawai lain") if near else _("NIP pegawai"),
                help_text=_("Isi hanya bila pegawainya tidak ada dalam pilihan.") if near else "",
                required=not near,
                max_length=30,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
        elif kind == AwardScheme.For.TEAM:
            teams = Team.objects.order_by("name", "-starts")
            self.fields["team"] = forms.ModelChoiceField(
                label=_("Tim kerja"), queryset=teams, empty_label=_("Pilih tim kerja")
            )
        else:
            units = Unit.objects.order_by("name")
            self.fields["unit"] = forms.ModelChoiceField(
                label=_("Unit kerja"), queryset=units, empty_label=_("Pilih unit kerja")
            )
        self.order_fields(["near", "employee", "team", "unit", "span", "reason"])

    def clean_employee(self) -> Employee | None:
        """The employee with this NIP."""
        number: str = self.cleaned_data["employee"]
        return employee_by(number) if number.strip() else None

    def clean(self) -> dict[str, Any]:
        """One of the team, or another by NIP."""
        told = super().clean() or {}
        if "near" in self.fields and "employee" not in self.errors:
            told["employee"] = told.get("employee") or told.get("near")
            if told["employee"] is None:
                self.add_error("near", _("Pilih pegawai yang diusulkan, atau isi NIP-nya."))
        return told

    def facts(self) -> dict[str, Any]:
        """What the act takes, of a valid form."""
        told = dict(self.cleaned_data)
        told.pop("near", None)
        starts, ends = self.spans[told.pop("span")]
        return told | {"starts": starts, "ends": ends}


class AttachForm(forms.Form):
    """A file and what it shows. The cleaned file is a `Checked` one: its bytes were looked into."""

    text = forms.CharField(
        label=gettext_lazy("Yang ditunjukkan berkas ini"),
        max_length=300,
        help_text=gettext_lazy("Misalnya: surat terima kasih warga, 12 September 2026."),
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy("PDF, gambar, Word, Excel, ODT, teks, atau CSV."),
    )

    def clean_file(self) -> Checked:
        """The file, judged by its content."""
        try:
            return read_checked(self.cleaned_data["file"])
        except RefusedFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class VoteForm(forms.Form):
    yes = forms.TypedChoiceField(
        label=gettext_lazy("Suara Anda"),
        choices=[("1", gettext_lazy("Setuju")), ("0", gettext_lazy("Tidak setuju"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = lines_field(gettext_lazy("Alasan"))


class DecideForm(forms.Form):
    award = forms.TypedChoiceField(
        label=gettext_lazy("Keputusan"),
        choices=[("1", gettext_lazy("Berikan penghargaan")), ("0", gettext_lazy("Tidak diberikan"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    why = lines_field(
        gettext_lazy("Alasan"),
        help_text=gettext_lazy("Dibaca yang diusulkan, dan tampil di pengumuman bila ia setuju."),
    )


class ConsentForm(forms.Form):
    yes = forms.TypedChoiceField(
        label=gettext_lazy("Jawaban Anda"),
        choices=[("1", gettext_lazy("Boleh diumumkan")), ("0", gettext_lazy("Jangan diumumkan"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )


class RegisterForm(forms.Form):
    """The filter of the register; every field may stay empty."""

    q = forms.CharField(label=gettext_lazy("Nomor atau penerima"), required=False, max_length=100)
    jenis = forms.ChoiceField(label=gettext_lazy("Jenis"), required=False)
    keadaan = forms.ChoiceField(label=gettext_lazy("Keadaan"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, rows in (("jenis", Certificate.Kind.choices), ("keadaan", Certificate.Status.choices)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Semua")), *in_words(rows)]
