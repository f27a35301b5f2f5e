"""Forms of supervising."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """What was found when a warning was looked into."""

    note = forms.CharField(
        label=_("Catatan penutup"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Apa yang Anda temukan dan apa yang dilakukan. Orang yang bersangkutan dapat membacanya."
        ),
        error_messages={
            "required": _("Tulis apa yang Anda temukan dan apa yang dilakukan; catatan ini tetap tersimpan.")
        },
    )


class ReplyForm(forms.Form):
    """What the person says whom a warning is about."""

    text = forms.CharField(
        label=_("Jawaban Anda"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dibaca oleh yang menutup peringatan ini. Jawaban tidak dapat ditarik."),
    )
