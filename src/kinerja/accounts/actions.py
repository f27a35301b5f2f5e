"""Duties given and taken, and passwords set by an administrator."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from secrets import choice

from django.db import transaction
from django.utils.translation import gettext as _

from kinerja.audit.actions import record

from .errors import ActionError, Stale
from .models import RoleGrant, User

# Without the letters and digits that look alike on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class GrantError(ActionError):
    """A duty that cannot be given or taken as asked."""


@transaction.atomic
def grant_role(
    *,
    actor: User | None,
    user: User,
    role: str,
    starts: date,
    reason: str,
    at: datetime,
    ends: date | None = None,
) -> RoleGrant:
    """Gives a duty from `starts` to `ends` (both included). Raises GrantError without a reason or twice."""
    if not reason.strip():
        raise GrantError(_("Tulis alasan pemberian peran."))
    if ends is not None and ends < starts:
        raise GrantError(_("Tanggal selesai mendahului tanggal mulai."))
    User.objects.select_for_update().get(pk=user.pk)
    held = RoleGrant.objects.filter(user=user, role=role).exclude(ends__lt=starts)
    if ends is not None:
        held = held.exclude(starts__gt=ends)
    if held.exists():
        raise GrantError(_("%(name)s sudah memegang peran ini pada masa itu.") % {"name": user})
    grant = RoleGrant.objects.create(
        user=user, role=role, starts=starts, ends=ends, granted_by=actor, reason=reason
    )
    after = {"user": user.pk, "role": role, "starts": starts, "ends": ends}
    record(actor=actor, at=at, action="accounts.grant_role", target=grant, after=after, why=reason)
    return grant


@transaction.atomic
def revoke_role(*, actor: User | None, grant: RoleGrant, reason: str, on: date, at: datetime) -> None:
    """Ends a duty the day before `on`, so that it no longer counts from `on`.

    A duty that starts on `on` or later never counted and is taken out. Raises GrantError without a reason
    or when nobody else could administer any more, Stale when it had already ended.
    """
    if not reason.strip():
        raise GrantError(_("Tulis alasan pencabutan peran."))
    admins = RoleGrant.objects.select_for_update().filter(role=RoleGrant.Role.ADMIN, starts__lte=on)
    others = [one for one in admins.exclude(pk=grant.pk) if one.ends is None or one.ends >= on]
    if grant.role == RoleGrant.Role.ADMIN and not others:
        raise GrantError(_("Ini administrator terakhir. Tunjuk administrator lain dulu."))
    live = RoleGrant.objects.filter(pk=grant.pk).exclude(ends__lt=on)
    before = {"user": grant.user_id, "role": grant.role, "starts": grant.starts, "ends": grant.ends}
    last = on - timedelta(days=1)
    changed = live.delete()[0] if grant.starts >= on else live.update(ends=last)
    if changed != 1:
        raise Stale
    after = {"ends": last}
    record(
        actor=actor,
        at=at,
        action="accounts.revoke_role",
        target=grant,
        before=before,
        after=after,
        why=reason,
    )


@transaction.atomic
def set_temporary_password(*, actor: User, user: User, reason: str, at: datetime) -> str:
    """Sets and returns a random password to hand over in person; the log says that, never the password.

    It opens nothing but the page on which its owner replaces it, and that for three days; see
    `given_passwords`.
    """
    if not reason.strip():
        raise GrantError(_("Tulis alasan membuat kata sandi sementara."))
    password = "-".join("".join(choice(LETTERS) for _ in range(4)) for _ in range(4))
    user.set_password(password)
    user.password_is_own, user.password_given_at = False, at
    user.save(update_fields=["password", "password_is_own", "password_given_at"])
    record(actor=actor, at=at, action="accounts.set_temporary_password", target=user, why=reason)
    return password


@transaction.atomic
def set_active(*, actor: User, user: User, active: bool, reason: str, at: datetime) -> None:
    """Opens or closes an account. Raises GrantError without a reason or for one's own account."""
    if not reason.strip():
        raise GrantError(_("Tulis alasannya."))
    if user.pk == actor.pk:
        raise GrantError(_("Anda tidak dapat menutup akun Anda sendiri."))
    if User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active) != 1:
        raise Stale
    record(
        actor=actor, at=at, action="accounts.set_active", target=user, after={"is_active": active}, why=reason
    )
