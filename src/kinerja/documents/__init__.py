"""Official documents as PDF."""

from .render import FORMS, certificate, evaluation_form, plan_form, render

__all__ = ["FORMS", "certificate", "evaluation_form", "plan_form", "render"]
