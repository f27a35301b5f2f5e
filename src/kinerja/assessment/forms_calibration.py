"""Forms of calibration."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RemarkForm(forms.Form):
    """The head's remark."""

    text = forms.CharField(
        label=_("Catatan Anda untuk penilai"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Pegawai membaca catatan ini bersama jawabannya setelah dokumen ditandatangani. "
            "Tulis tentang rating dan faktanya."
        ),
    )


class AnswerForm(forms.Form):
    """The appraiser's answer."""

    answer = forms.CharField(
        label=_("Jawaban Anda"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ubah ratingnya lebih dahulu bila Anda setuju; bila tidak, tulis alasan Anda."),
    )
