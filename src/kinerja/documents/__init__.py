"""Official documents as PDF."""

from .crests import checked_crest
from .render import FORMS, certificate, evaluation_form, plan_form, render

__all__ = ["FORMS", "certificate", "checked_crest", "evaluation_form", "plan_form", "render"]
