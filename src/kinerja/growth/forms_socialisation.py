"""Forms of lessons, questions and the pulse."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field, in_words
from kinerja.rules.loader import in_force

from .actions.staff_questions import LONGEST
from .models import Lesson, Pulse

ANSWERS = [
    (1, gettext_lazy("Sangat tidak setuju")),
    (2, gettext_lazy("Tidak setuju")),
    (3, gettext_lazy("Setuju")),
    (4, gettext_lazy("Sangat setuju")),
]


def _text(label: Any, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class LessonForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Judul"), max_length=160)
    summary = forms.CharField(label=gettext_lazy("Inti dalam satu kalimat"), max_length=300)
    audience = forms.ChoiceField(label=gettext_lazy("Untuk"))
    body = _text(gettext_lazy("Isi"), 5_000, 10)
    minutes = forms.IntegerField(label=gettext_lazy("Lama membaca (menit)"), min_value=1, max_value=30)
    order = forms.IntegerField(label=gettext_lazy("Urutan"), min_value=0, max_value=999)
    check_text = forms.CharField(label=gettext_lazy("Pertanyaan pemeriksa"), max_length=300, required=False)
    check_right = forms.CharField(label=gettext_lazy("Jawaban benar"), max_length=200, required=False)
    check_wrong = forms.CharField(label=gettext_lazy("Jawaban salah"), max_length=200, required=False)

    def __init__(self, data: Any, *, row: Lesson | None = None) -> None:
        told = {name: getattr(row, name) for name in self.base_fields} if row else {}
        super().__init__(data, initial=told or {"minutes": 3, "order": 0})
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = in_words(Lesson.For.choices)


class AskForm(forms.Form):
    text = _text(gettext_lazy("Pertanyaan Anda"), LONGEST)
    named = forms.BooleanField(label=gettext_lazy("Tampilkan nama saya"), required=False)


class AnswerForm(forms.Form):
    answer = _text(gettext_lazy("Jawaban untuk semua"), 3_000, 5)


class PulseForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Judul"), max_length=160)
    intro = _text(gettext_lazy("Pengantar"), 500, required=False)
    statements = _text(
        gettext_lazy("Pernyataan"),
        2_000,
        6,
        help_text=gettext_lazy(
            "Satu baris satu pernyataan, ditulis sehingga setuju berarti baik. Pernyataan yang sama dapat "
            "dibandingkan dengan survei sebelumnya."
        ),
    )
    starts = day_field(gettext_lazy("Mulai"))
    ends = day_field(gettext_lazy("Sampai"))

    def facts(self) -> dict[str, Any]:
        """What the act takes, of a valid form."""
        return self.cleaned_data | {"statements": self.cleaned_data["statements"].splitlines()}


class PulseAnswerForm(forms.Form):
    """The statements of one pulse with four answers each, and one open line."""

    def __init__(self, data: Any, *, pulse: Pulse, on: date) -> None:
        super().__init__(data)
        for row in pulse.statements:
            self.fields[row["code"]] = forms.TypedChoiceField(
                label=row["text"], choices=ANSWERS, coerce=int, widget=forms.RadioSelect
            )
        most = in_force("pulse.limits", on)["text"]
        self.fields["text"] = _text(
            gettext_lazy("Satu hal yang perlu diubah"),
            most,
            required=False,
            help_text=gettext_lazy("Jangan menulis nama, tanggal, atau kejadian yang hanya Anda tahu."),
        )

    def facts(self) -> dict[str, Any]:
        """What the act takes, of a valid form."""
        told = dict(self.cleaned_data)
        return {"text": told.pop("text"), "scores": told}


class ReplyForm(forms.Form):
    heard = _text(gettext_lazy("Yang kami dengar"), 1_000)
    change = _text(gettext_lazy("Yang kami ubah"), 1_000)
    done_on = day_field(gettext_lazy("Berlaku mulai"), required=False)
