"""Forms of the pages of this app."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinerja.plans.models import Period

from .actions import Ratings
from .models import OrganisationLevel, Rating, Review

WORST_FIRST = [(code.value, code.label) for code in (Rating.BELOW, Rating.MEETS, Rating.ABOVE)]


class RatingForm(forms.Form):
    """The two ratings with their reasons; everything may stay open until the signature."""

    result_rating = forms.ChoiceField(
        label=_("Rating hasil kerja"), choices=WORST_FIRST, widget=forms.RadioSelect, required=False
    )
    result_reason = forms.CharField(
        label=_("Alasan rating hasil kerja"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    behaviour_rating = forms.ChoiceField(
        label=_("Rating perilaku kerja"), choices=WORST_FIRST, widget=forms.RadioSelect, required=False
    )
    behaviour_reason = forms.CharField(
        label=_("Alasan rating perilaku kerja"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    missing_reason = forms.CharField(
        label=_("Alasan menilai tanpa realisasi lengkap"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    recommendation = forms.CharField(
        label=_("Catatan atau rekomendasi"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercetak pada dokumen evaluasi."),
    )
    study_dropout = forms.BooleanField(label=_("Pegawai putus studi saat tugas belajar"), required=False)

    @classmethod
    def of(cls, review: Review, data: Any = None) -> RatingForm:
        """The form filled with the review's draft."""
        names = Ratings.__dataclass_fields__
        return cls(data, initial={name: getattr(review, name) for name in names})

    def ratings(self) -> Ratings:
        """What was typed, as the action takes it. Call it on a valid form."""
        return Ratings(**self.cleaned_data)


class SelfForm(forms.Form):
    """Penilaian diri."""

    results = forms.CharField(
        label=_("Bagaimana Anda menilai hasil kerja Anda?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    behaviour = forms.CharField(
        label=_("Bagaimana Anda menilai perilaku kerja Anda?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(forms.Form):
    """Why somebody does not sign."""

    reason = forms.CharField(
        label=_("Alasan tidak menandatangani"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class TakeOverForm(forms.Form):
    """Why the superior takes over."""

    note = forms.CharField(
        label=_("Catatan pengambilalihan"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercetak pada dokumen evaluasi, misalnya sebab penilai tidak menilai pada waktunya."),
    )


class OrganisationForm(forms.Form):
    """The predicate of one unit in one period."""

    predicate = forms.ChoiceField(
        label=_("Predikat organisasi"), choices=[("", "–"), *OrganisationLevel.choices], required=False
    )
    basis = forms.CharField(
        label=_("Dasar penetapan"), required=False, max_length=2000, widget=forms.TextInput()
    )


class PeriodChoice(forms.Form):
    """Which period a list shows."""

    periode = forms.ModelChoiceField(label=_("Periode"), queryset=Period.objects.none(), empty_label=None)
