"""What other apps ask about people and places."""

from .agency import agency, calendar, crest
from .in_force import in_force
from .lines import (
    Line,
    Row,
    Search,
    appraiser_for_period,
    appraiser_of,
    find_appraiser,
    holder,
    lines,
    own_post,
    superior_of,
)
from .teams import (
    employee_of,
    is_appraiser,
    led_units,
    posts_below,
    team_of,
    unit_tree_ids,
    visible_to,
)

__all__ = [
    "Line",
    "Row",
    "Search",
    "agency",
    "appraiser_for_period",
    "appraiser_of",
    "calendar",
    "crest",
    "employee_of",
    "find_appraiser",
    "holder",
    "in_force",
    "is_appraiser",
    "led_units",
    "lines",
    "own_post",
    "posts_below",
    "superior_of",
    "team_of",
    "unit_tree_ids",
    "visible_to",
    "years_in_law",
]
