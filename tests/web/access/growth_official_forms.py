"""Who may download the forms B.1.6 to B.1.10: those who read their words on the page."""

from __future__ import annotations

from tests.web.access import growth, growth_counselling, growth_mentoring, growth_support
from tests.web.access.roles import STRANGERS, Row, answers, only

ROWS = [
    Row("growth:support_form", growth_support.draft, "get", only(200, "appraiser", "head")),
    Row("growth:support_form", growth_support.running, "get", only(200, "nurse", "appraiser", "head")),
    Row("growth:support_form", growth_support.path, "get", only(200, "appraiser", "head", "hr")),
    Row("growth:coach_feedback_form", growth_support.feedback, "get", only(200, "head")),
    # HR sees the pair on the page, but neither goal nor journal.
    Row("growth:mentorship_form", growth_mentoring.pair, "get", only(200, "nurse", "outsider")),
    Row("growth:assessment_form", growth.draft, "get", only(404, "appraiser", "hr")),
    Row("growth:assessment_form", growth.final, "get", answers(200, **STRANGERS)),
    Row("growth:behaviour_form", growth_counselling.told, "get", only(200, "nurse", "appraiser")),
    Row("growth:behaviour_form", growth_counselling.reported, "get", only(200, "nurse", "appraiser", "hr")),
]
