"""What people fill in when they ask for feedback or answer; the grids read their own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinerja.people.models import Employee
from kinerja.plans.models import Plan

from .models import Feedback
from .present import ReportView

SHORTENED = 90


def item_choices(view: ReportView) -> list[tuple[str, list[tuple[str, str]]]]:
    """Results and values of a plan as grouped choices; "r:<key>" is a result, "v:<code>" a value."""
    results = [(f"r:{result.key}", f"{result.number}. {_short(result.statement)}") for result in view.results]
    values = [(f"v:{value.value.code}", value.value.name) for value in view.values]
    return [(gettext("Hasil kerja"), results), (gettext("Perilaku kerja"), values)]


def _short(text: str) -> str:
    return text if len(text) <= SHORTENED else f"{text[: SHORTENED - 1]}…"


def read_item(item: str) -> tuple[UUID | None, str]:
    """Result key or value code of a choice made from `item_choices`."""
    kind, _colon, name = item.partition(":")
    return (UUID(name), "") if kind == "r" else (None, name)


class AnswerForm(forms.Form):
    """Feedback on one item."""

    tone = forms.ChoiceField(label=_("Nada"), choices=Feedback.Tone.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Umpan balik"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Sebut apa yang Anda lihat, kapan, dan apa akibatnya. Satu contoh lebih berguna dari pujian."
        ),
        max_length=5_000,
    )


def _told_apart(person: Employee, plan: Plan | None) -> str:
    place = f" · {plan.post.title}, {plan.post.unit.name}" if plan else ""
    return f"{person.name}{place} · NIP {person.nip}"


class AskForm(forms.Form):
    """Whom to ask, about what. People are told apart by their post and NIP, because names repeat."""

    asked = forms.ChoiceField(label=_("Kepada"), widget=forms.RadioSelect)
    item = forms.ChoiceField(label=_("Tentang"))
    message = forms.CharField(
        label=_("Pesan"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[Employee],
        plans: Mapping[int, Plan],
        view: ReportView,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        named = [(key, _told_apart(person, plans.get(person.pk))) for key, person in self.people.items()]
        self._offer("asked", named)
        self._offer("item", item_choices(view))

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def colleague(self) -> Employee:
        """The person chosen, of a valid form."""
        return self.people[self.cleaned_data["asked"]]
