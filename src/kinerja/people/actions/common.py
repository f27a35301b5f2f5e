"""What the acts of this app share: the lock on the structure, and constraints in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..errors import NotPossible, PostTaken
from ..models import Agency

REASONS: dict[str, tuple[type[NotPossible] | type[PostTaken], str | Promise]] = {
    "one_own_post_a_day": (
        NotPossible,
        _("Pegawai sudah menduduki jabatan lain pada hari itu. Akhiri dulu atau gunakan Pindahkan."),
    ),
    "one_holder_a_day": (PostTaken, _("Jabatan ini sudah diduduki pegawai lain pada salah satu hari itu.")),
    "one_acting_holder_a_day": (
        PostTaken,
        _("Jabatan ini sudah punya Plt atau Plh pada salah satu hari itu."),
    ),
    "one_mandate_a_day": (NotPossible, _("Jabatan ini sudah mendapat pelimpahan pada salah satu hari itu.")),
    "one_head_a_unit": (NotPossible, _("Unit ini sudah mempunyai jabatan pemimpin.")),
    "appointment_ends_after_start": (NotPossible, _("Tanggal selesai mendahului tanggal mulai.")),
    "mandate_ends_after_start": (NotPossible, _("Tanggal selesai mendahului tanggal mulai.")),
    "people_unit_code_key": (NotPossible, _("Kode unit ini sudah dipakai.")),
    "people_post_code_key": (NotPossible, _("Kode jabatan ini sudah dipakai.")),
    "people_employee_nip_key": (NotPossible, _("NIP ini sudah terdaftar.")),
    "accounts_user_username_key": (NotPossible, _("NIP ini sudah dipakai untuk masuk oleh orang lain.")),
    "user_email_unique": (NotPossible, _("Surel ini sudah dipakai orang lain.")),
    "post_grade_only_for_jf": (NotPossible, _("Jenjang diisi untuk jabatan fungsional saja.")),
}


@contextmanager
def plain_refusals() -> Iterator[None]:
    """One transaction in which a broken constraint becomes a PostTaken or NotPossible with its mend."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in REASONS:
            raise
        kind, message = REASONS[name]
        raise kind(str(message)) from error


def lock_structure() -> None:
    """Two changes of the tree at once could each be sound and together a cycle: one waits."""
    list(Agency.objects.select_for_update().values_list("pk"))


def refuse_cycle(row: models.Model, above: models.Model | None, relation: str, message: str) -> None:
    """Raises NotPossible when `row` is reached going up from `above`."""
    steps: Any = above
    while steps is not None:
        if steps.pk == row.pk:
            raise NotPossible(message)
        steps = getattr(steps, relation)


def facts(row: models.Model, *fields: str) -> dict[str, Any]:
    """The fields as plain data for the log."""
    return {name: getattr(row, name) for name in fields}
