"""The law as this agency applies it: the value in force, with the agency's own dated override over it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from django.db.models import Q

from kinerja.rules import loader
from kinerja.rules.loader import Value

from ..models import LawOverride

# Rule: the parameters in it that an agency may set for itself, each a whole number from 1 to a bound.
OVERRIDABLE: dict[str, dict[str, int]] = {
    "deadline.complaint_verify": {"days": 10},
    "deadline.complaint_follow_up": {"days": 20},
    "deadline.complaint_information": {"days": 20},
    "deadline.complaint_no_oversight": {"days": 60},
    "deadline.complaint_oversight": {"days": 120},
    "deadline.complaint_auto_close": {"days": 60},
    "deadline.examination_reply": {"days": 30},
    "deadline.examination_appeal": {"days": 30},
    "talent.years": {"years": 5},
    "talent.input_years": {"years": 10},
    "talent.strength": {"above": 4, "praise_days": 1_825},
    "training.behaviour": {"months": 36},
    "allowance.predicate_months": {"months": 24},
    "meeting.agenda": {"good_share": 100, "fall": 100, "fast_cases": 1_000, "fast_share": 100},
}


def says(value: Value, key: str) -> str:
    """What one parameter of a rule means; a rule with one parameter says it in its title."""
    return str(value.data.get("says", {}).get(key, value.title))


def in_force(rule_id: str, on: date) -> Value:
    """The value of `rule_id` on the day `on`; an agency's override replaces the parameter and the source.

    Raises RuleError or NoRuleInForce. One query, none for a rule without overridable parameters.
    """
    value = loader.in_force(rule_id, on)
    if rule_id not in OVERRIDABLE:
        return value
    rows = LawOverride.objects.filter(Q(ends__isnull=True) | Q(ends__gte=on), rule=rule_id, starts__lte=on)
    own = {row.key: row for row in rows.order_by("starts")}
    if not own:
        return value
    data = dict(value.data) | {key: row.value for key, row in own.items()}
    source = "; ".join(
        f"{row.basis} (ketetapan instansi sejak {row.starts.isoformat()})" for row in own.values()
    )
    return replace(value, data=MappingProxyType(data), source=f"{source}; bawaan: {value.source}")
