"""Fields that the forms of every part use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.people.models import Employee


def lines_field(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    """A field for several lines, at most 5,000 characters unless told."""
    more.setdefault("max_length", 5_000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class WhyForm(forms.Form):
    """One reason; the page says who reads it."""

    why = lines_field(gettext_lazy("Alasan"))


def employee_by(text: str) -> Employee:
    """The employee with this NIP, spaces allowed. Raises ValidationError for one that nobody has."""
    number = "".join(text.split())
    found = Employee.objects.select_related("user").filter(nip=number).first()
    if found is None:
        raise forms.ValidationError(_("NIP %(nip)s tidak ditemukan. Periksa angkanya.") % {"nip": number})
    return found
