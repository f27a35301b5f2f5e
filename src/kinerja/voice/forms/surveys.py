"""What people fill in to make surveys and to follow them up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinerja.people.forms import day_field
from kinerja.people.models import Employee, Unit
from kinerja.rules import skm

from ..actions.questionnaires import LONGEST_LABEL, Asked
from ..actions.tokens import MOST_AT_ONCE
from ..models import QuestionnaireVersion, Service, SurveyPeriod
from .service_choice import ServiceField

WORDS = forms.Textarea(attrs={"rows": 3})
MOST_USERS = 10_000_000


def _choose(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def element_choices(on: date, empty: str) -> list[tuple[str, str]]:
    """The nine elements, and what no element means."""
    return [("", empty), *((element.code, element.name) for element in skm.elements(on))]


class QuestionnaireForm(forms.Form):
    """A new questionnaire. Who runs surveys of the whole agency may leave the unit out."""

    name = forms.CharField(label=_("Nama kuesioner"), max_length=200)
    unit = forms.ModelChoiceField(
        label=_("Untuk unit"), queryset=Unit.objects.none(), empty_label=_("Semua unit")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], for_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "unit", units)
        self.fields["unit"].required = not for_all


class IntroForm(forms.Form):
    """What a citizen reads above the first question."""

    intro = forms.CharField(
        label=_("Pengantar"),
        max_length=1_000,
        required=False,
        widget=WORDS,
        help_text=_("Satu atau dua kalimat, misalnya untuk apa jawabannya dipakai."),
    )


class QuestionForm(forms.Form):
    """One question. Left wholly empty it is no question; an element without labels gets the official ones."""

    text = forms.CharField(label=_("Pertanyaan"), max_length=500, required=False, widget=WORDS)
    element = forms.ChoiceField(label=_("Unsur"), required=False)
    label1 = forms.CharField(label=_("Jawaban 1 (terendah)"), max_length=LONGEST_LABEL, required=False)
    label2 = forms.CharField(label=_("Jawaban 2"), max_length=LONGEST_LABEL, required=False)
    label3 = forms.CharField(label=_("Jawaban 3"), max_length=LONGEST_LABEL, required=False)
    label4 = forms.CharField(label=_("Jawaban 4 (tertinggi)"), max_length=LONGEST_LABEL, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.official = {element.code: element for element in skm.elements(on)}
        field = self.fields["element"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = element_choices(on, gettext("Pertanyaan terbuka, tanpa nilai"))

    def asked(self) -> Asked:
        """The question as it is written."""
        data = self.cleaned_data
        labels = tuple(data[f"label{value}"] for value in range(1, 5))
        official = self.official.get(data["element"])
        if official is None:
            return Asked(data["text"], "", tuple(label for label in labels if label))
        return Asked(data["text"], official.code, labels if any(labels) else official.labels)


QuestionSet = forms.formset_factory(
    QuestionForm, extra=2, can_order=True, can_delete=True, max_num=60, absolute_max=60
)


def asked_in(questions: forms.BaseFormSet[QuestionForm]) -> list[Asked]:
    """The questions of a valid sheet in the order of their numbers, without those empty or struck out."""
    asked = [form.asked() for form in questions.ordered_forms]
    return [one for one in asked if one.text.strip() or one.element or one.labels]


class PeriodForm(forms.Form):
    """A planned survey of one unit."""

    unit = forms.ModelChoiceField(
        label=_("Unit yang disurvei"),
        queryset=Unit.objects.none(),
        help_text=_("Survei berlaku juga untuk unit di bawahnya yang tidak mempunyai survei sendiri."),
    )
    name = forms.CharField(label=_("Nama periode"), max_length=120, help_text=_("Misalnya Semester II 2026."))
    starts = day_field(_("Hari pertama"))
    ends = day_field(_("Hari terakhir"))
    version = forms.ModelChoiceField(
        label=_("Kuesioner"), queryset=QuestionnaireVersion.objects.none(), empty_label=None
    )
    population = forms.IntegerField(
        label=_("Jumlah pengguna layanan"),
        min_value=1,
        max_value=MOST_USERS,
        help_text=_(
            "Pengguna layanan pada periode yang sama atau sebelumnya. Target responden dihitung dari sini."
        ),
    )
    poster_open = forms.BooleanField(
        label=_("Terima juga jawaban lewat poster"),
        required=False,
        help_text=_("Untuk unit tanpa loket. Jawaban dari poster ditandai dalam hasil."),
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        versions: QuerySet[QuestionnaireVersion],
        period: SurveyPeriod | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "unit", units)
        _choose(self, "version", versions)
        if period is not None:
            del self.fields["unit"]


class DecisionForm(forms.Form):
    """Why held answers count or do not."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1_000,
        widget=WORDS,
        help_text=_("Misalnya apa yang Anda periksa dan dengan siapa. Tercatat dalam audit."),
    )


class CodesForm(forms.Form):
    """A stack of codes to print."""

    service = ServiceField(Service.objects.none(), label=_("Layanan"), empty_label=_("Pilih layanan"))
    count = forms.IntegerField(label=_("Jumlah kode"), min_value=1, max_value=MOST_AT_ONCE, initial=24)

    def __init__(self, *args: Any, services: QuerySet[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "service", services)


class FollowUpForm(forms.Form):
    """A row of the follow-up plan: element, programme, quarter, responsible."""

    element = forms.ChoiceField(label=_("Unsur"), required=False)
    programme = forms.CharField(
        label=_("Program atau kegiatan"),
        max_length=1_000,
        widget=WORDS,
        help_text=_("Apa yang akan berbeda bagi pengguna layanan?"),
    )
    when = forms.ChoiceField(label=_("Triwulan"))
    responsible = forms.ModelChoiceField(label=_("Penanggung jawab"), queryset=Employee.objects.none())

    def __init__(self, *args: Any, on: date, people: QuerySet[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("element", element_choices(on, gettext("Tidak terkait satu unsur"))),
            ("when", quarters(on)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        _choose(self, "responsible", people)

    def facts(self) -> dict[str, Any]:
        """What the act takes. Call after `is_valid`."""
        data = dict(self.cleaned_data)
        year, _dash, quarter = data.pop("when").partition("-")
        return data | {"year": int(year), "quarter": int(quarter)}


def quarters(on: date) -> list[tuple[str, str]]:
    """This quarter and the eleven after it: horizons under 12, 12 to 24 and over 24 months."""
    first = on.year * 4 + (on.month - 1) // 3
    found = []
    for place in range(first, first + 12):
        year, quarter = divmod(place, 4)
        words = gettext("Triwulan %(roman)s %(year)d")
        roman = ("I", "II", "III", "IV")[quarter]
        found.append((f"{year}-{quarter + 1}", words % {"roman": roman, "year": year}))
    return found


class CloseFollowUpForm(forms.Form):
    """How a row of the plan ended."""

    event = forms.ChoiceField(
        label=_("Bagaimana berakhirnya?"),
        choices=[("finish", _("Sudah dilaksanakan")), ("drop", _("Dibatalkan"))],
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("Hasil atau alasan"),
        max_length=1_000,
        widget=WORDS,
        help_text=_("Tampil pada laporan survei berikutnya."),
    )
