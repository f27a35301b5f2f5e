"""Forms of objections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinerja.documents.uploads import ENDINGS

from .actions.objections import CHANGED, UPHELD, Decision
from .forms import WORST_FIRST
from .models import Review

LONG = 8_000
OUTCOMES = [(UPHELD, _("Menguatkan hasil evaluasi")), (CHANGED, _("Mengubah hasil evaluasi"))]


def _words(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _file() -> forms.FileField:
    return forms.FileField(
        label=_("Berkas bukti"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_("PDF, gambar, Word, Excel, ODT, teks, atau CSV."),
    )


class ObjectForm(forms.Form):
    """Why the employee objects, and a first piece of evidence."""

    reasons = _words(
        _("Alasan keberatan"),
        7,
        help_text=_("Sebutkan bagian mana yang tidak sesuai, apa yang sebenarnya terjadi, dan buktinya."),
    )
    text = _words(_("Uraian bukti"), 2, required=False)
    file = _file()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("file") and not values.get("text"):
            self.add_error("text", _("Tulis apa yang ditunjukkan berkas ini."))
        return values


class StatementForm(forms.Form):
    """One side's explanation."""

    text = _words(
        _("Penjelasan Anda"),
        8,
        help_text=_("Ditulis satu kali. Setelah dikirim, pihak lain dan pemutus membacanya."),
    )


class EvidenceForm(forms.Form):
    """One more piece of evidence."""

    text = _words(_("Uraian bukti"), 3)
    file = _file()


class DecisionForm(forms.Form):
    """The decision; the two ratings are read only for a change."""

    outcome = forms.ChoiceField(label=_("Putusan"), choices=OUTCOMES, widget=forms.RadioSelect)
    result_rating = forms.ChoiceField(
        label=_("Rating hasil kerja yang baru"),
        choices=WORST_FIRST,
        widget=forms.RadioSelect,
    )
    behaviour_rating = forms.ChoiceField(
        label=_("Rating perilaku kerja yang baru"),
        choices=WORST_FIRST,
        widget=forms.RadioSelect,
    )
    reasons = _words(
        _("Pertimbangan putusan"),
        6,
        help_text=_("Dibaca kedua pihak. Bila hasil diubah, tercetak pada dokumen evaluasi yang baru."),
    )
    recommendation = _words(
        _("Catatan atau rekomendasi"),
        3,
        required=False,
        help_text=_("Kosongkan untuk memakai catatan penilai."),
    )

    @classmethod
    def of(cls, review: Review, data: Any = None) -> DecisionForm:
        """The form with the ratings that were objected to."""
        ratings = {name: getattr(review, name) for name in ("result_rating", "behaviour_rating")}
        return cls(data, initial=ratings)

    def decision(self) -> Decision:
        """What was typed, as the action takes it. Call it on a valid form."""
        return Decision(**self.cleaned_data)
