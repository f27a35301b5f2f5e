"""Forms of integrity."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field, in_words

from .models import Declaration

LONG = 5_000


class DeclareForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"), choices=in_words(Declaration.Kind.choices), widget=forms.RadioSelect
    )
    happened_on = day_field(
        gettext_lazy("Tanggal"),
        help_text=gettext_lazy("Hari gratifikasi diterima, atau sejak kapan benturan kepentingan ada."),
    )
    text = forms.CharField(
        label=gettext_lazy("Uraian"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Apa, dari siapa, perkiraan nilainya, dan kaitannya dengan tugas Anda."),
    )


class HandleForm(forms.Form):
    outcome = forms.CharField(
        label=gettext_lazy("Penanganan"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(
        label=gettext_lazy("Nomor atau dasar penanganan"),
        max_length=200,
        help_text=gettext_lazy("Misalnya nomor penetapan KPK atau berita acara."),
    )
