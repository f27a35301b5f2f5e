"""A service in a list of choices, told apart from those of the same name by its unit."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count

from ..models import Service


class ServiceField(forms.ModelChoiceField[Service]):
    """One service. Six puskesmas give the same service: then the choice also says whose it is.

    The rows it offers carry their unit (`select_related`).
    """

    @cached_property
    def _repeated(self) -> set[str]:
        rows: Any = self.queryset
        names = rows.order_by().values("name").annotate(many=Count("pk")).filter(many__gt=1)
        return {row["name"] for row in names}

    def label_from_instance(self, obj: Service) -> str:
        """Its name; with the unit where another in the list has the same."""
        return f"{obj.name}, {obj.unit.name}" if obj.name in self._repeated else obj.name
