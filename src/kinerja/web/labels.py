"""The official labels of the law for a page."""

from datetime import date

from django.utils import timezone

from kinerja.rules.labels import label

from .middleware import current_moment


def official(kind: str, code: str, on: date | None = None) -> str:
    """Label of `code` ("diatas") of `kind` ("rating") in force on `on`, today unless given.

    Raises RuleError for an unknown kind or code, NoRuleInForce for a day before the rule.
    """
    return label(kind, code, on or timezone.localdate(current_moment()))
