"""Forms of data protection."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Breach, DataRequest

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
WORDS = forms.Textarea(attrs={"rows": 3})


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("Surel Anda"), help_text=_("Kami mengirim kode ke alamat ini."))


class AskForm(forms.Form):
    email = forms.EmailField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Kode enam angka dari surel"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    kind = forms.ChoiceField(
        label=_("Yang Anda minta"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Keterangan"), required=False, max_length=1000, widget=WORDS)


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan penolakan"),
        max_length=1000,
        widget=WORDS,
        help_text=_("Sebut ketentuannya; pemohon membaca alasan ini."),
    )


class BreachForm(forms.ModelForm[Breach]):
    discovered_at = forms.DateTimeField(label=_("Diketahui pada"), widget=MOMENT)

    class Meta:
        model = Breach
        fields = ("discovered_at", "happened", "data", "people_count")
        labels = {
            "happened": _("Kapan dan bagaimana terungkap"),
            "data": _("Data pribadi yang terungkap"),
            "people_count": _("Perkiraan jumlah orang"),
        }
        widgets = {"happened": WORDS, "data": WORDS}


class BreachProgressForm(forms.ModelForm[Breach]):
    people_told_at = forms.DateTimeField(label=_("Subjek data diberi tahu"), widget=MOMENT, required=False)
    authority_told_at = forms.DateTimeField(label=_("Lembaga diberi tahu"), widget=MOMENT, required=False)
    close = forms.BooleanField(label=_("Penanganan selesai, tutup catatan ini"), required=False)

    class Meta:
        model = Breach
        fields = ("handling", "people_told_at", "authority_told_at", "public_notice")
        labels = {
            "handling": _("Penanganan dan pemulihan"),
            "public_notice": _("Pengumuman kepada masyarakat"),
        }
        widgets = {"handling": WORDS, "public_notice": WORDS}
