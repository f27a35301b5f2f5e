"""What a person does to the staff register: each act checks, writes and leaves an audit event."""

from .agency import put_holiday, remove_holiday, seed_holidays, set_agency
from .appointments import appoint, end_appointment, end_mandate, mandate, transfer
from .crest import remove_crest, set_crest
from .law import end_override, set_override
from .places import create_post, create_unit, update_post, update_unit
from .staff import create_employee, update_employee

__all__ = [
    "appoint",
    "create_employee",
    "create_post",
    "create_unit",
    "end_appointment",
    "end_mandate",
    "end_override",
    "mandate",
    "put_holiday",
    "remove_crest",
    "remove_holiday",
    "seed_holidays",
    "set_agency",
    "set_crest",
    "set_override",
    "transfer",
    "update_employee",
    "update_post",
    "update_unit",
]
