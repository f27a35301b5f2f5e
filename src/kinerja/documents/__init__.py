"""Official documents as PDF."""

from .render import FORMS, evaluation_form, plan_form, render

__all__ = ["FORMS", "evaluation_form", "plan_form", "render"]
