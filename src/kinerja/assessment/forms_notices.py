"""What somebody fills in about his notices, and about a delegation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kinerja.people.models import Employee

from .models import NoticeSetting

HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SettingForm(forms.Form):
    """When mail may come."""

    rhythm = forms.ChoiceField(
        label=_("Surel pemberitahuan"),
        choices=[
            (NoticeSetting.Rhythm.AT_ONCE, _("Segera, di luar jam tenang")),
            (NoticeSetting.Rhythm.DAILY, _("Satu ringkasan tiap hari kerja, setelah jam tenang berakhir")),
            (NoticeSetting.Rhythm.NEVER, _("Jangan kirim surel; cukup di halaman ini")),
        ],
        widget=forms.RadioSelect,
    )
    quiet_from = forms.TimeField(label=_("Jam tenang mulai"), widget=HOUR)
    quiet_until = forms.TimeField(label=_("Jam tenang sampai"), widget=HOUR)


class DelegationForm(forms.Form):
    """Who prepares, from when to when, and why."""

    taker = forms.ModelChoiceField(
        label=_("Kepada"), queryset=Employee.objects.none(), empty_label=_("Pilih anggota tim")
    )
    starts = forms.DateField(label=_("Mulai"), widget=DAY)
    ends = forms.DateField(label=_("Sampai"), widget=DAY)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=200,
        help_text=_("Misalnya: dinas luar 12 sampai 16 Oktober."),
    )
