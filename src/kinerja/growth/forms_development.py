"""Forms of needs, courses, sessions and enrolments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext_lazy

from kinerja.people.forms import day_field, in_words
from kinerja.people.models import Employee, Unit
from kinerja.rules.competence import dictionary

from .forms_common import employee_by, lines_field
from .models import Course, Need, NeedGroup, Session, TechnicalCompetence
from .training import behaviour_months, kinds

NONE = gettext_lazy("Tidak terkait satu kompetensi")
ALL_STAFF = gettext_lazy("Seluruh unit")
KEPT = (Need.Source.COMPLAINT, Need.Source.FEEDBACK, Need.Source.SURVEY, Need.Source.MEETING, Need.Source.GAP)


def _time_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, input_formats=["%H:%M", "%H.%M"])


def _choices(form: forms.Form, name: str, rows: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = rows


def _rows(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def competences(on: Any) -> list[tuple[str, Any]]:
    """None, the nine and the technical ones."""
    technical = TechnicalCompetence.objects.filter(retired=False).values_list("code", "name")
    return [("", NONE), *((item.code, item.name) for item in dictionary(on)), *technical]


class WishForm(forms.Form):
    topic = forms.CharField(label=gettext_lazy("Apa yang ingin Anda pelajari?"), max_length=200)
    competence = forms.ChoiceField(label=gettext_lazy("Kompetensi"), required=False)
    reason = lines_field(gettext_lazy("Untuk pekerjaan apa?"))

    def __init__(self, data: Any, *, on: Any) -> None:
        super().__init__(data)
        _choices(self, "competence", competences(on))


class NeedForm(forms.Form):
    """A need that a head or HR writes down; `units` are those he may choose."""

    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.none(), empty_label=None)
    nip = forms.CharField(
        label=gettext_lazy("NIP pegawai"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Kosongkan bila untuk seluruh unit."),
    )
    source = forms.ChoiceField(label=gettext_lazy("Sumber"))
    topic = forms.CharField(label=gettext_lazy("Topik"), max_length=200)
    competence = forms.ChoiceField(label=gettext_lazy("Kompetensi"), required=False)
    reason = lines_field(gettext_lazy("Alasan"))

    def __init__(self, data: Any, *, units: Any, on: Any, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        _rows(self, "unit", units)
        sources = [(source.value, source.label) for source in KEPT]
        _choices(self, "source", in_words(sources))
        _choices(self, "competence", competences(on))

    def clean_nip(self) -> Employee | None:
        """The employee, None for the whole unit."""
        number = "".join(self.cleaned_data["nip"].split())
        return employee_by(number) if number else None


class GroupForm(forms.Form):
    """Chosen needs as one programme; `rows` are the open needs offered."""

    needs = forms.MultipleChoiceField(label=gettext_lazy("Kebutuhan"), widget=forms.CheckboxSelectMultiple)
    title = forms.CharField(label=gettext_lazy("Judul kelompok"), max_length=200)
    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=2020, max_value=2100)
    price = forms.DecimalField(
        label=gettext_lazy("Perkiraan biaya tiap orang (rupiah)"),
        min_value=0,
        max_digits=12,
        decimal_places=0,
    )

    def __init__(self, data: Any, *, rows: Iterable[Need], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.rows = {str(need.pk): need for need in rows}
        _choices(self, "needs", [(pk, _need_words(need)) for pk, need in self.rows.items()])

    def clean_needs(self) -> list[Need]:
        """The needs ticked."""
        return [self.rows[pk] for pk in self.cleaned_data["needs"]]


def _need_words(need: Need) -> str:
    who = need.employee.name if need.employee else ALL_STAFF
    return f"{need.topic} · {who} · {need.unit.name}"


class GroupChangeForm(forms.Form):
    price = forms.DecimalField(
        label=gettext_lazy("Perkiraan biaya tiap orang (rupiah)"),
        min_value=0,
        max_digits=12,
        decimal_places=0,
    )
    decided = lines_field(gettext_lazy("Keputusan"), required=False)

    @classmethod
    def of(cls, group: NeedGroup, data: Any) -> GroupChangeForm:
        """Filled with what the group says now."""
        return cls(data, initial={"price": group.price, "decided": group.decided})


class CourseForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Judul"), max_length=200)
    purpose = lines_field(gettext_lazy("Tujuan"))
    form = forms.ChoiceField(label=gettext_lazy("Bentuk"), choices=in_words(Course.Form.choices))
    kind = forms.ChoiceField(label=gettext_lazy("Jenis menurut aturan JP"))
    hours = forms.IntegerField(label=gettext_lazy("JP"), min_value=1, max_value=900)
    price = forms.DecimalField(
        label=gettext_lazy("Biaya tiap orang (rupiah)"),
        min_value=0,
        max_digits=12,
        decimal_places=0,
        initial=0,
    )
    competence = forms.ChoiceField(label=gettext_lazy("Kompetensi"), required=False)
    behaviour_after = forms.IntegerField(
        label=gettext_lazy("Perilaku dievaluasi sesudah (bulan)"), min_value=0, max_value=36
    )
    retired = forms.BooleanField(label=gettext_lazy("Tidak dipakai lagi"), required=False)

    def __init__(self, data: Any, *, on: Any, course: Course | None = None) -> None:
        super().__init__(data)
        _choices(self, "kind", list(kinds(on).items()))
        _choices(self, "competence", competences(on))
        if course is None:
            del self.fields["retired"]
            self.initial = {"behaviour_after": behaviour_months(on)}
        else:
            self.initial = {name: getattr(course, name) for name in self.fields}


class MaterialForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Judul materi"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Isi"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    address = forms.URLField(
        label=gettext_lazy("Alamat"), max_length=200, required=False, assume_scheme="https"
    )


class QuestionForm(forms.Form):
    text = lines_field(gettext_lazy("Pertanyaan"))
    options = lines_field(
        gettext_lazy("Pilihan"), rows=6, help_text=gettext_lazy("Satu pilihan tiap baris, dua sampai enam.")
    )
    right = forms.IntegerField(
        label=gettext_lazy("Nomor pilihan yang benar"),
        min_value=1,
        max_value=6,
        help_text=gettext_lazy("1 untuk baris pertama."),
    )

    def facts(self) -> dict[str, Any]:
        """What the act takes, of a valid form."""
        told = self.cleaned_data
        options = [line.strip() for line in told["options"].splitlines() if line.strip()]
        return {"text": told["text"], "options": options, "right": told["right"] - 1}


class SessionForm(forms.Form):
    """First and last day, begin and end by the clock of the agency, place, trainer and seats."""

    day = day_field(gettext_lazy("Hari pertama"))
    begins = _time_field(gettext_lazy("Mulai pukul"))
    last = day_field(gettext_lazy("Hari terakhir"))
    ends = _time_field(gettext_lazy("Selesai pukul"))
    place = forms.CharField(
        label=gettext_lazy("Tempat"),
        max_length=200,
        help_text=gettext_lazy("Ruang, atau tautan bila daring."),
    )
    trainer = forms.CharField(label=gettext_lazy("Pengajar"), max_length=200)
    seats = forms.IntegerField(label=gettext_lazy("Kursi"), min_value=1, max_value=5_000, initial=20)
    needs_approval = forms.BooleanField(
        label=gettext_lazy("Perlu persetujuan atasan"), required=False, initial=True
    )

    def __init__(self, data: Any, *, session: Session | None = None) -> None:
        super().__init__(data, initial={"begins": time(9, 0), "ends": time(15, 0)})
        if session is None:
            return
        del self.fields["needs_approval"]
        begins, ends = localtime(session.starts_at), localtime(session.ends_at)
        self.initial = {
            "day": begins.date(),
            "begins": begins.time(),
            "last": ends.date(),
            "ends": ends.time(),
            "place": session.place,
            "trainer": session.trainer,
            "seats": session.seats,
        }

    def facts(self) -> dict[str, Any]:
        """What the act takes, of a valid form."""
        told, zone = self.cleaned_data, get_default_timezone()
        facts = {
            "starts_at": datetime.combine(told["day"], told["begins"], tzinfo=zone),
            "ends_at": datetime.combine(told["last"], told["ends"], tzinfo=zone),
            "place": told["place"],
            "trainer": told["trainer"],
            "seats": told["seats"],
        }
        if "needs_approval" in told:
            facts["needs_approval"] = told["needs_approval"]
        return facts


class EnrolForm(forms.Form):
    """Somebody else, by NIP."""

    nip = forms.CharField(label=gettext_lazy("NIP pegawai"), max_length=30)

    def clean_nip(self) -> Employee:
        """The employee with this NIP."""
        return employee_by("".join(self.cleaned_data["nip"].split()))
