"""Forms of support plans, promises and feedback on coaches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Employee

from .forms_common import lines_field
from .models import SupportPlan, SupportStep
from .queries.coach_feedback import Statement

KINDS = [SupportPlan.Kind.COACHING, SupportPlan.Kind.GUIDANCE]


class ContentForm(forms.Form):
    """The parts of B.1.6 and the dates."""

    goal = lines_field(
        gettext_lazy("Tujuan"),
        help_text=gettext_lazy("Yang ingin dicapai: indikator, keadaan sekarang, dan target."),
    )
    facts = lines_field(
        gettext_lazy("Fakta"),
        required=False,
        help_text=gettext_lazy("Kemajuan, masalah, dan penyebabnya. Tulis yang terlihat, bukan penilaian."),
    )
    options = lines_field(
        gettext_lazy("Peluang"),
        required=False,
        help_text=gettext_lazy("Cara yang mungkin ditempuh, termasuk dukungan yang diperlukan."),
    )
    adjusts_target = forms.BooleanField(
        label=gettext_lazy("Ukuran atau target SKP disesuaikan"),
        required=False,
        help_text=gettext_lazy("Bila ya, SKP harus diubah melalui perubahan SKP."),
    )
    starts = day_field(gettext_lazy("Mulai"))
    due = day_field(gettext_lazy("Selesai paling lambat"))


class GuideForm(ContentForm):
    """The same when it is opened, with the guide: one of `people`, or another employee by NIP."""

    guide = forms.ModelChoiceField(
        label=gettext_lazy("Pembimbing"), queryset=Employee.objects.none(), empty_label=None
    )
    other = forms.CharField(
        label=gettext_lazy("NIP pembimbing lain"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Isi hanya bila pembimbingnya tidak ada dalam pilihan."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, data: Any, *, people: Any, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["guide"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people

    def clean_other(self) -> Employee | None:
        """The employee with this NIP."""
        number = "".join(self.cleaned_data["other"].split())
        if not number:
            return None
        found = Employee.objects.select_related("user").filter(nip=number).first()
        if found is None:
            raise forms.ValidationError(_("NIP ini tidak ditemukan. Periksa angkanya."))
        return found

    def facts_told(self) -> dict[str, Any]:
        """What the act takes, of a valid form."""
        told = dict(self.cleaned_data)
        other = told.pop("other")
        return told | ({"guide": other} if other else {})


class OpenForm(GuideForm):
    """Coaching or guidance."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), widget=forms.RadioSelect)
    field_order = ("kind", "guide", "other", "goal", "facts", "options", "adjusts_target", "starts", "due")

    def __init__(self, data: Any, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = in_words([(kind.value, kind.label) for kind in KINDS])


class OpenPathForm(GuideForm):
    """The six months: the law sets their end."""

    field_order = ("guide", "other", "goal", "facts", "options", "adjusts_target", "starts")

    def __init__(self, data: Any, **more: Any) -> None:
        super().__init__(data, **more)
        del self.fields["due"]


class StepForm(forms.Form):
    text = lines_field(gettext_lazy("Langkah"), rows=2)
    by = forms.ChoiceField(label=gettext_lazy("Dikerjakan oleh"), widget=forms.RadioSelect)
    due = day_field(gettext_lazy("Batas waktu"))

    def __init__(self, data: Any, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = in_words(SupportStep.By.choices)


class StepDoneForm(forms.Form):
    done_on = day_field(gettext_lazy("Selesai pada"))
    evidence = lines_field(
        gettext_lazy("Bukti"), help_text=gettext_lazy("Tautan, nama dokumen, atau apa yang terlihat.")
    )


class TalkForm(forms.Form):
    held_on = day_field(gettext_lazy("Tanggal sesi"))
    progress = lines_field(gettext_lazy("Kemajuan dan masalah"))
    agreed = lines_field(gettext_lazy("Yang disepakati"))


class PromiseForm(forms.Form):
    """A resource, and which of `leaders` promises it."""

    text = forms.CharField(
        label=gettext_lazy("Dukungan"),
        max_length=300,
        help_text=gettext_lazy("Misalnya: satu komputer untuk loket, atau dua hari tanpa tugas jaga."),
    )
    promised_by = forms.ModelChoiceField(
        label=gettext_lazy("Yang berjanji"), queryset=Employee.objects.none(), empty_label=None
    )
    due = day_field(gettext_lazy("Dipenuhi paling lambat"))

    def __init__(self, data: Any, *, leaders: Any, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["promised_by"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = leaders


class AnswerForm(forms.Form):
    """Whether a promise in one's name is one's own."""

    answer = forms.ChoiceField(label=gettext_lazy("Janji ini"), widget=forms.RadioSelect)

    def __init__(self, data: Any, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("confirm", _("Ya, saya menjanjikannya")), ("deny", _("Bukan janji saya"))]


class SettleForm(forms.Form):
    """Kept; or taken back, which only who promised may say."""

    end = forms.ChoiceField(label=gettext_lazy("Janji ini"), widget=forms.RadioSelect)
    on = day_field(gettext_lazy("Pada tanggal"))
    note = lines_field(
        gettext_lazy("Keterangan"), help_text=gettext_lazy("Apa yang diberikan, atau mengapa ditarik.")
    )

    def __init__(self, data: Any, *, own: bool, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["end"]
        assert isinstance(field, forms.ChoiceField)
        taken_back = [("withdraw", _("Ditarik"))] if own else []
        field.choices = [("keep", _("Sudah dipenuhi")), *taken_back]


class CloseForm(forms.Form):
    result = forms.ChoiceField(label=gettext_lazy("Hasil"), widget=forms.RadioSelect)
    outcome = lines_field(
        gettext_lazy("Uraian hasil"),
        help_text=gettext_lazy("Apa yang berubah, dan apa langkah sesudahnya bila belum tercapai."),
    )

    def __init__(self, data: Any, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["result"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = in_words(SupportPlan.Result.choices)


class PathStepForm(forms.Form):
    on = day_field(gettext_lazy("Dilakukan pada"))
    note = lines_field(
        gettext_lazy("Catatan"), help_text=gettext_lazy("Apa yang dilakukan, dengan dasar surat bila ada.")
    )


class FeedbackForm(forms.Form):
    """The nine statements (fields by code) and a note."""

    def __init__(self, data: Any, *, asked: list[Statement], scale: list[str]) -> None:
        super().__init__(data)
        choices = [(str(value), label) for value, label in enumerate(scale, start=1)]
        for item in asked:
            self.fields[item.code] = forms.TypedChoiceField(
                label=item.text, choices=choices, coerce=int, widget=forms.RadioSelect
            )
        self.fields["note"] = lines_field(_("Catatan untuk atasan pembimbing"), required=False)
