"""What the office fills in to tell what changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinerja.people.forms import day_field
from kinerja.people.models import Unit
from kinerja.people.queries import unit_tree_ids

from ..actions.changes import Causes
from ..change_measures import MEASURES
from ..models import Change, Complaint, FollowUp, Service, SurveyPeriod, Topic
from ..queries.quarters import complete_quarters
from ..queries.surveys import units_above
from ..queries.trends import label_of
from .surveys import element_choices

QUARTERS = 12
WORDS = forms.Textarea(attrs={"rows": 4})
NUMBERS = forms.Textarea(attrs={"rows": 2})
MOST_REPORTS = 200


class ChangeForm(forms.Form):
    """One change of one unit: what, since when, because of what, and by which measure."""

    title = forms.CharField(label=_("Yang berubah"), max_length=200)
    text = forms.CharField(
        label=_("Penjelasan"),
        max_length=2_000,
        widget=WORDS,
        help_text=_("Apa yang kini berbeda bagi warga? Jangan menulis nama orang."),
    )
    changed_on = day_field(_("Berlaku sejak"))
    service = forms.ModelChoiceField(
        label=_("Layanan"), queryset=Service.objects.none(), required=False, empty_label=_("Seluruh unit")
    )
    period = forms.ModelChoiceField(
        label=_("Karena survei"), queryset=SurveyPeriod.objects.none(), required=False, empty_label=_("Tidak")
    )
    element = forms.ChoiceField(label=_("Unsur survei itu"), required=False)
    complaints = forms.CharField(
        label=_("Karena laporan warga"),
        required=False,
        widget=NUMBERS,
        help_text=_("Nomor laporan, dipisah spasi. Nomor hanya tampil bila pelapornya membuka laporannya."),
    )
    topic = forms.ModelChoiceField(
        label=_("Karena diskusi di forum"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("Tidak"),
    )
    follow_up = forms.ModelChoiceField(
        label=_("Menurut rencana tindak lanjut"),
        queryset=FollowUp.objects.none(),
        required=False,
        empty_label=_("Tidak"),
    )
    measure = forms.ChoiceField(label=_("Ukuran"), required=False)
    before = forms.ChoiceField(label=_("Triwulan sebelum"), required=False)
    after = forms.ChoiceField(label=_("Triwulan sesudah"), required=False)

    def __init__(self, *args: Any, unit: Unit, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = unit_tree_ids([unit.pk])
        over = (SurveyPeriod.Status.CLOSED, SurveyPeriod.Status.PUBLISHED)
        rows = {
            "service": Service.objects.filter(unit=unit),
            "period": SurveyPeriod.objects.filter(unit__in=units_above([unit.pk]), status__in=over),
            "topic": Topic.objects.filter(hidden=False, unit__in=self.places),
            "follow_up": FollowUp.objects.filter(unit__in=self.places),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset
        quarters = [(day.isoformat(), label_of(day, "quarter")) for day in complete_quarters(on, QUARTERS)]
        picks = [("", gettext("Pilih triwulan")), *reversed(quarters)]
        measures = [("", gettext("Tanpa angka")), *((code, gettext(name)) for code, name in MEASURES.items())]
        for name, choices in (
            ("element", element_choices(on, gettext("Tidak terkait satu unsur"))),
            ("measure", measures),
            ("before", picks),
            ("after", picks),
        ):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = choices

    def clean_complaints(self) -> list[Complaint]:
        """The reports of these numbers; all of them must have been about the unit or answered by it."""
        numbers = set(self.cleaned_data["complaints"].upper().replace(",", " ").split())
        if len(numbers) > MOST_REPORTS:
            raise forms.ValidationError(_("Paling banyak 200 laporan untuk satu perubahan."))
        mine = Q(unit__in=self.places) | Q(reported_unit__in=self.places)
        found = list(Complaint.objects.filter(mine, number__in=numbers).order_by("number"))
        if unknown := numbers - {row.number for row in found}:
            words = gettext("Tidak ada laporan tentang unit ini dengan nomor %(numbers)s.")
            raise forms.ValidationError(words % {"numbers": ", ".join(sorted(unknown))})
        return found

    def facts(self) -> dict[str, Any]:
        """What the act takes. Call after `is_valid`."""
        data = dict(self.cleaned_data)
        names = ("period", "element", "follow_up", "topic", "complaints")
        causes = Causes(**{name: data.pop(name) for name in names})
        for name in ("before", "after"):
            data[name] = date.fromisoformat(data[name]) if data[name] else None
        return data | {"causes": causes}


def written(change: Change) -> dict[str, Any]:
    """A draft as the form shows it."""
    plain = ("title", "text", "changed_on", "service", "period", "element", "topic", "follow_up", "measure")
    facts = {name: getattr(change, name) for name in plain}
    numbers = " ".join(change.complaints.order_by("number").values_list("number", flat=True))
    quarters = {name: getattr(change, name).get("starts", "") for name in ("before", "after")}
    return facts | quarters | {"complaints": numbers}
